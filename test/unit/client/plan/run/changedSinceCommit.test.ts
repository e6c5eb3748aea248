// With real git: the files of a plan that differ from the commit that a pipeline has planned.
import assert from 'node:assert/strict';
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { collectInputs } from '../../../../../client/plan/model/staleness';
import { changedSinceCommit } from '../../../../../client/plan/run/changedSinceCommit';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';
import { gitIn } from '../../../../support/gitIn';

describe('changedSinceCommit()', () => {
  const folder = TemporaryFolder.ofEachTest({
    'platform/main.tf': '# 1\n',
    'platform/gone.tf': '\n',
    'platform/README.md': '\n',
    'elsewhere/main.tf': '\n',
  });
  let platform: string;
  let commit: string;
  const git = (...parameters: string[]) => gitIn(folder.path, ...parameters);

  beforeEach(() => {
    platform = join(realpathSync(folder.path), 'platform');
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'One');
    commit = git('rev-parse', 'HEAD');
  });

  const changed = async () =>
    (await changedSinceCommit({ folder: platform, inputs: await collectInputs(platform) }, commit))?.map(file =>
      file.slice(platform.length + 1),
    );

  it('finds no changes in the work tree of the commit, and ignores files that the plan does not read', async () => {
    assert.deepEqual(await changed(), []);
    folder.write('platform/README.md', 'changed\n');
    folder.write('elsewhere/main.tf', '# changed\n');
    assert.deepEqual(await changed(), []);
  });

  it('finds changed, added and removed files, committed or not', async () => {
    folder.write('platform/main.tf', '# 2\n');
    git('commit', '-qam', 'Two');
    folder.write('platform/new.tf', '\n');
    rmSync(join(platform, 'gone.tf'));
    assert.deepEqual(await changed(), ['gone.tf', 'main.tf', 'new.tf']);
  });

  it('is unknown for a missing commit', async () => {
    commit = 'c'.repeat(40);
    assert.equal(await changed(), undefined);
  });
});
