// Collects the failures of a suite; also used in browsers.
import type Mocha from 'mocha';

export interface TestResult {
  passed: number;
  failed: number;
  skipped: number;
  /** Failed tests, for the summary at the end of the run. */
  failures: TestFailure[];
  /** Seconds that each test file takes, by its path, if the suite measures them. */
  files?: Record<string, number>;
}

export interface TestFailure {
  /** Titles of the suites and the test, outermost first. */
  title: string;
  /** Message and stack trace. */
  error: string;
}

/** @returns the failures of `runner`; complete when the run has ended */
export function failuresOf(runner: Mocha.Runner): TestFailure[] {
  const failures: TestFailure[] = [];
  runner.on('fail', (test: Mocha.Runnable, error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    failures.push({ title: test.titlePath().join(' › '), error: message });
  });
  return failures;
}

/** @returns the result of a run that failed without a result of its own */
export const oneFailure = (title: string, error: string): TestResult => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [{ title, error }],
});

/** Prefix of the tests' output in an extension host, to distinguish it from VS Code's own output. */
export const testOutput = 'test output: ';

/** Prefix of the line with the result as JSON, for tests that can't write a file. */
export const testResultLine = 'test result: ';
