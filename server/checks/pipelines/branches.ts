/** The branches of a platform's repository, read from the files of Git. */
import type { CheckContext } from '../engine/checkContext';
import { foldersOfRepository } from '../platform/repositoryFolders';

export interface Branches {
  /** The branch of HEAD, which exists since its first commit; undefined for a detached HEAD. */
  readonly current: string | undefined;
  /** The main branch of a remote at the time of the clone. */
  readonly ofRemote: string | undefined;
  /** Whether there is no branch at all, as before the first commit. */
  readonly isEmpty: boolean;
  /** Whether a branch exists, in the repository or in one of its remotes. */
  has(name: string): boolean;
}

/** Undefined if they aren't known: without a repository, in a linked work tree, and for refs in another format than files. */
export function branchesOf(context: CheckContext): Branches | undefined {
  const { folders, isRepository } = foldersOfRepository(context);
  const git = `${folders.at(-1) ?? '.'}/.git`;
  const head = context.file(`${git}/HEAD`)?.text;
  if (!isRepository || head === undefined || context.exists(`${git}/reftable`)) return undefined;
  const packed = context.file(`${git}/packed-refs`)?.text;
  if (packed === undefined && context.exists(`${git}/packed-refs`)) return undefined;
  const remotes = context.list(`${git}/refs/remotes`).map(({ name }) => name);
  const inPacked = (name: string): boolean =>
    packed?.split('\n').some(line => isBranchRef(line.slice(line.indexOf(' ') + 1).trimEnd(), name)) === true;
  const heads = remotes.flatMap(remote => {
    const text = context.file(`${git}/refs/remotes/${remote}/HEAD`)?.text;
    return targetOf(text, `refs/remotes/${remote}/`) ?? [];
  });
  return {
    current: targetOf(head, 'refs/heads/'),
    ofRemote: heads[0],
    isEmpty: packed === undefined && remotes.length === 0 && context.list(`${git}/refs/heads`).length === 0,
    has: name =>
      context.exists(`${git}/refs/heads/${name}`) ||
      remotes.some(remote => context.exists(`${git}/refs/remotes/${remote}/${name}`)) ||
      inPacked(name),
  };
}

const isBranchRef = (ref: string, name: string): boolean =>
  ref === `refs/heads/${name}` || (ref.startsWith('refs/remotes/') && ref.endsWith(`/${name}`));

/** The name in a symbolic ref: `ref: refs/heads/main`. */
function targetOf(text: string | undefined, prefix: string): string | undefined {
  const target = /^ref: (\S+)\s*$/.exec(text ?? '')?.[1];
  return target?.startsWith(prefix) ? target.slice(prefix.length) : undefined;
}
