// Mocha entry of the suites that run inside VS Code's extension host. `run` is the contract of @vscode/test-electron.
//
// A folder here is one run of VS Code: `<name>/*.test.ts` runs in a window that has a private copy of a folder open:
// `<name>/workspace` if there is one, else `test/platforms/<name>`. To add a suite, add a `*.test.ts` to the folder whose
// workspace it wants; to add a workspace, add a folder. Each test file is bundled to `out/test/extension/<name>/`, beside a
// copy of this entry; import `vscode` and node:assert freely, and @vscode/test-electron's rules hold: never assume a desktop.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { testOutput } from '../../support/testResult';

/**
 * Runs the test files beside this entry.
 *
 * @throws Error when a test fails or when there is none
 */
export async function run(): Promise<void> {
  const { default: MochaRunner } = await import('mocha');
  // VS Code's own messages come out of the same console.
  MochaRunner.reporters.Base.consoleLog = (...values: unknown[]) => console.log(testOutput + format(...values));
  const { default: reporter } = await import('../../support/resultReporter');
  const mocha = new MochaRunner({
    ui: 'bdd',
    timeout: 120_000,
    forbidOnly: Boolean(process.env['CI']),
    ...(process.env['TEST_GREP'] === undefined ? {} : { grep: new RegExp(process.env['TEST_GREP']) }),
    reporter,
  });
  const files = readdirSync(__dirname).filter(name => name.endsWith('.test.js'));
  if (files.length === 0) throw new Error(`There is no test in ${__dirname}.`);
  for (const name of files) mocha.addFile(join(__dirname, name));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
