// Names of remotes and branches that look like options of git. As an option, `--upload-pack=program` would run the program.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fetchRefs, remoteRefs } from '../../client/git/remoteRefs';
import { commandLineActions } from '../../client/git/gitActions';
import { findMainBranch } from '../../common/promotion/findMainBranch';
import { readRemotes } from '../../client/git/remotes';
import { readRepositoryState } from '../../client/git/repositoryState';
import { pushRemote } from '../../client/pullRequest/remoteRoles';
import { SharedRepository, type Clone } from '../support/client/promotion/sharedRepository';

describe('names that look like options of git', () => {
  let shared: SharedRepository;
  let clone: Clone;
  let marker: string;
  /** Name of a remote that is also an option of fetch, ls-remote and push; the option selects the program to run on the remote side. */
  let names: string[];

  beforeEach(() => {
    ({ shared, ada: clone } = SharedRepository.withFirstCommit());
    marker = join(shared.root, 'was-run');
    names = ['upload-pack', 'receive-pack', 'exec'].map(option => `--${option}=touch ${marker};git-${option}`);
    for (const name of names) clone.run('config', `remote.${name}.url`, shared.remote);
  });
  afterEach(() => shared.delete());

  it('run nothing as names of remotes, which are not offered', async () => {
    const { git } = clone;
    // If the name is interpreted as an option, the next argument is the repository.
    clone.run('clone', '--quiet', '--bare', shared.remote, 'main');
    for (const name of names) {
      await fetchRefs(git, name, ['main']).catch(() => undefined);
      await remoteRefs(git, name, ['main']).catch(() => undefined);
      await commandLineActions(git)
        .push(name, 'main', 'main')
        .catch(() => undefined);
    }
    assert.equal(existsSync(marker), false);
    const remotes = await readRemotes(git);
    assert.deepEqual(
      remotes.map(({ name }) => name),
      ['origin'],
    );
    assert.deepEqual(await findMainBranch(git, `${names[0]}/main`, true), {
      remote: 'origin',
      url: `file://${shared.remote}`,
      branch: `${names[0]}/main`,
    });
    const state = await readRepositoryState(git);
    assert.deepEqual(
      state.remotes.map(({ name }) => name),
      ['origin'],
    );
    rmSync(join(clone.folder, 'main'), { recursive: true });
  });

  it('run nothing as the push remote or the upstream of a branch', async () => {
    const { git } = clone;
    for (const [key, name] of [
      ['remote.pushDefault', names[1]],
      ['branch.main.pushRemote', names[2]],
      ['branch.main.remote', names[0]],
    ] as const)
      clone.run('config', key, name!);
    const state = await readRepositoryState(git);
    assert.equal(state.pushRemote, undefined);
    assert.equal(state.upstream, undefined);
    assert.equal(pushRemote(state, undefined), 'origin');
    assert.equal(existsSync(marker), false);
  });

  it('run nothing as names of remote branches, including the main branch', async () => {
    const branch = `--upload-pack=touch${'${IFS}'}was-run;git-upload-pack`;
    for (const name of [branch, '-x', '--delete'])
      shared.in(shared.remote, 'update-ref', `refs/heads/${name}`, clone.run('rev-parse', 'HEAD'));
    shared.in(shared.remote, 'symbolic-ref', 'HEAD', 'refs/heads/--delete');
    const other = shared.clone('grace', '--no-checkout');
    other.run('update-ref', '-d', '--no-deref', 'refs/remotes/origin/HEAD');
    const { facts } = await other.read();
    assert.equal(facts.mainBranch, '--delete');
    assert.equal(existsSync(join(other.folder, 'was-run')), false);
    assert.match(shared.in(shared.remote, 'branch', '--list', 'main'), /main/, 'nothing was deleted');
  });
});
