// The command line checks untrusted repositories in pipelines: nothing from them may become an option or a program of git.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { GitRevisionError, RevisionRepository } from '../../../../server/cli/gitRevision';
import { skipOnWindows } from '../../../support/skipWithout';

describe('git revisions of the command line', () => {
  let folder: string;
  const path = process.env['PATH'];
  const current = process.cwd();

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));
    const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: folder });
    git('init', '--quiet');
    const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    git(...author, 'commit', '--quiet', '--allow-empty', '--message', 'first');
    git('update-ref', 'refs/heads/--output=written', 'HEAD');
  });
  afterEach(() => {
    process.env['PATH'] = path;
    process.chdir(current);
    rmSync(folder, { recursive: true });
  });

  it('are never interpreted as options of git', () => {
    const repository = RevisionRepository.around(folder, folder);
    const head = repository.commit('HEAD');
    assert.equal(repository.commit('--output=written'), head);
    assert.equal(repository.mergeBase('--output=written', 'HEAD'), head);
    for (const revision of ['--help', '--git-dir=/', '-x', '--all']) {
      assert.throws(() => repository.commit(revision), GitRevisionError);
      assert.throws(() => repository.mergeBase(revision, 'HEAD'), GitRevisionError);
    }
    assert.deepEqual(readdirSync(folder), ['.git']);
  });

  it('are read without running a program named git in the checked folder', function () {
    skipOnWindows(this);
    const marker = join(folder, 'was-run');
    writeFileSync(join(folder, 'git'), `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    process.chdir(folder);
    process.env['PATH'] = ['.', '', folder.replace(/.*\//, '../'), path].join(delimiter);
    RevisionRepository.around(folder, folder).commit('HEAD');
    assert.equal(existsSync(marker), false);
  });
});
