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
