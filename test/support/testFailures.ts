// What a suite reports, and what failed in it. Also for tests in browsers.
import type Mocha from 'mocha';

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

/** @returns the result of a run that told nothing but how it failed */
export const oneFailure = (title: string, error: string): TestResult => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [{ title, error }],
});

/** Begins what the tests print in an extension host, whose output is otherwise VS Code's own. */
export const testOutput = 'test output: ';

/** Begins the line with the result, as JSON, of tests that can't write a file. */
export const testResultLine = 'test result: ';
