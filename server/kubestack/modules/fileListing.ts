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

/** Maximum number of cached folders, and of listings. */
const MAX_CACHED = 200_000;

interface ListedFolder {
  readonly uri: string;
  readonly stamp: string | undefined;
  /** The workspace's revision when the folder was listed. */
  readonly revision: number;
  /** Listed twice with this timestamp: timestamps are coarse, and a file may have been created just after the first listing. */
  readonly settled: boolean;
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Why there is no listing. */
  readonly refusal?: ReadRefusal | undefined;
}

const listingsOf = new WeakMap<Workspace, FolderListings>();

/**
 * The files in a folder, sorted, with "/" and relative to it, without those in `.git` and `.terraform`. There is no listing if there are too many
 * files, or one of the files or folders leads outside the workspace, since it would be incomplete. All modules of a workspace share the listings and
 * what they are made of: each folder is read once, and each file is in the listings of at most {@link MAX_DEPTH} folders, however many modules list
 * the folders around it.
 * @param depth 1 for the files in the folder itself, 2 for those in its folders, too, and so on
 */
export function fileListing(workspace: Workspace, uri: string, depth: number): TrackedInput<FileListing> {
  let listings = listingsOf.get(workspace);
  if (!listings) listingsOf.set(workspace, (listings = new FolderListings(workspace)));
  return listings.of(uri, depth);
}

class FolderListings {
  private readonly folders = new Map<string, ListedFolder>();
  private readonly listings = new Map<string, TrackedInput<FileListing>>();

  constructor(private readonly workspace: Workspace) {}

  of(uri: string, depth: number): TrackedInput<FileListing> {
    const key = `${depth} ${uri}`;
    let listing = this.listings.get(key);
    if (listing) return listing;
    // Names come and go during typing. Results keep the inputs that they have read.
    if (this.listings.size >= MAX_CACHED) this.listings.clear();
    this.listings.set(key, (listing = this.input(uri, depth)));
    return listing;
  }

  private input(uri: string, depth: number): TrackedInput<FileListing> {
    let visited: readonly ListedFolder[] = [];
    let cached: { readonly revision: number; readonly files: FileListing } | undefined;
    return {
      current: () => {
        const { revision } = this.workspace;
        if (cached && (cached.revision === revision || visited.every(each => this.isCurrent(each)))) {
          cached = { revision, files: cached.files };
          return cached.files;
        }
        const walk = new Walk(folder => this.list(folder), depth);
        const refusal = walk.visit(uri, '', 1);
        visited = walk.visited;
        cached = { revision, files: refusal ? { refusal } : walk.files.sort().join('\n') };
        return cached.files;
      },
    };
  }

  /** Whether this is what the folder contains: another listing may have read it again. */
  private isCurrent(listed: ListedFolder): boolean {
    const { uri, settled, stamp } = listed;
    return settled && this.folders.get(uri) === listed && stamp === this.workspace.stamps.of(uri);
  }

  private list(uri: string): ListedFolder {
    const { fileSystem, stamps, revision } = this.workspace;
    const stamp = stamps.of(uri);
    const before = this.folders.get(uri);
    const isSame = before !== undefined && stamp !== undefined && before.stamp === stamp;
    if (before && isSame && before.settled) return before;
    if (before?.revision === revision) return before;
    const listed = { uri, stamp, revision, settled: isSame, ...namesIn(fileSystem, uri) };
    if (this.folders.size >= MAX_CACHED) this.folders.clear();
    this.folders.set(uri, listed);
    return listed;
  }
}

class Walk {
  readonly files: string[] = [];
  readonly visited: ListedFolder[] = [];
  private seen = 0;

  constructor(
    private readonly list: (uri: string) => ListedFolder,
    private readonly depth: number,
  ) {}

  /** Returns why there is no listing; undefined if it is complete. */
  visit(uri: string, prefix: string, depth: number): ReadRefusal | undefined {
    const listed = this.list(uri);
    this.visited.push(listed);
    const { files, folders, refusal } = listed;
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
