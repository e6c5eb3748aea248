/** Reads the commits and changed files of a branch with git. */
import type { Git } from '../git/git';
import type { RepositoryState } from '../git/repositoryState';

export interface ProposedCommits {
  /** Commits of HEAD that the main branch does not have. */
  ahead: number;
  /** Of these, newest first; merges have been left out. */
  subjects: string[];
  /** The commit that the branch starts from; undefined if the main branch is not known locally. */
  from?: string;
}

/** Maximum number of subjects; further commits are counted only. */
const MOST_SUBJECTS = 50;

/**
 * @param remotes whose main branch counts: the first one that is known here.
 * @returns the local name of the main branch's reference.
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
    if ((await git.ask(['rev-parse', '--verify', '--quiet', ref])) !== undefined) return ref;
  return undefined;
}

/** @param main as `mainRef` tells it. */
export async function proposedCommits(git: Git, main: string | undefined): Promise<ProposedCommits> {
  const range = main === undefined ? 'HEAD' : `${main}..HEAD`;
  const [count, log, from] = await Promise.all([
    git.ask(['rev-list', '--count', range]),
    git.ask(['log', '--no-merges', `--max-count=${MOST_SUBJECTS}`, '--format=%s', range]),
    main === undefined ? undefined : git.ask(['merge-base', main, 'HEAD']),
  ]);
  return {
    ahead: Number(count ?? 0),
    subjects: (log ?? '').split('\n').filter(subject => subject !== ''),
    ...(from !== undefined && { from }),
  };
}

/** Paths of files that differ between a commit and HEAD, from the top of the work tree. */
export async function changedPaths(git: Git, from: string): Promise<string[]> {
  const output = await git.ask(['diff', '--name-only', '-z', '--end-of-options', from, 'HEAD']);
  return (output ?? '').split('\0').filter(path => path !== '');
}

/** Names of all branches, here and on remotes, as they would be called here. */
export async function branchNames(git: Git): Promise<Set<string>> {
  const output = await git.run(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes']);
  const names = output.split('\n').map(ref => ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, ''));
  return new Set(names.filter(name => name !== '' && name !== 'HEAD'));
}
