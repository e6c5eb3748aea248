/** The files in a folder, as an input that costs one timestamp per folder while nothing changes. */
import type { ReadRefusal } from '../../../common/refusal';
import type { FileSystem } from '../../workspace/fileSystem';
import { childOf } from '../../workspace/uri';
import type { Workspace } from '../../workspace/workspace';
import type { TrackedInput } from '../memoization/dependencyTracker';

/** Maximum number of files and folders in a listing. */
export const MAX_LISTED = 20_000;
const MAX_DEPTH = 50;

/** Paths as one string with a line for each, or why they are unknown. */
export type FileListing = string | { readonly refusal: ReadRefusal };

/** Folders of tools. They contain thousands of files, none of which is configuration. */
const SKIPPED = new Set(['.git', '.terraform']);

interface ListedFolder {
  readonly stamp: string | undefined;
  /** Listed twice with this timestamp: timestamps are coarse, and a file may have been created just after the first listing. */
  readonly settled: boolean;
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Why there is no listing. */
  readonly refusal?: ReadRefusal | undefined;
}

/**
 * The files in a folder, sorted, with "/" and relative to it, without those in `.git` and `.terraform`. There is no listing if there are too many
 * files, or one of the files or folders leads outside the workspace, since it would be incomplete.
 * @param depth 1 for the files in the folder itself, 2 for those in its folders, too, and so on
 */
export function fileListing(workspace: Workspace, uri: string, depth: number): TrackedInput<FileListing> {
  let folders = new Map<string, ListedFolder>();
  let cached: { readonly revision: number; readonly files: FileListing } | undefined;
  const isCurrent = (): boolean => {
    for (const [folder, { stamp, settled }] of folders)
      if (!settled || stamp === undefined || workspace.stamps.of(folder) !== stamp) return false;
    return true;
  };
  return {
    current: () => {
      const { revision } = workspace;
      if (cached && (cached.revision === revision || isCurrent())) {
        cached = { revision, files: cached.files };
        return cached.files;
      }
      const walk = new Walk(workspace, depth, folders);
      const refusal = walk.visit(uri, '', 1);
      folders = walk.visited;
      cached = { revision, files: refusal ? { refusal } : walk.files.sort().join('\n') };
      return cached.files;
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
    /** The last listing: unchanged folders are not listed again. */
    private readonly before: ReadonlyMap<string, ListedFolder>,
  ) {}

  /** Returns why there is no listing; undefined if it is complete. */
  visit(uri: string, prefix: string, depth: number): ReadRefusal | undefined {
    const { files, folders, refusal } = this.list(uri);
    if (refusal) return refusal;
    this.seen += 1 + files.length;
    if (this.seen > MAX_LISTED || depth > MAX_DEPTH) return 'tooManyEntries';
    for (const name of files) this.files.push(prefix + name);
    if (depth >= this.depth) return undefined;
    for (const name of folders) {
      const refused = this.visit(childOf(uri, name), `${prefix}${name}/`, depth + 1);
      if (refused) return refused;
    }
    return undefined;
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

function namesIn(fileSystem: FileSystem, uri: string): Pick<ListedFolder, 'files' | 'folders' | 'refusal'> {
  const files: string[] = [];
  const folders: string[] = [];
  const entries = fileSystem.list(uri);
  let refusal = entries ? undefined : fileSystem.refusal(uri);
  for (const { name, kind } of entries ?? []) {
    if (kind === 'folder' && !SKIPPED.has(name)) folders.push(name);
    if (kind === 'file') files.push(name);
    if (kind !== 'link') continue;
    const target = fileSystem.kind(childOf(uri, name));
    if (target === 'file') files.push(name);
    // Terraform lists regular files behind links, but does not follow links to folders.
    else if (target === undefined && fileSystem.refusal(childOf(uri, name)) === 'outside') refusal = 'outside';
  }
  return { files, folders, refusal };
}
