// Runs a Mocha entry inside the extension host of a VS Code server: the same contract as `runTests` of @vscode/test-electron.
import { readFileSync, rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { testOutput, type TestResult } from '../testResult';
import { driveTests } from './driveTests';
import type { VsCodeServer } from './server';

export interface ExtensionTestRun {
  /** Absolute path of the folder to open. */
  workspace: string;
  /** Absolute path of the extension under test, or of a folder with it and others. */
  extension: string;
  /** Absolute path of the module that exports `run(): Promise<void>`. */
  tests: string;
  /** Timeout of the run in milliseconds. */
  timeout: number;
  /** The file named by TEST_RESULT_FILE in the environment that the server was started with. */
  resultFile: string;
  /** Receives the tests' output. */
  onOutput: (text: string) => void;
}

/**
 * Opens the folder with the extension under development, and runs the tests in its extension host. The server must have been started with
 * `testDriver`, and the page must be new.
 *
 * @returns the result that the suite wrote at the end; undefined if it crashed, hung, or was not loaded. The exit code of the extension host is not
 * reliable: it is 0 if the host is killed.
 * @throws Error if no test started
 */
export async function runExtensionTests(
  page: Page,
  server: VsCodeServer,
  run: ExtensionTestRun,
): Promise<TestResult | undefined> {
  const ofVsCode: string[] = [];
  let hasBegun = false;
  rmSync(run.resultFile, { force: true });
  const code = await driveTests(page, server, run, text => {
    if (!text.startsWith(testOutput)) return void ofVsCode.push(text);
    hasBegun = true;
    run.onOutput(text.slice(testOutput.length));
  });
  const result = resultOf(code, run.resultFile);
  // VS Code's own output is only useful if there is no output from the tests.
  if (!result) ofVsCode.forEach(text => run.onOutput(text));
  if (!result && !hasBegun) throw new Error(`No test began (exit code ${code}).`);
  return result;
}

function resultOf(code: number, file: string): TestResult | undefined {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as TestResult;
    return code === 0 || result.failed > 0 ? result : undefined;
  } catch {
    return undefined;
  }
}
