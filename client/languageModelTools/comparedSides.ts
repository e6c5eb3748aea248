/**
 * Builds the sides that the tool `kubestack_compare` compares. The server does not read Git repositories, so the files are sent with the
 * call.
 */
import type { CallToolParams, ComparisonSide } from '../../common/protocol';
import { folderRevision } from '../git/folderRevision';
import { Git } from '../git/git';

export const COMPARE_TOOL = 'kubestack_compare';

/**
 * The two sides in an input of the tool.
 * @param folder absolute path of the compared folder
 * @param uri of that folder
 * @throws GitError if the revision does not exist
 */
export async function comparedSides(
  folder: string,
  uri: string,
  base: string,
  head: string | undefined,
): Promise<NonNullable<CallToolParams['sides']>> {
  const side = async (revision: string): Promise<ComparisonSide> => ({
    kind: 'files',
    files: await folderRevision(folder, revision),
  });
  const git = new Git(folder);
  const [from, to] = await commitsOf(git, base, head);
  return {
    uri,
    before: await side(from),
    after: to === undefined ? { kind: 'workspace' } : await side(to),
    changedFiles: await changedPaths(git, from, to),
  };
}

/** `a..b` and `a...b` have the same meaning as in git. */
async function commitsOf(git: Git, base: string, head: string | undefined): Promise<[string, string | undefined]> {
  const [, left, dots, right] = (head === undefined && /^(.*?)(\.{2,3})(?!\.)(.*)$/.exec(base)) || [];
  if (dots === undefined) return [base, head];
  const [from, to] = [left || 'HEAD', right || 'HEAD'];
  if (dots === '..') return [from, to];
  return [(await git.run(['merge-base', '--end-of-options', from, to])).trim(), to];
}

/** Paths from the folder that differ, including files that git doesn't track yet. */
async function changedPaths(git: Git, from: string, to: string | undefined): Promise<string[]> {
  const options = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--relative'];
  const revisions = to === undefined ? [from] : [from, to];
  const listed = await git.run(['diff', ...options, '--end-of-options', ...revisions, '--']);
  const others = to === undefined ? await git.run(['ls-files', '-z', '--others', '--exclude-standard']) : '';
  return [...listed.split('\0'), ...others.split('\0')].filter(path => path !== '');
}
