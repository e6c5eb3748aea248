/** The files below a folder, as a source that costs one stamp for each folder as long as nothing changes. */
import type { FileSystem } from '../workspace/fileSystem';
import { childOf } from '../workspace/uri';
import type { Workspace } from '../workspace/workspace';
import type { Source } from './reads';

/** Files and folders that one listing looks at. */
export const MAX_LISTED = 20_000;
const MAX_DEPTH = 50;

/** What a listing gives when there is too much to list. */
export const TOO_MANY_FILES = Symbol('too many files');

/** Folders whose content belongs to tools. They hold thousands of files, none of which is configuration. */
const SKIPPED = new Set(['.git', '.terraform']);

interface ListedFolder {
  readonly stamp: string | undefined;
  /** Listed twice under this stamp: stamps are coarse, and something may have come just after the first time. */
  readonly settled: boolean;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * The files below a folder, sorted, "/" separated and relative to it, in one text with a line for each; {@link TOO_MANY_FILES} when
 * there are more than can be listed. Nothing below `.git` and `.terraform`.
 * @param depth 1 for the files in the folder itself, 2 for those in its folders too, and so on
 */
export function fileListing(workspace: Workspace, uri: string, depth: number): Source<string | typeof TOO_MANY_FILES> {
  let folders = new Map<string, ListedFolder>();
  let known: { readonly revision: number; readonly files: string | typeof TOO_MANY_FILES } | undefined;
  const isCurrent = (): boolean => {
    for (const [folder, { stamp, settled }] of folders)
      if (!settled || stamp === undefined || workspace.stamps.of(folder) !== stamp) return false;
    return true;
  };
  return {
    current: () => {
      const { revision } = workspace;
      if (known && (known.revision === revision || isCurrent())) {
        known = { revision, files: known.files };
        return known.files;
      }
      const walk = new Walk(workspace, depth, folders);
      const complete = walk.visit(uri, '', 1);
      folders = walk.visited;
      known = { revision, files: complete ? walk.files.sort().join('\n') : TOO_MANY_FILES };
      return known.files;
    },
  };
}

class Walk {
  readonly files: string[] = [];
  readonly visited = new Map<string, ListedFolder>();
  private seen = 0;

  constructor(
    private readonly workspace: Workspace,
    private readonly depth: number,
    /** What the last walk found: folders that have not changed are not listed again. */
    private readonly before: ReadonlyMap<string, ListedFolder>,
  ) {}

  /** Returns false when there is too much to list. */
  visit(uri: string, prefix: string, depth: number): boolean {
    const { files, folders } = this.list(uri);
    this.seen += 1 + files.length;
    if (this.seen > MAX_LISTED || depth > MAX_DEPTH) return false;
    for (const name of files) this.files.push(prefix + name);
    if (depth >= this.depth) return true;
    return folders.every(name => this.visit(childOf(uri, name), `${prefix}${name}/`, depth + 1));
  }

  private list(uri: string): ListedFolder {
    const { fileSystem, stamps } = this.workspace;
    const stamp = stamps.of(uri);
    const before = this.before.get(uri);
    const isSame = before !== undefined && stamp !== undefined && before.stamp === stamp;
    const listed = isSame && before.settled ? before : { stamp, settled: isSame, ...namesIn(fileSystem, uri) };
    this.visited.set(uri, listed);
    return listed;
  }
}

function namesIn(fileSystem: FileSystem, uri: string): Pick<ListedFolder, 'files' | 'folders'> {
  const files: string[] = [];
  const folders: string[] = [];
  for (const { name, kind } of fileSystem.list(uri) ?? []) {
    if (kind === 'folder' && !SKIPPED.has(name)) folders.push(name);
    else if (kind === 'file' || (kind === 'link' && fileSystem.kind(childOf(uri, name)) === 'file')) files.push(name);
  }
  return { files, folders };
}
