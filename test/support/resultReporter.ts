// Mocha's spec reporter, which also writes the counts and what failed for `npm test` when the run has ended.
import Mocha from 'mocha';
import { failuresOf, writeTestResult } from './testResult';

class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const failed = failuresOf(runner);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeTestResult({ passed: passes, failed: failures, skipped: pending, failures: failed });
    });
  }
}

export = ResultReporter;
