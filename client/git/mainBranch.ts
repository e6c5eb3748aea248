import { isPlainBranchName } from '../../common/branchName';
import type { Git } from './git';

/**
 * Determines the branch that changes are merged into.
 *
 * @param remote whose main branch is determined.
 * @param named the branch in `kubestack.mainBranch`, without its remote; empty to detect it.
 * @returns the named branch; else the branch of the remote's HEAD at the time of the clone; else `main` or `master`, on the remote or else locally;
 * else undefined.
 */
export async function mainBranch(git: Git, remote: string | undefined, named = ''): Promise<string | undefined> {
  if (named !== '') return named;
  if (remote !== undefined) {
    const head = await git.tryRead(['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
    if (head !== undefined) return head.slice(`refs/remotes/${remote}/`.length);
  }
  const prefixes = [...(remote === undefined ? [] : [`refs/remotes/${remote}/`]), 'refs/heads/'];
  for (const prefix of prefixes) {
    for (const name of ['main', 'master']) {
      if (
        (await git.tryRead(['rev-parse', '--verify', '--quiet', '--end-of-options', `${prefix}${name}`])) !== undefined
      )
        return name;
    }
  }
  return undefined;
}

/**
 * The first branch of a new repository: Git's configured default, otherwise `main`. Git's own default is `master`, which the pipelines of a new
 * platform don't expect.
 */
export async function firstBranch(git: Git): Promise<string> {
  const configured = await git.tryRead(['config', '--get', 'init.defaultBranch']);
  return configured !== undefined && isPlainBranchName(configured) ? configured : 'main';
}

/** The value of the setting `kubestack.mainBranch`: a branch, or the branch of one remote. */

export interface NamedBranch {
  /** The remote in the setting, which is needed if the fork's own remote has a main branch, too. */
  readonly remote?: string;
  /** '' to detect it. */
  readonly branch: string;
}

/**
 * @param setting `main`, `upstream/main`, or '' to detect it
 * @param remotes names of the remotes. Names of remotes and branches can have slashes, so the longest matching name is used
 */
export function mainBranchSetting(setting: string, remotes: readonly string[]): NamedBranch {
  const wanted = setting.trim();
  const [remote] = remotes
    .filter(name => wanted.startsWith(`${name}/`) && wanted.length > name.length + 1)
    .sort((one, other) => other.length - one.length);
  return remote === undefined ? { branch: wanted } : { remote, branch: wanted.slice(remote.length + 1) };
}
