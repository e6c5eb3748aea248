import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Git, GitError } from '../../client/git/git';
import { mergeBranch, reviewedChanges, type LocalMerge } from '../../client/pullRequest/localMerge';
import { TemporaryFolder } from '../support/server/temporaryFolder';

describe('merging a reviewed branch into a remote that is a folder', () => {
  const place = TemporaryFolder.ofEachTest({});
  let merge: LocalMerge;
  const environment = { HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  const run = (cwd: string, ...parameters: string[]): string =>
    execFileSync('git', parameters, {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, ...environment },
    }).trim();
  const git = (...parameters: string[]): string => run(place.at('clone'), ...parameters);
  const own = (): Git => new Git(place.at('clone'), { environment });
  const write = (name: string, text: string): void => writeFileSync(place.at(`clone/${name}`), text);
  const commit = (message: string): void => {
    git('add', '--all');
    git('commit', '--quiet', `--message=${message}`);
  };

  beforeEach(() => {
    run(place.path, 'init', '--quiet', '--bare', '--initial-branch=main', 'remote.git');
    run(place.path, 'clone', '--quiet', 'remote.git', 'clone');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    git('switch', '--quiet', '--create', 'main');
    write('a.tf', 'locals {}\n');
    write('old.tf', '# old\n');
    commit('First');
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
    git('switch', '--quiet', '--create', 'change');
    write('a.tf', 'locals {\n}\n');
    write('new größe.tf', '# new\n');
    rmSync(place.at('clone/old.tf'));
    commit('Change');
    git('push', '--quiet', '--set-upstream', 'origin', 'change');
    merge = { remote: 'origin', base: 'main', branch: 'change', commit: git('rev-parse', 'HEAD'), title: 'A change' };
  });

  it('lists what the review shows', async () => {
    assert.deepEqual(await reviewedChanges(own(), merge), {
      from: git('rev-parse', 'main'),
      files: [
        { path: 'a.tf', isAdded: false, isDeleted: false },
        { path: 'new größe.tf', isAdded: true, isDeleted: false },
        { path: 'old.tf', isAdded: false, isDeleted: true },
      ],
    });
  });

  it('creates a merge commit on the remote, also after others have merged, and keeps uncommitted changes', async () => {
    run(place.path, 'clone', '--quiet', 'remote.git', 'other');
    run(
      place.at('other'),
      '-c',
      'user.name=B',
      '-c',
      'user.email=b@example.org',
      'commit',
      '--quiet',
      '--allow-empty',
      '-mB',
    );
    run(place.at('other'), 'push', '--quiet');
    write('mine.tf', '# mine\n');
    await mergeBranch(own(), merge);
    assert.equal(git('log', '-1', '--format=%B%P', 'origin/main').split('\n')[0], "Merge branch 'change'");
    assert.equal(git('status', '--porcelain', '--branch'), '## main...origin/main\n?? mine.tf');
    assert.equal(git('diff', '--stat', 'change', 'main'), '');
    assert.equal(run(place.at('remote.git'), 'rev-parse', 'main'), git('rev-parse', 'main'));
  });

  it('merges only the reviewed commit', async () => {
    write('later.tf', '');
    commit('Not reviewed');
    await mergeBranch(own(), merge);
    assert.equal(git('ls-tree', '--name-only', 'main', 'later.tf'), '');
  });

  it('leaves everything as it was after a conflict and after a rejected push', async () => {
    const state = (): string[] => [
      git('rev-parse', 'main', 'HEAD'),
      git('status', '--porcelain'),
      git('branch', '--show-current'),
    ];
    const before = state();
    writeFileSync(place.at('remote.git/hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await assert.rejects(mergeBranch(own(), merge), GitError);
    assert.deepEqual(state(), before);
    rmSync(place.at('remote.git/hooks/pre-receive'));
    run(place.path, 'clone', '--quiet', 'remote.git', 'other');
    writeFileSync(place.at('other/a.tf'), 'variable "x" {}\n');
    run(place.at('other'), '-c', 'user.name=B', '-c', 'user.email=b@example.org', 'commit', '--quiet', '--all', '-mB');
    run(place.at('other'), 'push', '--quiet');
    await assert.rejects(mergeBranch(own(), merge), GitError);
    assert.deepEqual(state(), before);
    assert.equal(readFileSync(place.at('clone/a.tf'), 'utf8'), 'locals {\n}\n');
  });
});
