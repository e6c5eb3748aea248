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
  /** Milliseconds until the run counts as stuck. */
  timeout: number;
  /** The file named by TEST_RESULT_FILE in the environment that the server was started with. */
  resultFile: string;
  /** Gets what the tests print. */
  onOutput: (text: string) => void;
}

/**
 * Opens the folder with the extension under development and runs the tests in its extension host. The server must have been
 * started with `testDriver`, the page must be new.
 *
 * @returns the result that the suite wrote last, or undefined when it did not get that far: crashed, stuck, or never loaded.
 *   The exit code of an extension host says nothing of that: one that is killed reports 0.
 * @throws Error when no test began
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
  // What VS Code itself says matters only when the tests say nothing.
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
