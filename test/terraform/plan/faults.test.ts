// Failures that plans have to survive: full disks, read-only file systems, two windows at the same time.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeMessage } from '../../../client/plan/model/planMessages';
import type { PlanOutcome } from '../../../client/plan/run/planOutcome';
import { PlanRunner } from '../../../client/plan/run/planRunner';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { StateServer } from '../../support/terraform/plan/stateServer';

const message = (outcome: PlanOutcome): string => outcomeMessage(outcome, 'ops');

describe('plans with faults', () => {
  let folder: PlanFolder;
  beforeEach(() => {
    folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {}\n' });
    folder.run(['workspace', 'new', 'ops']);
  });
  afterEach(() => folder.delete());

  /** Terraform whose plan, or another command, is preceded by these shell commands. */
  function terraformAfter(lines: string, command = 'plan'): string {
    const file = join(folder.storage, '../terraform-after');
    writeFileSync(file, `#!/bin/sh\n[ "$1" = ${command} ] || exec terraform "$@"\n${lines}\n`, { mode: 0o755 });
    return file;
  }

  it('report that the plan file could not be written, though terraform ignores a full disk', async () => {
    const before = folder.contents();
    // Limits the size of files to one block, which the plan file exceeds, but not the lock file.
    const executable = terraformAfter('ulimit -f 1\nexec terraform "$@"');
    const outcome = await folder.runner.plan({ ...folder.request('ops'), executable });
    assert.deepEqual(outcome, { kind: 'planFileIncomplete', folder: folder.storage });
    assert.match(message(outcome), /could not be written completely to .*the disk is full/);
    assert.deepEqual(folder.leftovers(), []);
    assert.deepEqual(folder.contents(), before);
  });

  it('report that the lock could not be written on a full disk, and leave no empty files', async () => {
    const before = folder.contents();
    const executable = terraformAfter('ulimit -f 0\nexec terraform "$@"');
    const outcome = await folder.runner.plan({ ...folder.request('ops'), executable });
    assert.equal(outcome.kind, 'errors', 'nobody else has the lock');
    assert.match(message(outcome), /^Error acquiring the state lock: .*file too large/);
    assert.deepEqual(folder.contents(), before);
  });

  it("report that the state can't be locked on a read-only file system", async () => {
    const before = folder.contents();
    // Root can write everywhere, so terraform runs as an unprivileged user.
    const isRoot = process.getuid?.() === 0;
    const user = isRoot ? 'setpriv --reuid 65534 --regid 65534 --clear-groups ' : '';
    chmodSync(folder.at('terraform.tfstate.d/ops'), 0o555);
    chmodSync(folder.path, 0o755);
    const executable = terraformAfter(`exec ${user}terraform "$@"`);
    const outcome = await folder.runner.plan({ ...folder.request('ops'), executable });
    chmodSync(folder.at('terraform.tfstate.d/ops'), 0o755);
    assert.equal(outcome.kind, 'errors', 'nobody else has the lock');
    assert.match(message(outcome), /^Error acquiring the state lock: .*permission denied/);
    assert.deepEqual(folder.contents(), before);
  });

  it('report that there is no place for the plan file', async () => {
    const file = join(folder.storage, '../file');
    writeFileSync(file, '');
    const runner = new PlanRunner({ temporaryFolder: join(file, 'storage'), environment: folder.environment });
    const outcome = await runner.plan(folder.request('ops'));
    assert.match(message(outcome), /^It could not be run: ENOTDIR: .*file\/storage/);
  });

  it("in a second window report who has the lock, and don't affect the first", async () => {
    const states = await StateServer.start(true);
    try {
      folder.write('main.tf', states.slowModule);
      folder.run(['workspace', 'new', 'apps']);
      const first = folder.editor('ops');
      await states.asked;
      const locked = folder.contents();
      const second = await folder.runner.plan(folder.request('ops'));
      assert.equal(second.kind, 'locked', JSON.stringify(second));
      assert.deepEqual(folder.contents(), locked, 'the lock of the first is still there');
      states.release();
      const other = await folder.runner.plan(folder.request('apps'));
      assert.equal(other.kind, 'planned', 'environments have locks of their own');
      assert.equal((await first.outcome()).kind, 'planned');
      assert.equal((await folder.runner.plan(folder.request('ops'))).kind, 'planned');
      assert.deepEqual(folder.leftovers(), []);
    } finally {
      await states.stop();
    }
  });

  it('initialize again if the record of the backend is locked or incomplete for a moment, and give up after three times', async () => {
    const times = join(folder.storage, '../times');
    const begun = (failures: number, problem: string): string =>
      terraformAfter(
        `echo >> ${times}; [ $(wc -l < ${times}) -gt ${failures} ] && exec terraform "$@"; printf 'Error: ${problem}\\n' >&2; exit 1`,
        'init',
      );
    const locked = 'Error locking state: open .terraform/.terraform.tfstate.lock.info: no such file or directory';
    for (const problem of [locked, 'Failed to load state: unexpected end of JSON input']) {
      writeFileSync(times, '');
      const executable = begun(2, problem);
      assert.deepEqual(await folder.runner.initialize({ ...folder.request('ops'), executable }), {
        kind: 'initialized',
      });
    }
    writeFileSync(times, '');
    const outcome = await folder.runner.initialize({ ...folder.request('ops'), executable: begun(9, locked) });
    assert.match(message(outcome as PlanOutcome), /Error locking state/);
    assert.equal(readFileSync(times, 'utf8').length, 3);
  });

  it('initialize a platform from two windows at the same time', async () => {
    const platform = new PlanFolder();
    const windows = [0, 1].map(
      () => new PlanRunner({ temporaryFolder: platform.storage, environment: platform.environment }),
    );
    const outcomes = await Promise.all(windows.map(window => window.initialize(platform.request('ops'))));
    assert.deepEqual(outcomes, [{ kind: 'initialized' }, { kind: 'initialized' }]);
    assert.equal((await platform.runner.validate(platform.request('ops'))).kind, 'valid');
    await Promise.all(windows.map(window => window.dispose()));
    platform.delete();
  });
});
