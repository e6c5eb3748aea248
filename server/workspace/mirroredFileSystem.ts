/**
 * Files that only the client can read, as far as they have arrived. Missing content is requested on first use (a miss); until it arrives, the file
 * neither exists nor is missing: `refusal` is `pending`, so that dependent values are unknown. Symbolic links are rejected, since the client's
 * file system does not provide their target.
 */
import type { ReadRefusal } from '../../common/refusal';
import { MAX_FILE_BYTES, type FileSystem, type FolderEntry } from './fileSystem';
import { childOf, isWithin, parentOf } from './uri';

/** The entries of a folder, or why they can't be listed; undefined if there is no folder. */
export type FolderListing = readonly FolderEntry[] | { readonly refusal: ReadRefusal } | undefined;
/** The content of a file, or why it can't be read; undefined if there is no file. */
export type FileBytes = Uint8Array | { readonly refusal: ReadRefusal } | undefined;

interface KnownFolder {
  readonly listing: FolderListing;
  /** By URI. */
  readonly kinds: ReadonlyMap<string, FolderEntry['kind']>;
  readonly stamp: string;
}

interface KnownFile {
  readonly bytes: FileBytes;
  readonly stamp: string;
}

/** `pending`: a parent folder has not been listed; `unreadable`: it can't be. */
type EntryState = FolderEntry['kind'] | 'absent' | 'pending' | 'unreadable';

export class MirroredFileSystem implements FileSystem {
  private readonly folders = new Map<string, KnownFolder>();
  private readonly files = new Map<string, KnownFile>();
  private stamps = 0;

  /**
   * @param roots folders that the client can read, as normalized URIs
   * @param missed called for every folder and file that is needed and has not arrived
   */
  constructor(
    private readonly roots: () => readonly string[],
    private readonly missed: (uri: string, kind: 'file' | 'folder') => void,
  ) {}

  read(uri: string, limit = MAX_FILE_BYTES): Uint8Array | undefined {
    const bytes = this.file(uri)?.bytes;
    return bytes instanceof Uint8Array && bytes.length <= limit ? bytes : undefined;
  }

  list(uri: string): FolderEntry[] | undefined {
    const listing = this.folder(uri)?.listing;
    return Array.isArray(listing) ? [...(listing as readonly FolderEntry[])] : undefined;
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    const state = this.stateOf(uri);
    return state === 'file' || state === 'folder' ? state : undefined;
  }

  stamp(uri: string): string | undefined {
    const state = this.stateOf(uri);
    if (state === 'absent') return undefined;
    if (state === 'folder') return this.folder(uri)?.stamp ?? 'pending';
    if (state === 'file') return this.file(uri)?.stamp ?? 'pending';
    return state;
  }

  refusal(uri: string, limit = MAX_FILE_BYTES): ReadRefusal | undefined {
    const state = this.stateOf(uri);
    if (state === 'absent') return undefined;
    if (state === 'special') return 'notRegular';
    if (state === 'link' || state === 'pending' || state === 'unreadable') return state;
    const known = state === 'folder' ? this.folder(uri)?.listing : this.file(uri)?.bytes;
    if (known instanceof Uint8Array && known.length > limit) return 'tooLarge';
    if (known && 'refusal' in known) return known.refusal;
    return this.isMirrored(uri) ? undefined : 'pending';
  }

  /** Nothing: the gate decides. */
  isOutside(): boolean {
    return false;
  }

  /** The URI itself: links are not followed. */
  realUri(uri: string): string {
    return uri;
  }

  /** Whether the content of a file or folder has arrived, or that it is missing. */
  isMirrored(uri: string): boolean {
    return this.folders.has(uri) || this.files.has(uri);
  }

  /** Whether a folder's entries have been requested. */
  isListed(uri: string): boolean {
    return this.folders.has(uri);
  }

  /** The folder whose list of entries may change because of an event at a path; undefined if none has been listed. */
  listedAround(uri: string): string | undefined {
    const root = this.rootOf(uri);
    for (let at = uri; root !== undefined && at.length > root.length; at = parentOf(at)) {
      const parent = parentOf(at);
      const cached = this.folders.get(parent);
      // Something in a folder that nothing has requested.
      if (cached) return at !== uri && cached.kinds.get(at) === 'folder' ? undefined : parent;
    }
    return undefined;
  }

  setFolder(uri: string, listing: FolderListing): void {
    // The same order on every file system.
    const entries = Array.isArray(listing) ? [...(listing as readonly FolderEntry[])].sort(byName) : [];
    const kinds = new Map(entries.map(({ name, kind }) => [childOf(uri, name), kind] as const));
    const before = this.folders.get(uri);
    this.folders.set(uri, {
      listing: Array.isArray(listing) ? entries : listing,
      kinds,
      stamp: `folder ${++this.stamps}`,
    });
    for (const [child, kind] of before?.kinds ?? []) if (kinds.get(child) !== kind) this.forgetWithin(child);
  }

  setFile(uri: string, bytes: FileBytes): void {
    const before = this.files.get(uri);
    if (before && isSame(before.bytes, bytes)) return;
    this.files.set(uri, { bytes, stamp: `file ${++this.stamps}` });
  }

  private forgetWithin(uri: string): void {
    for (const known of [this.folders, this.files])
      for (const each of known.keys()) if (isWithin(each, uri)) known.delete(each);
  }

  private folder(uri: string): KnownFolder | undefined {
    if (this.stateOf(uri) !== 'folder') return undefined;
    const cached = this.folders.get(uri);
    if (!cached) this.missed(uri, 'folder');
    return cached;
  }

  private file(uri: string): KnownFile | undefined {
    if (this.stateOf(uri) !== 'file') return undefined;
    const cached = this.files.get(uri);
    if (!cached) this.missed(uri, 'file');
    return cached;
  }

  /** The state of a path according to its parent folders. */
  private stateOf(uri: string): EntryState {
    const root = this.rootOf(uri);
    if (root === undefined) return 'absent';
    if (uri === root)
      return this.folders.get(uri)?.listing === undefined && this.folders.has(uri) ? 'absent' : 'folder';
    const parent = parentOf(uri);
    const around = parent.length < root.length ? 'absent' : this.stateOf(parent);
    if (around !== 'folder') return around === 'file' || around === 'special' ? 'absent' : around;
    const folder = this.folders.get(parent);
    if (!folder) {
      this.missed(parent, 'folder');
      return 'pending';
    }
    if (folder.listing && 'refusal' in folder.listing) return 'unreadable';
    return folder.kinds.get(uri) ?? 'absent';
  }

  /** The innermost root: a workspace folder may be inside another. */
  private rootOf(uri: string): string | undefined {
    let found: string | undefined;
    for (const root of this.roots())
      if (isWithin(uri, root) && (found === undefined || root.length > found.length)) found = root;
    return found;
  }
}

const byName = (a: FolderEntry, b: FolderEntry): number => (a.name < b.name ? -1 : 1);

function isSame(a: FileBytes, b: FileBytes): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
  const refusal = (bytes: FileBytes): unknown => (bytes && 'refusal' in bytes ? bytes.refusal : bytes);
  return refusal(a) === refusal(b);
}
