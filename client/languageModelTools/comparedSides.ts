/**
 * Builds the sides that the tool `kubestack_compare` compares. The server does not read Git repositories, so the files are sent with the
 * call.
 */
import type { CallToolParams, ComparisonSide } from '../../common/protocol';
import { folderRevision } from '../git/folderRevision';
import { Git, GitError } from '../git/git';

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
  withManifests = false,
): Promise<NonNullable<CallToolParams['sides']>> {
  const side = async (revision: string): Promise<ComparisonSide> => ({
    kind: 'files',
    files: await folderRevision(folder, revision, withManifests),
  });
  const git = new Git(folder);
  const [from, to] = await revisionsOf(git, base, head);
  return {
    uri,
    before: await side(from),
    after: to === undefined ? { kind: 'workspace' } : await side(to),
    changedFiles: await changedPaths(git, from, to),
  };
}

/** `a..b` and `a...b` have the same meaning as in git, and `a merged into b` is what a merge would write. */
async function revisionsOf(git: Git, base: string, head: string | undefined): Promise<[string, string | undefined]> {
  const [, left, dots, right] = (head === undefined && /^(.*?)(\.{2,3})(?!\.)(.*)$/.exec(base)) || [];
  if (dots === undefined)
    return [await revisionOf(git, base), head === undefined ? undefined : await revisionOf(git, head)];
  const [from, to] = [left || 'HEAD', right || 'HEAD'];
  if (dots === '..') return [from, to];
  return [(await git.run(['merge-base', '--end-of-options', from, to])).trim(), to];
}

async function revisionOf(git: Git, name: string): Promise<string> {
  const [, branch, into] = /^(\S+) merged into (\S+)$/.exec(name) ?? [];
  if (branch === undefined || into === undefined) return name;
  const commits = await Promise.all([into, branch].map(each => git.run(commitOf(each))));
  const parameters = ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', ...commits];
  const run = await git.try(parameters);
  const [tree = '', ...conflicts] = run.stdout.split('\0').filter(part => part !== '');
  if (run.exitCode === 0) return tree;
  if (run.exitCode !== 1 || tree === '') throw new GitError(parameters, run);
  throw new Error(
    `${branch} can't be merged into ${into}: there are conflicts in ${conflicts.slice(0, 5).join(', ')}.`,
  );
}

const commitOf = (name: string): string[] => [...['rev-parse', '--verify', '--end-of-options'], `${name}^{commit}`];

/** Paths from the folder that differ, including files that git doesn't track yet. */
async function changedPaths(git: Git, from: string, to: string | undefined): Promise<string[]> {
  const options = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--relative'];
  const revisions = to === undefined ? [from] : [from, to];
  const listed = await git.run(['diff', ...options, '--end-of-options', ...revisions, '--']);
  const others = to === undefined ? await git.run(['ls-files', '-z', '--others', '--exclude-standard']) : '';
  return [...listed.split('\0'), ...others.split('\0')].filter(path => path !== '');
}
