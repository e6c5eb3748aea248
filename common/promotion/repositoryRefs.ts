/** What Git tells about the deployments of a repository: its main branch and its tags. Reads only this clone. */
import { findMainBranch } from './findMainBranch';
import type { GitReader } from './gitReader';
import { localTags, type LocalTag } from './readTags';

export interface RepositoryRefs {
  readonly mainBranch: string;
  /** The commit of the remote's main branch, or of the local one; undefined if there is none. */
  readonly main?: string;
  /** Path of the folder in its repository, with "/"; '' for the repository itself. */
  readonly folder: string;
  /** All tags of this clone. */
  readonly tags: readonly LocalTag[];
}

/** @param setting `kubestack.mainBranch` @throws Error if there is no repository */
export async function repositoryRefs(git: GitReader, setting: string): Promise<RepositoryRefs> {
  const prefix = await git.run(['rev-parse', '--show-prefix']);
  const { remote, branch } = await findMainBranch(git, setting, false);
  const commitOf = (name: string): Promise<string | undefined> =>
    git.tryRead(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  const main =
    (remote === '' ? undefined : await commitOf(`refs/remotes/${remote}/${branch}`)) ??
    (await commitOf(`refs/heads/${branch}`));
  const tags = [...(await localTags(git)).values()];
  return {
    mainBranch: branch,
    ...(main === undefined ? {} : { main }),
    folder: prefix.trim().replace(/\/$/, ''),
    tags,
  };
}
