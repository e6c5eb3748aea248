// The commits and tags whose plans users can choose, with real git.
import assert from 'node:assert/strict';
import { Git } from '../../../../client/git/git';
import { recentCommits, recentTags } from '../../../../client/pipelinePlan/recentCommits';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';
import { gitIn } from '../../../support/gitIn';

describe('recent commits and tags', () => {
  const folder = TemporaryFolder.ofEachTest({ 'main.tf': '' });
  const git = (...parameters: string[]) => gitIn(folder.path, ...parameters);

  beforeEach(() => {
    git('init', '-q');
  });

  it('are empty before the first commit', async () => {
    assert.deepEqual(await recentCommits(new Git(folder.path)), []);
    assert.deepEqual(await recentTags(new Git(folder.path)), []);
  });

  it('have the hash of the commit, also for tags with a message, and any text', async () => {
    git('add', '.');
    git('commit', '-qm', 'One $(rocket) [a](b) – ü');
    const first = git('rev-parse', 'HEAD');
    git('tag', 'light');
    git('commit', '-q', '--allow-empty', '-m', 'Two');
    const second = git('rev-parse', 'HEAD');
    git('tag', '-m', 'Why', 'apps-deploy-1');
    const commits = await recentCommits(new Git(folder.path));
    assert.deepEqual(
      commits.map(({ commit, label }) => [commit, label]),
      [
        [second, 'Two'],
        [first, 'One $(rocket) [a](b) – ü'],
      ],
    );
    assert.ok(commits.every(({ at }) => Math.abs(Date.now() - at) < 3_600_000));
    const tags = await recentTags(new Git(folder.path));
    assert.deepEqual(
      tags.map(({ commit, label, ref }) => [commit, label, ref]).sort(),
      [
        [first, 'light', 'refs/tags/light'],
        [second, 'apps-deploy-1', 'refs/tags/apps-deploy-1'],
      ].sort(),
    );
  });
});
