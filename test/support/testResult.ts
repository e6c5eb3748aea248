// The result of a suite for `npm test`: a small file that is written at the end. If it is missing, the suite has crashed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestResult } from './testFailures';

export * from './testFailures';

/** Writes the result to the file that the environment variable TEST_RESULT_FILE names, if it names one. */
export function writeTestResult(result: TestResult): void {
  const file = process.env['TEST_RESULT_FILE'];
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result));
}
