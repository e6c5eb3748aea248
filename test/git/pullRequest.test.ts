import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Git } from '../../client/git/git';
import { commandLineActions } from '../../client/git/gitActions';
import { mainBranchSetting } from '../../common/promotion/findMainBranch';
import { mainBranch } from '../../client/git/mainBranch';
import { readRepositoryState } from '../../client/git/repositoryState';
import { revisionFiles, workTreeFiles } from '../../client/git/revisionFiles';
import { nextStep, type NextStep } from '../../client/pullRequest/nextStep';
import { branchNames, mainRef, proposedCommits } from '../../client/pullRequest/proposedChange';
import { baseRemote, pushedBranch, pushRemote } from '../../client/pullRequest/remoteRoles';
import { copyRepositories } from '../support/copyRepositories';

describe('creating a pull request with real git', function () {
  let place: string;
  let folder: string;
  const environment = { HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  const run = (cwd: string, ...parameters: string[]): string =>
    execFileSync('git', parameters, {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, ...environment },
    }).trim();
  const git = (...parameters: string[]): string => run(folder, ...parameters);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const own = (where = folder): Git => new Git(where, { environment });

  const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-pr-')));
  let original: string;

  // Each test gets a copy.
  before(() => {
    original = temporaryFolder();
    folder = join(original, 'clone');
    run(original, 'init', '--quiet', '--bare', '--initial-branch=main', 'upstream.git');
    run(original, 'clone', '--quiet', 'upstream.git', 'clone');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    git('switch', '--quiet', '--create', 'main');
    write('main.tf', 'locals {}\n');
    write('modules/größe und maß/main.tf', '# nested\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'First');
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
  });
  after(() => rmSync(original, { recursive: true, force: true }));

  beforeEach(() => {
    place = temporaryFolder();
    folder = join(place, 'clone');
    copyRepositories(original, place);
  });

  afterEach(() => rmSync(place, { recursive: true, force: true }));

  async function step(where = folder): Promise<NextStep> {
    const at = own(where);
    const state = await readRepositoryState(at);
    const main = await mainBranch(at, state.remotes[0]?.name);
    if (state.commit === undefined || main === undefined) return nextStep(state, main, 0);
    const { ahead } = await proposedCommits(at, await mainRef(at, ['origin'], main, state));
    return nextStep(state, main, ahead);
  }

  it('is refused if there are no changes, with a matching message', async () => {
    assert.deepEqual(await step(), { kind: 'refuse', refusal: { reason: 'nothingOnMain', main: 'main' } });
    git('switch', '--quiet', '--create', 'feature');
    assert.deepEqual(await step(), {
      kind: 'refuse',
      refusal: { reason: 'nothingOnBranch', branch: 'feature', main: 'main' },
    });
  });

  it('asks for a branch for changes and commits on main, and if no branch is checked out', async () => {
    write('new file.tf', '');
    assert.deepEqual(await step(), { kind: 'branch', ahead: 0 });
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Second');
    assert.deepEqual(await step(), { kind: 'branch', ahead: 1 });
    git('checkout', '--quiet', '--detach');
    assert.deepEqual(await step(), { kind: 'branch', ahead: 1 });
  });

  it('uses the current branch, also in a linked work tree', async () => {
    git('worktree', 'add', '--quiet', '-b', 'feature', join(place, 'tree'));
    const tree = join(place, 'tree');
    writeFileSync(join(tree, 'a.tf'), '');
    assert.deepEqual(await step(tree), { kind: 'propose', ahead: 0, mustCommit: true });
    const actions = commandLineActions(own(tree));
    await actions.stage(['a.tf']);
    await actions.commit('A\n\nwith more');
    assert.deepEqual(await step(tree), { kind: 'propose', ahead: 1, mustCommit: false });
    assert.deepEqual(await step(), { kind: 'refuse', refusal: { reason: 'nothingOnMain', main: 'main' } });
  });

  it('is refused before the first commit, without a remote, and during a merge or rebase', async () => {
    run(place, 'init', '--quiet', '--initial-branch=main', 'empty');
    assert.deepEqual(await step(join(place, 'empty')), { kind: 'refuse', refusal: { reason: 'noCommit' } });
    git('remote', 'remove', 'origin');
    assert.deepEqual(await step(), { kind: 'refuse', refusal: { reason: 'noRemote' } });
    git('switch', '--quiet', '--create', 'other');
    write('main.tf', 'locals { a = 1 }\n');
    git('commit', '--quiet', '--all', '--message', 'Theirs');
    git('switch', '--quiet', 'main');
    write('main.tf', 'locals { a = 2 }\n');
    git('commit', '--quiet', '--all', '--message', 'Ours');
    assert.throws(() => git('merge', 'other'));
    assert.deepEqual(await step(), { kind: 'refuse', refusal: { reason: 'operation', operation: 'merge' } });
  });

  it('commits exactly the selected files, including deleted, renamed and unusually named ones', async () => {
    write('-odd name.tf', '');
    write('left alone.tf', '');
    rmSync(join(folder, 'main.tf'));
    const actions = commandLineActions(own());
    await actions.switchToNew('feature/ä');
    await actions.stage(['-odd name.tf', 'main.tf']);
    await actions.commit('Odd');
    assert.equal(
      git('-c', 'core.quotePath=false', 'show', '--name-status', '--format=', 'HEAD'),
      'A\t-odd name.tf\nD\tmain.tf',
    );
    assert.equal(git('status', '--porcelain'), '?? "left alone.tf"');
    const { branch, changes } = await readRepositoryState(own());
    assert.equal(branch, 'feature/ä');
    assert.deepEqual(changes, [{ path: 'left alone.tf', change: 'untracked', staged: false, unstaged: true }]);
  });

  it('runs hooks, shows their output, and does not commit if they refuse', async () => {
    const hook = join(folder, '.git/hooks/pre-commit');
    mkdirSync(dirname(hook), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\necho "run terraform fmt first" >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    write('a.tf', '');
    const actions = commandLineActions(own());
    await actions.stage(['a.tf']);
    await assert.rejects(actions.commit('A'), /run terraform fmt first/);
    assert.equal(git('log', '--format=%s'), 'First');
    assert.ok(existsSync(join(folder, 'a.tf')));
  });

  it('pushes only that branch without tags, and sets it as the upstream', async () => {
    git('config', 'push.followTags', 'true');
    const actions = commandLineActions(own());
    await actions.switchToNew('feature');
    write('a.tf', '');
    await actions.stage(['a.tf']);
    await actions.commit('A');
    git('tag', '--annotate', '--message', 'deploy', 'apps-deploy-1');
    git('branch', 'other');
    await actions.push('origin', 'feature', 'feature');
    assert.equal(
      run(join(place, 'upstream.git'), 'for-each-ref', '--format=%(refname)'),
      'refs/heads/feature\nrefs/heads/main',
    );
    assert.deepEqual((await readRepositoryState(own())).upstream, { remote: 'origin', branch: 'feature' });
  });

  it("shows the remote's message if it rejects a push", async () => {
    const hook = join(place, 'upstream.git/hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho "branches are named after tickets" >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    const actions = commandLineActions(own());
    await actions.switchToNew('feature');
    await assert.rejects(actions.push('origin', 'feature', 'feature'), /branches are named after tickets/);
  });

  it('pushes to the fork and targets its parent', async () => {
    run(place, 'clone', '--quiet', '--bare', 'upstream.git', 'fork.git');
    git('remote', 'rename', 'origin', 'upstream');
    git('remote', 'add', 'origin', join(place, 'fork.git'));
    git('switch', '--quiet', '--create', 'feature', '--track', 'upstream/main');
    const state = await readRepositoryState(own());
    // The branch tracks upstream's main branch, to which users can't push.
    assert.deepEqual(state.upstream, { remote: 'upstream', branch: 'main' });
    assert.equal(pushRemote(state, 'main'), 'origin');
    assert.equal(pushedBranch(state, 'origin', 'main'), 'feature');
    const at = (repository: string) => ({ kind: 'github', web: 'https://github.com', api: '', repository }) as const;
    const [origin, upstream] = [
      { name: 'origin', hostedRepository: at('ada/platform') },
      { name: 'upstream', hostedRepository: at('acme/platform') },
    ];
    assert.equal(baseRemote([origin, upstream], origin).name, 'upstream');
    assert.equal(baseRemote([origin], origin).name, 'origin');
    git('config', 'remote.pushDefault', 'upstream');
    assert.equal(pushRemote(await readRepositoryState(own()), 'main'), 'upstream');
  });

  it("pushes to the branch's existing upstream under its name there", async () => {
    git('switch', '--quiet', '--create', 'mine');
    git('push', '--quiet', '--set-upstream', 'origin', 'mine:theirs');
    const state = await readRepositoryState(own());
    assert.equal(pushRemote(state, 'main'), 'origin');
    assert.equal(pushedBranch(state, 'origin', 'main'), 'theirs');
  });

  it('finds the main branch through the remote or by its name', async () => {
    assert.equal(await mainBranch(own(), 'origin', 'trunk'), 'trunk');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/production');
    assert.equal(await mainBranch(own(), 'origin'), 'production');
    git('symbolic-ref', '--delete', 'refs/remotes/origin/HEAD');
    assert.equal(await mainBranch(own(), 'origin'), 'main');
    git('branch', '--move', 'main', 'elsewhere');
    git('update-ref', '-d', 'refs/remotes/origin/main');
    assert.equal(await mainBranch(own(), 'origin'), undefined);
  });

  it('interprets the main branch setting as a branch, or as a remote with a branch', () => {
    const remotes = ['origin', 'team', 'team/apps'];
    assert.deepEqual(mainBranchSetting(' trunk ', remotes), { branch: 'trunk' });
    assert.deepEqual(mainBranchSetting('release/2.0', remotes), { branch: 'release/2.0' });
    assert.deepEqual(mainBranchSetting('origin/release/2.0', remotes), { remote: 'origin', branch: 'release/2.0' });
    assert.deepEqual(mainBranchSetting('team/apps/main', remotes), { remote: 'team/apps', branch: 'main' });
    assert.deepEqual(mainBranchSetting('team/', remotes), { branch: 'team/' });
    assert.deepEqual(mainBranchSetting('', remotes), { branch: '' });
  });

  it('targets the remote in the main branch setting', () => {
    const at = (name: string, web: string) =>
      ({ name, hostedRepository: { kind: 'gitlab', web, api: '', repository: `${name}/platform` } }) as const;
    const [fork, parent, team] = ['origin', 'upstream', 'team'].map(name => at(name, 'https://gitlab.com'));
    const mirror = at('mirror', 'https://git.example.org');
    const remotes = [fork!, parent!, team!, mirror];
    assert.equal(baseRemote(remotes, fork!).name, 'upstream');
    assert.equal(baseRemote(remotes, fork!, 'team').name, 'team');
    assert.equal(baseRemote(remotes, fork!, 'origin').name, 'origin');
    // Pull requests can't have their source on another Git host.
    assert.equal(baseRemote(remotes, fork!, 'mirror').name, 'upstream');
    const folders = [{ name: 'origin' }, { name: 'team' }];
    assert.equal(baseRemote(folders, { name: 'origin' }, 'team').name, 'team');
  });

  it('counts and lists the commits of a shallow clone', async () => {
    git('switch', '--quiet', '--create', 'feature');
    for (const name of ['One', 'Two']) git('commit', '--quiet', '--allow-empty', '--message', name);
    git('push', '--quiet', 'origin', 'feature');
    run(place, 'clone', '--quiet', '--depth=1', '--branch=feature', `file://${join(place, 'upstream.git')}`, 'shallow');
    const shallow = own(join(place, 'shallow'));
    const state = await readRepositoryState(shallow);
    const { ahead, from } = await proposedCommits(shallow, await mainRef(shallow, ['origin'], 'main', state));
    assert.deepEqual([ahead, from], [1, undefined]);
    const whole = await proposedCommits(own(), 'refs/remotes/origin/main');
    assert.deepEqual([whole.ahead, whole.subjects], [2, ['Two', 'One']]);
    assert.deepEqual([...(await branchNames(own()))].sort(), ['feature', 'main']);
  });

  it('reads changed, new, renamed and deleted files of the work tree', async () => {
    write('kept.tf', '# kept, long enough to be found again when it is renamed\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Kept');
    git('mv', 'kept.tf', 'renamed.tf');
    rmSync(join(folder, 'main.tf'));
    write('modules/größe und maß/main.tf', '# changed\n');
    write('new.tf', '# new\n');
    const { changes } = await readRepositoryState(own());
    assert.deepEqual(await workTreeFiles(own(), folder, changes), {
      'modules/größe und maß/main.tf': '# changed\n',
      'new.tf': '# new\n',
      'renamed.tf': '# kept, long enough to be found again when it is renamed\n',
    });
  });

  it('reads the configuration of a folder at a revision', async () => {
    write('platform/main.tf', 'later\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Later');
    write('platform/main.tf', 'not committed\n');
    assert.deepEqual(await revisionFiles(own(), 'HEAD', 'platform'), {
      '../main.tf': 'locals {}\n',
      '../modules/größe und maß/main.tf': '# nested\n',
      'main.tf': 'later\n',
    });
    await assert.rejects(revisionFiles(own(), '--output=x', ''));
    assert.equal(readFileSync(join(folder, 'platform/main.tf'), 'utf8'), 'not committed\n');
  });
});
