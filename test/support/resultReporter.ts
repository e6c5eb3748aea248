// Mocha's spec reporter, which also writes the number of tests, the failures and the time of each file for `npm test` at the end of the run.
import { relative } from 'node:path';
import Mocha from 'mocha';
import { failuresOf, writeTestResult } from './testResult';

const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END } = Mocha.Runner.constants;

/** @returns the seconds that each test file takes, with its hooks, by path relative to the folder of the run; complete when the run has ended */
function secondsOfFiles(runner: Mocha.Runner): Record<string, number> {
  const seconds: Record<string, number> = {};
  let start = 0;
  const isOutermost = (suite: Mocha.Suite): boolean => suite.parent?.root === true;
  runner.on(EVENT_SUITE_BEGIN, suite => {
    if (isOutermost(suite)) start = performance.now();
  });
  runner.on(EVENT_SUITE_END, suite => {
    if (!isOutermost(suite)) return;
    const file = relative(process.cwd(), suite.file ?? suite.title);
    seconds[file] = (seconds[file] ?? 0) + (performance.now() - start) / 1000;
  });
  return seconds;
}

class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const failed = failuresOf(runner);
    const files = secondsOfFiles(runner);
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeTestResult({ passed: passes, failed: failures, skipped: pending, failures: failed, files });
    });
  }
}

export = ResultReporter;
