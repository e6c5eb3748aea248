/** Files of a revision behind {@link FileSystem}, as if they were on disk at their paths. */
import type { Refusal } from '../../common/refusal';
import type { FileSystem, FolderEntry } from '../workspace/fileSystem';
import { nameOf, parentOf } from '../workspace/uri';

/** What `init` has put beside the configuration: never part of a revision, and the same for all of them. */
const INSTALLED = /\/\.terraform(?:\/|$)/;

export class GivenFiles implements FileSystem {
  private readonly folders = new Map<string, Map<string, FolderEntry>>();

  /**
   * @param files content by normalized URI; asked for once it is read
   * @param installed the real file system, where modules that `init` has installed are found
   */
  constructor(
    private readonly files: ReadonlyMap<string, () => Uint8Array | undefined>,
    private readonly installed: FileSystem,
  ) {
    for (const uri of files.keys()) this.enter(uri, 'file');
  }

  read(uri: string, limit?: number): Uint8Array | undefined {
    return INSTALLED.test(uri) ? this.installed.read(uri, limit) : this.files.get(uri)?.();
  }

  list(uri: string): FolderEntry[] | undefined {
    if (INSTALLED.test(uri)) return this.installed.list(uri);
    const entries = this.folders.get(uri);
    return entries && [...entries.values()];
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    if (INSTALLED.test(uri)) return this.installed.kind(uri);
    if (this.files.has(uri)) return 'file';
    return this.folders.has(uri) ? 'folder' : undefined;
  }

  stamp(uri: string): string | undefined {
    if (INSTALLED.test(uri)) return this.installed.stamp(uri);
    return this.files.has(uri) ? 'given' : undefined;
  }

  realUri(uri: string): string {
    return uri;
  }

  /** Nothing: a gate before this decides. */
  isOutside(): boolean {
    return false;
  }

  refusal(uri: string, limit?: number): Refusal | undefined {
    return INSTALLED.test(uri) ? this.installed.refusal(uri, limit) : undefined;
  }

  private enter(uri: string, kind: FolderEntry['kind']): void {
    const parent = parentOf(uri);
    if (!parent.includes('/')) return;
    let entries = this.folders.get(parent);
    const isNew = entries === undefined;
    if (!entries) this.folders.set(parent, (entries = new Map<string, FolderEntry>()));
    const name = nameOf(uri);
    entries.set(name, { name, kind });
    if (isNew && !/^[\w+.-]+:\/\/[^/]*$/.test(parent)) this.enter(parent, 'folder');
  }
}
