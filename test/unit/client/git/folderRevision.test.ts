import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderRevision } from '../../../../client/git/folderRevision';

describe('the files of a folder at a revision, with real git', function () {
  let place: string;
  let platform: string;
  const git = (...parameters: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...parameters], {
      cwd: join(place, 'repository'),
      stdio: 'pipe',
    });
  const commit = (text: string): void => {
    writeFileSync(join(platform, 'eks.tf'), text);
    git('add', '.');
    git('commit', '--quiet', '--message', 'Change');
  };

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'kubestack-revision-'));
    platform = join(place, 'repository/platform');
    mkdirSync(join(place, 'repository/modules'), { recursive: true });
    mkdirSync(platform);
    writeFileSync(join(place, 'repository/modules/main.tf'), '# module');
    git('init', '--quiet', '--initial-branch=main');
    commit('# one');
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it('have paths relative to the folder, also if it was opened through a link', async () => {
    symlinkSync(join(place, 'repository'), join(place, 'link'));
    const files = { 'eks.tf': '# one', '../modules/main.tf': '# module' };
    const revisions = new FolderRevision();
    assert.deepEqual(await revisions.read(platform, 'HEAD'), files);
    assert.deepEqual(await revisions.read(join(place, 'link/platform'), 'HEAD'), files);
  });

  it('are read once per commit, and again when a branch moves', async () => {
    const revisions = new FolderRevision();
    const first = await revisions.read(platform, 'main');
    assert.equal(await revisions.read(platform, 'HEAD'), first);
    commit('# two');
    assert.equal((await revisions.read(platform, 'main'))['eks.tf'], '# two');
    assert.equal((await revisions.read(platform, 'main~1'))['eks.tf'], '# one');
  });

  it('are absent for an unknown revision, whatever its name', async () => {
    for (const name of ['nosuch', '--output=x', '', 'HEAD:eks.tf'])
      await assert.rejects(new FolderRevision().read(platform, name));
  });
});
