/**
 * The only gate between the server and the disk: a path is accessible only if its real path (all symbolic links resolved) is in one of the allowed
 * folders. `..`, links, `.terraform/modules/modules.json`, module sources and `file()` all end here, so no reader checks paths itself.
 *
 * The folders are the workspace folders, opened through links or not; see session.ts and commandLine.ts for clients without any.
 */
import { isWithin } from '../../common/within';
import type { ReadRefusal } from '../../common/refusal';
import type { FileSystem, FolderEntry } from './fileSystem';

/** Called for a path that is in the folders by name, but leads elsewhere. */
export type RefusalListener = (uri: string, refusal: ReadRefusal) => void;

/** Whether the URI can be a file: `untitled:` documents and sides of a comparison (`git:`) can't. */
const isUri = (uri: string): boolean => uri.includes('://');

/** `server` in `file://server/share/a.tf`, empty for a path of this computer. */
const hostOf = (uri: string): string | undefined => /^[^/?#]+:\/\/([^/?#]*)/.exec(uri)?.[1]?.toLowerCase();

/** Maximum number of reported paths: a repository may contain any number of links. */
const MAX_REPORTED = 200;

export class GatedFileSystem implements FileSystem {
  /** Folder → its real path. Resolved again before a path is rejected, since the link that opened the folder may have changed. */
  private readonly realFolders = new Map<string, string>();
  private readonly reported = new Set<string>();

  constructor(
    private readonly inner: FileSystem,
    private readonly folders: () => readonly string[],
    private readonly refused?: RefusalListener,
  ) {}

  read(uri: string, limit?: number): Uint8Array | undefined {
    const real = this.pass(uri);
    return real === undefined ? undefined : this.inner.read(real, limit);
  }

  list(uri: string): FolderEntry[] | undefined {
    const real = this.pass(uri);
    return real === undefined ? undefined : this.inner.list(real);
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    const real = this.pass(uri);
    return real === undefined ? undefined : this.inner.kind(real);
  }

  stamp(uri: string): string | undefined {
    const real = this.pass(uri);
    // Not undefined: a cache must not confuse "rejected" with "missing".
    return real === undefined ? (isUri(uri) ? 'refused' : undefined) : this.inner.stamp(real);
  }

  realUri(uri: string): string {
    return this.inner.realUri(uri);
  }

  refusal(uri: string, limit?: number): ReadRefusal | undefined {
    const real = this.pass(uri);
    return real === undefined ? (isUri(uri) ? 'outside' : undefined) : this.inner.refusal(real, limit);
  }

  isOutside(uri: string): boolean {
    return this.pass(uri) === undefined && isUri(uri);
  }

  /** The real URI of an allowed path. */
  private pass(uri: string): string | undefined {
    if (!this.isOnSameHost(uri)) return undefined;
    const real = this.inner.realUri(uri);
    if (this.isInside(real, folder => this.realFolder(folder))) return real;
    this.realFolders.clear();
    if (this.isInside(real, folder => this.realFolder(folder))) return real;
    this.report(uri);
    return undefined;
  }

  /** Without asking the disk: Windows would connect to the server of a network share, and sign in with the user's account. */
  private isOnSameHost(uri: string): boolean {
    const host = hostOf(uri);
    return this.folders().some(folder => hostOf(folder) === host);
  }

  private isInside(uri: string, spelled: (folder: string) => string): boolean {
    return this.folders().some(folder => isWithin(uri, spelled(folder)));
  }

  private realFolder(folder: string): string {
    let real = this.realFolders.get(folder);
    if (real === undefined) this.realFolders.set(folder, (real = this.inner.realUri(folder)));
    return real;
  }

  private report(uri: string): void {
    if (!this.refused || this.reported.size >= MAX_REPORTED || this.reported.has(uri)) return;
    if (!this.isInside(uri, folder => folder)) return;
    this.reported.add(uri);
    this.refused(uri, 'outside');
  }
}
