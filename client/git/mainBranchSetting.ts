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
