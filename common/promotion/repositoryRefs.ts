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
  /** Names of the tags on commits that are certainly not on the main branch. */
  readonly strayTags: ReadonlySet<string>;
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
  // In a shallow clone, the commits between a tag and the main branch can be missing.
  const isShallow = (await git.tryRead(['rev-parse', '--is-shallow-repository'])) !== 'false';
  const merged =
    main === undefined || isShallow
      ? undefined
      : await git.tryRead(['for-each-ref', `--merged=${main}`, '--format=%(refname:strip=2)', 'refs/tags']);
  const onMain = new Set(merged?.split('\n'));
  const stray = merged === undefined ? [] : tags.filter(({ name }) => !onMain.has(name)).map(({ name }) => name);
  return {
    mainBranch: branch,
    ...(main === undefined ? {} : { main }),
    folder: prefix.trim().replace(/\/$/, ''),
    tags,
    strayTags: new Set(stray),
  };
}
