import type { Git } from './git';

/**
 * The branch that changes go to.
 *
 * @param remote whose main branch.
 * @param named what `kubestack.mainBranch` names, without its remote; empty when it is to be found.
 * @returns what is named; else what the remote's HEAD named when it was cloned; else `main` or `master`, whichever the remote has, else
 * whichever there is here; undefined when nothing says so.
 */
export async function mainBranch(git: Git, remote: string | undefined, named = ''): Promise<string | undefined> {
  if (named !== '') return named;
  if (remote !== undefined) {
    const head = await git.ask(['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
    if (head !== undefined) return head.slice(`refs/remotes/${remote}/`.length);
  }
  const places = [...(remote === undefined ? [] : [`refs/remotes/${remote}/`]), 'refs/heads/'];
  for (const place of places) {
    for (const name of ['main', 'master']) {
      if ((await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${place}${name}`])) !== undefined)
        return name;
    }
  }
  return undefined;
}

/** What the setting `kubestack.mainBranch` names: a branch, or the branch of one remote. */

export interface NamedBranch {
  /** The remote that the setting names too, as it has to where a fork's remote has a main branch of its own. */
  readonly remote?: string;
  /** '' when it is to be found. */
  readonly branch: string;
}

/**
 * @param setting `main`, `upstream/main`, or '' when it is to be found
 * @param remotes names of the remotes: both their names and those of branches may have slashes, and the longest name counts
 */
export function mainBranchSetting(setting: string, remotes: readonly string[]): NamedBranch {
  const wanted = setting.trim();
  const [remote] = remotes
    .filter(name => wanted.startsWith(`${name}/`) && wanted.length > name.length + 1)
    .sort((one, other) => other.length - one.length);
  return remote === undefined ? { branch: wanted } : { remote, branch: wanted.slice(remote.length + 1) };
}
