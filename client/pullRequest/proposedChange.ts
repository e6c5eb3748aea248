/** Reads the commits and changed files of a branch with git. */
import type { Git } from '../git/git';
import type { RepositoryState } from '../git/repositoryState';

export interface ProposedCommits {
  /** Commits of HEAD that are not in the main branch. */
  ahead: number;
  /** Subjects of these commits, newest first, without merges. */
  subjects: string[];
  /** The commit that the branch starts from; undefined if the main branch is not known locally. */
  from?: string;
}

/** Maximum number of subjects; further commits are only counted. */
const MAX_SUBJECTS = 50;

/**
 * @param remotes in order of preference; the first one with a known main branch is used.
 * @returns the name of the main branch's local reference.
 */
export async function mainRef(
  git: Git,
  remotes: readonly string[],
  main: string,
  state: RepositoryState,
): Promise<string | undefined> {
  const candidates = remotes.map(remote => `refs/remotes/${remote}/${main}`);
  if (state.branch !== main) candidates.push(`refs/heads/${main}`);
  for (const ref of candidates)
    if ((await git.tryRead(['rev-parse', '--verify', '--quiet', ref])) !== undefined) return ref;
  return undefined;
}

/** @param main the reference from `mainRef`. */
export async function proposedCommits(git: Git, main: string | undefined): Promise<ProposedCommits> {
  const range = main === undefined ? 'HEAD' : `${main}..HEAD`;
  const [count, log, from] = await Promise.all([
    git.tryRead(['rev-list', '--count', range]),
    git.tryRead(['log', '--no-merges', `--max-count=${MAX_SUBJECTS}`, '--format=%s', range]),
    main === undefined ? undefined : git.tryRead(['merge-base', main, 'HEAD']),
  ]);
  return {
    ahead: Number(count ?? 0),
    subjects: (log ?? '').split('\n').filter(subject => subject !== ''),
    ...(from !== undefined && { from }),
  };
}

/** Paths of files that differ between a commit and HEAD, relative to the top of the work tree. */
export async function changedPaths(git: Git, from: string): Promise<string[]> {
  const output = await git.tryRead(['diff', '--name-only', '-z', '--end-of-options', from, 'HEAD']);
  return (output ?? '').split('\0').filter(path => path !== '');
}

/** Names of all branches, local and remote ones, without the names of remotes. */
export async function branchNames(git: Git): Promise<Set<string>> {
  const output = await git.run(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes']);
  const names = output.split('\n').map(ref => ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, ''));
  return new Set(names.filter(name => name !== '' && name !== 'HEAD'));
}
