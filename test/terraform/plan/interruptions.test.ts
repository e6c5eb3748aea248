// A plan that is cancelled, killed, locked out or refused leaves no files behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { PlanRunner } from '../../../client/plan/run/planRunner';
import { skipWithout } from '../../support/skipWithout';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { StateServer } from '../../support/terraform/plan/stateServer';

for (const program of ['terraform', 'tofu'] as const) {
  describe(`interrupted plans with ${program}`, function () {
    let folder: PlanFolder;
    let states: StateServer;
    before(function () {
      skipWithout(this, program);
    });
    beforeEach(async () => {
      states = await StateServer.start(true);
      folder = new PlanFolder({ 'main.tf': states.slowModule, '.terraform.lock.hcl': '# kept as it is\n' }, program);
      folder.run(['workspace', 'new', 'apps']);
      folder.run(['workspace', 'new', 'ops']);
      folder.run(['workspace', 'select', 'apps']);
    });
    afterEach(async () => {
      await states.stop();
      folder.delete();
    });

    it('end in order and release their lock', async () => {
      const before = folder.contents();
      const cancelling = new AbortController();
      const running = folder.runner.plan({ ...folder.request('ops'), signal: cancelling.signal });
      await states.asked;
      assert.ok(folder.contents()['terraform.tfstate.d/ops/.terraform.tfstate.lock.info'], 'it has the lock');
      await folder.interrupt(running, () => cancelling.abort());
      states.answer();
      assert.deepEqual(await running, { kind: 'cancelled', lockMayRemain: false });
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
    });

    it('kill a terraform that does not stop, and remove its lock file', async () => {
      const before = folder.contents();
      const runner = new PlanRunner({
        temporaryFolder: folder.storage,
        environment: folder.environment,
        timeout: { interrupt: 300, terminate: 300 },
      });
      const cancelling = new AbortController();
      const running = runner.plan({ ...folder.request('ops'), signal: cancelling.signal });
      await states.asked;
      cancelling.abort();
      assert.deepEqual(await running, { kind: 'cancelled', lockMayRemain: false });
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
    });

    it('keep the state of another version after cancellation', async () => {
      const slow = folder.read('main.tf');
      folder.write('main.tf', 'resource "terraform_data" "a" {}\n');
      folder.apply('ops');
      const state = 'terraform.tfstate.d/ops/terraform.tfstate';
      folder.write(state, folder.read(state).replace(/("terraform_version": ?)"[^"]*"/, '$1"1.4.0"'));
      folder.write('main.tf', slow);
      const before = folder.contents();
      const cancelling = new AbortController();
      const running = folder.runner.plan({ ...folder.request('ops'), signal: cancelling.signal });
      await states.asked;
      await folder.interrupt(running, () => cancelling.abort());
      states.answer();
      assert.deepEqual(await running, { kind: 'cancelled', lockMayRemain: false });
      assert.match(folder.read(state), /"terraform_version": ?"1\.4\.0"/);
      assert.deepEqual(folder.contents(), before);
    });

    it('report that terraform was killed, and leave no files behind', async () => {
      const before = folder.contents();
      const { executable, processId } = announcing(folder, program);
      const running = folder.runner.plan({ ...folder.request('ops'), executable });
      await states.asked;
      process.kill(processId(), 'SIGKILL');
      assert.deepEqual(await running, { kind: 'killed', signal: 'SIGKILL', lockMayRemain: false });
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
    });

    it('leave no files behind with a local backend block, as in the sample platform', async () => {
      const sample = new PlanFolder(undefined, program);
      try {
        sample.write('slow.tf', states.slowModule);
        sample.run(['init', '-input=false']);
        await killed(sample, 'default', 'terraform.tfstate');
        sample.run(['workspace', 'new', 'ops']);
        await killed(sample, 'ops', 'terraform.tfstate.d/ops/terraform.tfstate');
        sample.run(['workspace', 'select', 'default']);
        const block = 'backend "local" {\n    path = "states/here.tfstate"\n    workspace_dir = "spaces"\n  }';
        sample.write('state.tf', `terraform {\n  ${block}\n}\n`);
        sample.run(['init', '-input=false', '-reconfigure']);
        sample.run(['workspace', 'new', 'apps']);
        await killed(sample, 'apps', 'spaces/apps/terraform.tfstate');
        await killed(sample, 'default', 'states/here.tfstate');
        const before = sample.contents();
        sample.write('slow.tf', '');
        const outcome = await sample.runner.plan(sample.request('default'));
        assert.equal(outcome.kind, 'errors', 'the platform has no environment of that name');
        assert.deepEqual({ ...sample.contents(), 'slow.tf': before['slow.tf'] }, before);
      } finally {
        sample.delete();
      }
    });

    /** Kills a plan while it holds the state lock. */
    async function killed(folder: PlanFolder, environment: string, state: string): Promise<void> {
      const before = folder.contents();
      const { executable, processId } = announcing(folder, program);
      const running = folder.runner.plan({ ...folder.request(environment), executable });
      await Promise.race([states.askedAgain(), running.then(outcome => assert.fail(JSON.stringify(outcome)))]);
      assert.ok(folder.contents()[lockBeside(state)], 'it has the lock');
      process.kill(processId(), 'SIGKILL');
      assert.deepEqual(await running, { kind: 'killed', signal: 'SIGKILL', lockMayRemain: false });
      assert.deepEqual(folder.contents(), before);
    }

    it('report who has the lock', async () => {
      const other = spawn(program, ['plan', '-input=false'], {
        cwd: folder.path,
        env: { ...folder.environment, TF_WORKSPACE: 'ops' },
        stdio: 'ignore',
      });
      await states.asked;
      const outcome = await folder.runner.plan(folder.request('ops'));
      const exited = once(other, 'exit');
      other.kill('SIGKILL');
      await exited;
      assert.ok(outcome.kind === 'locked', JSON.stringify(outcome));
      assert.match(outcome.lock?.id ?? '', /^[0-9a-f-]{36}$/);
      assert.match(outcome.lock?.who ?? '', /.@./);
      assert.match(outcome.lock?.created ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d/);
      assert.equal(outcome.lock?.operation, 'OperationTypePlan');
    });

    it('run concurrently, at most one for each environment, and init waits for all of them', async () => {
      const order: string[] = [];
      const tell = (name: string) => (outcome: { kind: string }) => void order.push(`${name} ${outcome.kind}`);
      const cancelling = new AbortController();
      const plan = (environment: string) =>
        folder.runner.plan({ ...folder.request(environment), signal: cancelling.signal }).then(tell(environment));
      const [ops, apps] = [plan('ops'), plan('apps')];
      const again = plan('ops');
      const initialized = folder.runner.initialize(folder.request('ops')).then(tell('initialize'));
      assert.ok(folder.runner.isBusy(folder.path, 'apps'));
      await states.asked;
      assert.deepEqual(order, []);
      cancelling.abort();
      states.release();
      await Promise.all([ops, apps, again]);
      await initialized;
      assert.deepEqual(order.at(-1), 'initialize initialized');
      assert.deepEqual([...new Set(order)].sort(), ['apps cancelled', 'initialize initialized', 'ops cancelled']);
      assert.equal(folder.runner.isBusy(folder.path), false);
    });

    it('remove the files of a crashed editor', async () => {
      const dead = spawn(process.execPath, ['-e', '']);
      await once(dead, 'exit');
      mkdirSync(join(folder.storage, `run-${dead.pid}-abc`), { recursive: true, mode: 0o700 });
      chmodSync(folder.storage, 0o700);
      writeFileSync(join(folder.storage, `run-${dead.pid}-abc`, 'plan'), 'secret');
      await folder.runner.validate(folder.request('ops'));
      assert.deepEqual(folder.leftovers(), []);
    });

    it('end when the editor ends', async () => {
      const before = folder.contents();
      const running = folder.runner.plan(folder.request('ops'));
      await states.asked;
      let disposed: Promise<void> | undefined;
      await folder.interrupt(running, () => {
        disposed = folder.runner.dispose();
      });
      states.answer();
      await disposed;
      assert.equal((await running).kind, 'cancelled');
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
    });
  });
}

/** Path of the lock file of a state. */
function lockBeside(state: string): string {
  return state.replace(/[^/]*$/, name => `.${name}.lock.info`);
}

/** A script that starts the program and records its process id. */
function announcing(folder: PlanFolder, program: string): { executable: string; processId: () => number } {
  const home = join(folder.storage, '..');
  const [executable, file] = [join(home, 'announcing'), join(home, 'process')];
  writeFileSync(executable, `#!/bin/sh\necho $$ > '${file}'\nexec ${program} "$@"\n`, { mode: 0o755 });
  return { executable, processId: () => Number(readFileSync(file, 'utf8')) };
}
