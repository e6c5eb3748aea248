import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SideFiles } from '../../../../common/review/review';
import { folderSide } from '../../../../client/git/folderRevision';

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

  const filesAt = async (folder: string, revision: string): Promise<SideFiles> =>
    (await folderSide(folder, revision)).read();

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
    assert.deepEqual(await filesAt(platform, 'HEAD'), files);
    assert.deepEqual(await filesAt(join(place, 'link/platform'), 'HEAD'), files);
  });

  it('are a side of a review with the same identifier for each name of a commit, read when they are needed', async () => {
    const [head, main] = [await folderSide(platform, 'HEAD'), await folderSide(platform, 'main')];
    assert.equal(head.id, main.id);
    commit('# two');
    assert.notEqual((await folderSide(platform, 'main')).id, main.id);
    assert.deepEqual(await main.read(), { 'eks.tf': '# one', '../modules/main.tf': '# module' });
  });

  it('are those of a branch after it moved', async () => {
    commit('# two');
    assert.equal((await filesAt(platform, 'main'))['eks.tf'], '# two');
    assert.equal((await filesAt(platform, 'main~1'))['eks.tf'], '# one');
  });

  it('include long configuration, links as they are written, and why a file has no content', async () => {
    const long = `# ${'x'.repeat(2 * 1024 * 1024)}\n`;
    writeFileSync(join(platform, 'long.tf'), long);
    writeFileSync(join(platform, 'zones.csv'), long);
    symlinkSync('../modules/main.tf', join(platform, 'linked.tf'));
    commit('# one');
    assert.deepEqual(await filesAt(platform, 'HEAD'), {
      'eks.tf': '# one',
      'linked.tf': { link: '../modules/main.tf' },
      'long.tf': long,
      'zones.csv': { refusal: 'tooLarge' },
      '../modules/main.tf': '# module',
    });
  });

  it('are absent for an unknown revision, whatever its name', async () => {
    for (const name of ['nosuch', '--output=x', '', 'HEAD:eks.tf']) await assert.rejects(filesAt(platform, name));
  });
});
