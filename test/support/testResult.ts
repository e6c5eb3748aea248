// What a suite reports to `npm test`: a small file, written last, whose absence means that the suite crashed.
import type Mocha from 'mocha';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface TestResult {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, for the end of the run: who reads only that must know what to look for. */
  failures: TestFailure[];
}

export interface TestFailure {
  /** The names of the suites and the test, outermost first. */
  title: string;
  /** The message, and where the error arose. */
  error: string;
}

/** @returns what failed while `runner` ran; complete when the run has ended */
export function failuresOf(runner: Mocha.Runner): TestFailure[] {
  const failures: TestFailure[] = [];
  runner.on('fail', (test: Mocha.Runnable, error: unknown) => {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    failures.push({ title: test.titlePath().join(' › '), error: told });
  });
  return failures;
}

/** Begins what the tests print in an extension host, whose output is otherwise VS Code's own. */
export const testOutput = 'test output: ';

/** Writes the result to the file that the environment variable TEST_RESULT_FILE names, if it names one. */
export function writeTestResult(result: TestResult): void {
  const file = process.env['TEST_RESULT_FILE'];
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result));
}
