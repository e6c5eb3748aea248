/** Reviews and merges a branch with git alone, for remotes that are folders and have no pull requests. */
import type { Git } from '../git/git';

export interface LocalMerge {
  /** The remote that both branches are on. */
  readonly remote: string;
  /** The target branch. */
  readonly base: string;
  readonly branch: string;
  /** The reviewed commit of the branch. */
  readonly commit: string;
  /** Title of the change, for the message of the merge commit. */
  readonly title: string;
}

export interface ProposedFile {
  /** Relative to the top of the work tree, with "/". */
  readonly path: string;
  /** The file doesn't exist before the change. */
  readonly isAdded: boolean;
  /** The file doesn't exist after the change. */
  readonly isDeleted: boolean;
}

/** The changes of a commit since it left the target branch. */
export interface ReviewedChanges {
  /** The last common commit. */
  readonly from: string;
  readonly files: readonly ProposedFile[];
}

const MAX_FILES = 500;

export async function reviewedChanges(git: Git, { remote, base, commit }: LocalMerge): Promise<ReviewedChanges> {
  const from = await git.run(['merge-base', '--end-of-options', `refs/remotes/${remote}/${base}`, commit]);
  const listed = await git.run(['diff', '--name-status', '--no-renames', '-z', '--end-of-options', from, commit]);
  const parts = listed.split('\0');
  const files: ProposedFile[] = [];
  for (let index = 0; index + 1 < parts.length && files.length < MAX_FILES; index += 2) {
    const status = parts[index] ?? '';
    files.push({ path: parts[index + 1] ?? '', isAdded: status === 'A', isDeleted: status === 'D' });
  }
  return { from, files };
}

/**
 * Merges the reviewed commit into the target branch, pushes that branch, and leaves it checked out. Uncommitted changes are kept.
 *
 * @throws GitError on a conflict or a rejected push; then everything is as before.
 */
export async function mergeBranch(git: Git, { remote, base, branch, commit, title }: LocalMerge): Promise<void> {
  const target = `refs/remotes/${remote}/${base}`;
  await git.run(['fetch', '--quiet', '--no-tags', '--', remote, `+refs/heads/${base}:${target}`]);
  await git.run(['switch', '--quiet', '--no-guess', base]);
  const before = await git.run(['rev-parse', 'HEAD']);
  try {
    await git.run(['merge', '--quiet', '--ff-only', target]);
    await git.run(['merge', '--quiet', '--no-ff', `--message=Merge branch '${branch}'`, `--message=${title}`, commit]);
    await git.run(['push', '--quiet', '--no-follow-tags', '--', remote, `refs/heads/${base}:refs/heads/${base}`]);
  } catch (error) {
    await git.try(['merge', '--abort']);
    await git.try(['reset', '--quiet', '--keep', before]);
    await git.try(['switch', '--quiet', '--no-guess', branch]);
    throw error;
  }
}
