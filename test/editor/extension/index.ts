// Mocha entry of the suites in VS Code's extension host. `run` follows the contract of @vscode/test-electron.
//
// A folder here is one run of VS Code: `<name>/*.test.ts` runs in a window with a private copy of a folder: `<name>/workspace` if it exists,
// otherwise `test/platforms/<name>`. To add a suite, add a `*.test.ts` to the folder with its workspace; to add a workspace, add a folder. Each test
// file is bundled into `out/test/extension/<name>/`, next to a copy of this entry. Tests can import `vscode` and node:assert. They must not assume a
// desktop.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { testOutput } from '../../support/testResult';

/**
 * Runs the test files next to this entry.
 *
 * @throws Error if a test fails, or if there are none
 */
export async function run(): Promise<void> {
  const { default: MochaRunner } = await import('mocha');
  // VS Code writes its own messages to the same console.
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
