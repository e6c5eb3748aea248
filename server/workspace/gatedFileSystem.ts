/**
 * The one gate between the server and the disk: a path is read, listed and asked about only where its real path (all symbolic links
 * followed) is in one of the folders that may be read. `..`, links, `.terraform/modules/modules.json`, module sources and `file()` all
 * end here, so no reader checks paths by itself.
 *
 * Folders are the workspace folders, opened through links or not; see session.ts and commandLine.ts for clients without any.
 */
import { isWithin } from '../../common/within';
import type { ReadRefusal } from '../../common/refusal';
import type { FileSystem, FolderEntry } from './fileSystem';

/** Hears of a path that is in the folders by its name, but not by where it leads. */
export type RefusalListener = (uri: string, refusal: ReadRefusal) => void;

/** Whether there can be something: `untitled:` documents are nowhere, and so are sides of a comparison (`git:`). */
const isPlace = (uri: string): boolean => uri.includes('://');

/** Paths that are reported at most: a repository may have any number of links. */
const MAX_REPORTED = 200;

export class GatedFileSystem implements FileSystem {
  /** Folder → where it really is. Found anew before anything is refused, as somebody may exchange the link that it was opened by. */
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
    // Not undefined: whoever keeps an answer by this must not take "refused" for "not there".
    return real === undefined ? (isPlace(uri) ? 'refused' : undefined) : this.inner.stamp(real);
  }

  realUri(uri: string): string {
    return this.inner.realUri(uri);
  }

  refusal(uri: string, limit?: number): ReadRefusal | undefined {
    const real = this.pass(uri);
    return real === undefined ? (isPlace(uri) ? 'outside' : undefined) : this.inner.refusal(real, limit);
  }

  isOutside(uri: string): boolean {
    return this.pass(uri) === undefined && isPlace(uri);
  }

  /** The real URI of what may be read. */
  private pass(uri: string): string | undefined {
    const real = this.inner.realUri(uri);
    if (this.isInside(real, folder => this.realFolder(folder))) return real;
    this.realFolders.clear();
    if (this.isInside(real, folder => this.realFolder(folder))) return real;
    this.report(uri);
    return undefined;
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
