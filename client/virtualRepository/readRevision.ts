/** Reads the configuration of a repository at a revision through a file system that has a folder for the revision. */
import { setOwnProperty } from '../../common/ownProperty';
import type { SideFile, SideFiles } from '../../common/protocol';
import { comparedSize } from '../core/comparedFiles';
import { stepsBetween } from '../../common/within';

/** Access to the files: paths are absolute, with "/". */
export interface RevisionFolders {
  /** @throws if the folder can't be read */
  readonly list: (
    folder: string,
  ) => Promise<readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'other' }[]>;
  /** @throws if the file can't be read */
  readonly read: (file: string) => Promise<Uint8Array>;
}

/** Why a revision can't be compared. `unreadable`: the file system does not have the revision, or does not support revisions. */
export class RevisionProblem extends Error {
  constructor(readonly kind: 'unreadable' | 'tooLarge') {
    super(kind);
  }
}

/** Number of concurrent operations, each of which can be a network request. */
const MAX_FILES_AT_ONCE = 32;
/** Maximum number of folders and files that are read. */
const MAX_FILES = 10_000;
/** Folders without configuration. */
const SKIPPED = new Set(['.git', '.terraform', 'node_modules']);

/**
 * @param repository path of the repository
 * @param folder path of the compared folder
 * @returns contents by path relative to that folder, including files outside of it (`../modules/a/main.tf`)
 * @throws RevisionProblem
 */
export async function readRevision(files: RevisionFolders, repository: string, folder: string): Promise<SideFiles> {
  const contents: SideFiles = {};
  const decoder = new TextDecoder();
  let count = 0;
  for (let folders = [repository]; folders.length > 0;) {
    const listed = await limited(folders, each => files.list(each));
    const entries = listed.flatMap((list, index) =>
      list.map(({ name, kind }) => ({ path: `${folders[index]!}/${name}`, name, kind })),
    );
    count += entries.length;
    if (count > MAX_FILES) throw new RevisionProblem('tooLarge');
    if (count === 0) throw new RevisionProblem('unreadable');
    const wanted = entries.filter(({ kind, name }) => kind === 'file' && comparedSize(name) !== undefined);
    for (const { kind, name, path } of entries)
      if (kind === 'other' && comparedSize(name) !== undefined)
        setOwnProperty<SideFile>(contents, stepsBetween(folder, path), { refusal: 'link' });
    const bytes = await limited(wanted, ({ path }) => files.read(path));
    for (const [index, { path, name }] of wanted.entries()) {
      const isRead = bytes[index]!.length <= comparedSize(name)!;
      const content: SideFile = isRead ? decoder.decode(bytes[index]) : { refusal: 'tooLarge' };
      setOwnProperty<SideFile>(contents, stepsBetween(folder, path), content);
    }
    folders = entries.flatMap(({ kind, name, path }) => (kind === 'folder' && !SKIPPED.has(name) ? [path] : []));
  }
  return contents;
}

/** Maps a list with limited concurrency, in order. */
async function limited<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  try {
    for (let i = 0; i < items.length; i += MAX_FILES_AT_ONCE)
      results.push(...(await Promise.all(items.slice(i, i + MAX_FILES_AT_ONCE).map(work))));
  } catch {
    throw new RevisionProblem('unreadable');
  }
  return results;
}
