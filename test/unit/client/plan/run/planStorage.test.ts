// The storage of plan files during a run: a private folder for each run, which is removed afterwards.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { PlanStorage } from '../../../../../client/plan/run/planStorage';
import { skipOnWindows } from '../../../../support/skipWithout';

describe('the storage of plan files', () => {
  let base: string;
  before(function () {
    skipOnWindows(this);
  });
  beforeEach(() => (base = join(mkdtempSync(join(tmpdir(), 'kubestack-test-')), 'storage')));
  afterEach(() => rmSync(join(base, '..'), { recursive: true }));

  it('creates a private folder for each run, also if many runs start at the same time', async () => {
    const [one, other] = [new PlanStorage(base), new PlanStorage(base)];
    const folders = await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? one : other).open()));
    const present = readdirSync(base).filter(name => name.startsWith('run-'));
    assert.equal(present.length, 60);
    assert.deepEqual([...new Set(present.map(name => statSync(join(base, name)).mode & 0o777))], [0o700]);
    await Promise.all(folders.map(folder => folder.remove()));
    await Promise.all([one.close(), other.close()]);
    assert.deepEqual(readdirSync(base), []);
  });

  it('removes folders of processes that have ended, or whose process id is reused by this one', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const owner of [gone, process.pid])
      mkdirSync(join(base, `run-${owner}-left`), { recursive: true, mode: 0o700 });
    mkdirSync(join(base, `run-${process.ppid}-runs`), { mode: 0o700 });
    await new PlanStorage(base).removeLeftovers();
    assert.deepEqual(readdirSync(base), [`run-${process.ppid}-runs`]);
  });

  it('keeps folders of another window, however old, and removes them when that window is killed', async () => {
    const script = `import { PlanStorage } from ${JSON.stringify(join(__dirname, '../../../../../client/plan/run/planStorage.ts'))};
      void new PlanStorage(${JSON.stringify(base)}).open().then(({ path }) => console.log(path)); setInterval(() => {}, 1000)`;
    writeFileSync(join(base, '..', 'window.ts'), script);
    const window = spawn(process.execPath, ['--import', 'tsx', join(base, '..', 'window.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(window.stdout, 'data')) as [Buffer];
    const folder = line.toString('utf8').trim();
    // Like after a week, or after a jump of the clock.
    utimesSync(folder, 0, 0);
    await new PlanStorage(base).removeLeftovers();
    assert.ok(existsSync(folder));
    window.kill('SIGSTOP');
    await new PlanStorage(base).removeLeftovers();
    assert.ok(existsSync(folder), 'a window that does not answer is there all the same');
    const exited = once(window, 'exit');
    window.kill('SIGKILL');
    await exited;
    await new PlanStorage(base).removeLeftovers();
    assert.deepEqual(readdirSync(base), []);
  });

  it('is accessible only to the user, and never a link that someone else has created', async () => {
    const storage = new PlanStorage(base);
    const folder = await storage.open();
    for (const path of [base, folder.path]) {
      const { mode, uid } = statSync(path);
      assert.deepEqual([mode & 0o777, uid], [0o700, userInfo().uid], path);
    }
    await folder.remove();
    await storage.close();
    const elsewhere = join(base, '..', 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    rmSync(base, { recursive: true, force: true });
    symlinkSync(elsewhere, base);
    await assert.rejects(new PlanStorage(base).open(), /is not private/);
    assert.deepEqual(readdirSync(elsewhere), []);
  });

  it('stores and removes nothing in a folder that others can write to', async () => {
    mkdirSync(join(base, 'run-1-other'), { recursive: true });
    chmodSync(base, 0o777);
    await assert.rejects(new PlanStorage(base).open(), /is not private/);
    mkdirSync(join(base, 'run-99999999-other'));
    await new PlanStorage(base).removeLeftovers();
    assert.equal(readdirSync(base).length, 2);
  });
});
