// Runs a bundle with Mocha and tests inside the web worker extension host of a VS Code server.
import type { Page } from 'playwright-core';
import { testOutput, testResultLine, type TestResult } from '../testFailures';
import { driveTests, type DrivenTests } from './driveTests';
import type { VsCodeServer } from './server';

/**
 * @param run `onOutput` receives the tests' output
 * @returns the result that the tests printed at the end; undefined if there is none
 * @throws Error if no test started
 */
export async function runBrowserTests(
  page: Page,
  server: VsCodeServer,
  run: DrivenTests & { onOutput: (text: string) => void },
): Promise<TestResult | undefined> {
  const ofVsCode: string[] = [];
  let result: TestResult | undefined;
  let hasBegun = false;
  const code = await driveTests(page, server, run, text => {
    if (text.startsWith(testOutput)) {
      hasBegun = true;
      run.onOutput(text.slice(testOutput.length));
    } else if (text.startsWith(testResultLine)) {
      result = JSON.parse(text.slice(testResultLine.length)) as TestResult;
      return 0;
    } else ofVsCode.push(text);
    return undefined;
  });
  const isWhole = result !== undefined && (code === 0 || result.failed > 0);
  // VS Code's own output is only useful if there is no output from the tests.
  if (!isWhole) ofVsCode.forEach(text => run.onOutput(text));
  if (!isWhole && !hasBegun) throw new Error(`No test began (exit code ${code}).`);
  return isWhole ? result : undefined;
}
