/** Reads the state of a work tree with git. Changes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ownRepository } from '../../common/node/git/ownRepository';
import type { Git } from './git';
import { readRemotes, type Remote } from './remotes';
import { parseStatus, STATUS_ARGUMENTS, type ChangedFile } from './statusText';

export type Operation = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect';

export interface RepositoryState {
  /** Top of the work tree, absolute. */
  root: string;
  /** Undefined before the first commit. */
  commit?: string;
  /** Undefined if HEAD is detached. */
  branch?: string;
  upstream?: { remote: string; branch: string };
  /** `branch.<name>.pushRemote`, else `remote.pushDefault`. */
  pushRemote?: string;
  /** The unfinished operation, such as a merge. */
  operation?: Operation;
  remotes: Remote[];
  changes: ChangedFile[];
}

/** @throws RevisionError if there is no repository, or it is another one than that of the folder; GitError without a work tree */
export async function readRepositoryState(git: Git): Promise<RepositoryState> {
  await ownRepository(git);
  const [root, status, folder, remotes] = await Promise.all([
    git.run(['rev-parse', '--show-toplevel']),
    git.run(STATUS_ARGUMENTS),
    git.run(['rev-parse', '--absolute-git-dir']),
    readRemotes(git),
  ]);
  const { changes, commit, branch } = parseStatus(status);
  const [upstream, pushRemote] = branch === undefined ? [] : await branchConfiguration(git, branch);
  const operation = operationIn(folder);
  return {
    root,
    remotes,
    changes,
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch }),
    ...(upstream && { upstream }),
    ...(pushRemote !== undefined && { pushRemote }),
    ...(operation && { operation }),
  };
}

/** Reads remote and branch from the configuration, since names of remotes can have slashes, and `origin/a/b` is ambiguous. */
async function branchConfiguration(
  git: Git,
  branch: string,
): Promise<[RepositoryState['upstream'], string | undefined]> {
  const [remote, merge, own, all] = await Promise.all([
    git.tryRead(['config', '--get', `branch.${branch}.remote`]),
    git.tryRead(['config', '--get', `branch.${branch}.merge`]),
    git.tryRead(['config', '--get', `branch.${branch}.pushRemote`]),
    git.tryRead(['config', '--get', 'remote.pushDefault']),
  ]);
  const isUpstream = named(remote) !== undefined && remote !== '.' && merge?.startsWith('refs/heads/') === true;
  return [
    isUpstream ? { remote: remote!, branch: merge.slice('refs/heads/'.length) } : undefined,
    named(own) ?? named(all),
  ];
}

/** Drops names of remotes that look like options. */
const named = (remote: string | undefined): string | undefined => (remote?.startsWith('-') ? undefined : remote);

/** Files that exist during an operation, in the git folder of the work tree. */
const MARKS: readonly (readonly [string, Operation])[] = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

function operationIn(folder: string): Operation | undefined {
  return MARKS.find(([name]) => existsSync(join(folder, name)))?.[1];
}
