import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { namedRevisions } from '../../../../client/forecast/forecastBases';
import { Git } from '../../../../client/git/git';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

describe('the revisions to choose from', () => {
  it('are branches and tags, the newest first, with full names', async () => {
    const folder = new TemporaryFolder();
    const git = (...parameters: string[]): void =>
      void execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...parameters], {
        cwd: folder.path,
        env: { ...process.env, GIT_COMMITTER_DATE: `2026-01-0${++day}T00:00:00Z` },
      });
    let day = 0;
    git('init', '--quiet', '--initial-branch=main');
    git('commit', '--quiet', '--allow-empty', '--message', 'one');
    git('tag', 'feature/a');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    git('switch', '--quiet', '--create', 'feature/a');
    git('commit', '--quiet', '--allow-empty', '--message', 'two');
    const revisions = await namedRevisions(new Git(folder.path));
    assert.deepEqual(
      revisions.map(({ label, description, revision }) => [label, description, revision]),
      [
        ['feature/a', 'branch', 'refs/heads/feature/a'],
        ['main', 'branch', 'refs/heads/main'],
        ['origin/main', 'branch', 'refs/remotes/origin/main'],
        ['feature/a', 'tag', 'refs/tags/feature/a'],
      ],
    );
    folder.delete();
    assert.deepEqual(await namedRevisions(new Git('/')), []);
  });
});
