// Where plan files are while a run lasts: one private folder for each, and none that nobody needs any more.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlanStorage } from '../../../../client/plan/planStorage';

describe('the storage of plan files', () => {
  let base: string;
  beforeEach(() => (base = join(mkdtempSync(join(tmpdir(), 'kubestack-test-')), 'storage')));
  afterEach(() => rmSync(join(base, '..'), { recursive: true }));

  it('has a private folder for each of many runs that begin at the same moment, of two runners', async () => {
    const [one, other] = [new PlanStorage(base), new PlanStorage(base)];
    const folders = await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? one : other).open()));
    const present = readdirSync(base);
    assert.equal(present.length, 60);
    assert.deepEqual([...new Set(present.map(name => statSync(join(base, name)).mode & 0o777))], [0o700]);
    await Promise.all(folders.map(folder => folder.remove()));
    assert.deepEqual(readdirSync(base), []);
  });

  it('removes what processes left behind that are gone, and what an earlier one of our number did', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const owner of [gone, process.pid])
      mkdirSync(join(base, `run-${owner}-left`), { recursive: true, mode: 0o700 });
    mkdirSync(join(base, `run-${process.ppid}-runs`), { mode: 0o700 });
    await new PlanStorage(base).removeLeftovers();
    assert.deepEqual(readdirSync(base), [`run-${process.ppid}-runs`]);
  });
});
