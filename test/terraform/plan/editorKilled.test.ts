// The extension host is killed or crashes during a plan: Terraform ends gracefully, and no files of the run remain.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithout } from '../../support/skipWithout';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { StateServer } from '../../support/terraform/plan/stateServer';

for (const program of ['terraform', 'tofu'] as const) {
  describe(`a plan with ${program} whose editor is killed`, function () {
    let folder: PlanFolder;
    let states: StateServer;
    before(function () {
      skipWithout(this, program);
    });
    beforeEach(async () => {
      states = await StateServer.start(true);
      folder = new PlanFolder({ 'main.tf': states.slowModule, '.terraform.lock.hcl': '# kept as it is\n' }, program);
      folder.run(['workspace', 'new', 'ops']);
    });
    afterEach(async () => {
      await states.stop();
      folder.delete();
    });

    it('ends in order, releases the state lock, and removes the plan file', async () => {
      const before = folder.contents();
      const { executable, log } = loggedProgram(folder, program);
      const editor = folder.editor('ops', executable);
      await states.asked;
      await editor.kill();
      if (program === 'terraform') {
        assert.ok(folder.contents()['terraform.tfstate.d/ops/.terraform.tfstate.lock.info'], 'it has the lock');
        await until(() => log().includes('interrupted'));
        states.release();
        await until(() => log().some(line => line.startsWith('ended')));
        assert.deepEqual(log(), ['interrupted', 'ended 1'], 'it was interrupted once and has ended by itself');
      }
      await folder.storageEmptied();
      assert.deepEqual(folder.contents(), before);
    });

    it('can be planned again at once', async () => {
      const editor = folder.editor('ops');
      await states.asked;
      await editor.kill();
      states.release();
      await folder.storageEmptied();
      const outcome = await folder.runner.plan(folder.request('ops'));
      assert.equal(outcome.kind, 'planned');
    });
  });
}

/** Resolves when the condition is true; otherwise the test times out. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 20));
}

/** A script that starts the program and records the interrupt and the exit of its plan. */
function loggedProgram(folder: PlanFolder, program: string): { executable: string; log: () => string[] } {
  const home = join(folder.storage, '..');
  const [executable, file] = [join(home, 'logged'), join(home, 'log')];
  const script = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const parameters = process.argv.slice(2);
const note = text => parameters[0] === 'plan' && appendFileSync(${JSON.stringify(file)}, text + '\\n');
process.on('SIGINT', () => note('interrupted'));
const child = require('node:child_process').spawn(${JSON.stringify(program)}, parameters, { stdio: 'inherit' });
child.once('exit', (code, signal) => {
  note('ended ' + (signal ?? code));
  process.exit(code ?? 1);
});
`;
  writeFileSync(executable, script, { mode: 0o755 });
  const log = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  return { executable, log };
}
