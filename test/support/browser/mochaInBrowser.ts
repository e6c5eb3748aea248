// Runs Mocha in a web worker. Its output and result are written to the console, since a worker can't write files. Import it before the tests.
import 'mocha/mocha.js';
import { failuresOf, testOutput, testResultLine, type TestResult } from '../testFailures';

/** Only tests whose full title matches this run; '' for all. Filled in by the build. */
declare const TEST_GREP: string;
declare const mocha: BrowserMocha;
interface BrowserMocha {
  setup(options: object): void;
  run(done: (failures: number) => void): Mocha.Runner;
}

mocha.setup({
  ...{ ui: 'bdd', timeout: 120_000, forbidOnly: true, reporter: Reporter, cleanReferencesAfterRun: false },
  ...(TEST_GREP === '' ? {} : { grep: new RegExp(TEST_GREP) }),
});

/** Prints a line for each test. */
function Reporter(runner: Mocha.Runner): void {
  const result: TestResult = { passed: 0, failed: 0, skipped: 0, failures: failuresOf(runner) };
  const print = (line: string): void => console.log(testOutput + line);
  runner.on('suite', suite => print(suite.title));
  runner.on('pass', test => {
    result.passed++;
    print(`  ✔ ${test.title} (${test.duration ?? 0} ms)`);
  });
  runner.on('pending', () => void result.skipped++);
  runner.on('fail', (test, error) => {
    result.failed++;
    print(`  ✖ ${test.title}\n${error instanceof Error ? error.stack : String(error)}`);
  });
  runner.once('end', () => console.log(testResultLine + JSON.stringify(result)));
}

/** The contract of @vscode/test-electron. */
export function run(): Promise<void> {
  return new Promise((resolve, reject) => {
    mocha.run(failures => (failures > 0 ? reject(new Error(`${failures} failed`)) : resolve()));
  });
}
