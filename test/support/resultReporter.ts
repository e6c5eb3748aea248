// Mocha's spec reporter, which also writes the number of tests and the failures for `npm test` at the end of the run.
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
