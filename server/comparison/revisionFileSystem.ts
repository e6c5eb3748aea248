/** A {@link FileSystem} with the files of a revision, at their paths on disk. */
import type { ReadRefusal } from '../../common/refusal';
import type { FileSystem, FolderEntry } from '../workspace/fileSystem';
import { isWithin, baseNameOf, parentOf, resolvePath } from '../workspace/uri';

/** Files that `init` creates: they are never part of a revision, and are shared by all revisions. */
const INSTALLED = /\/\.terraform(?:\/|$)/;

/** The files of a revision by path, "/" separated. */
export interface GivenTree {
  /** Returns the content when it is read. */
  readonly files: Map<string, () => Uint8Array | undefined>;
  /** Symbolic links with their targets as written. */
  readonly links: Map<string, string>;
  /** Why files have no content, by path. */
  readonly refusals?: ReadonlyMap<string, ReadRefusal>;
}

/** Most links that are followed in a row. */
const MAX_LINKS = 40;

export class RevisionFileSystem implements FileSystem {
  private readonly files = new Map<string, () => Uint8Array | undefined>();
  /** Link → target. */
  private readonly links = new Map<string, string>();
  private readonly folders = new Map<string, Map<string, FolderEntry>>();
  private readonly refusals: ReadonlyMap<string, ReadRefusal>;

  /**
   * @param top folder that the paths of the tree are relative to; normalized, like all URIs here
   * @param installed the real file system, for modules that `init` has installed
   */
  constructor(
    top: string,
    tree: GivenTree,
    private readonly installed: FileSystem,
  ) {
    for (const [path, read] of tree.files) {
      const uri = resolvePath(top, `./${path}`);
      this.files.set(uri, read);
      this.enter(uri, 'file');
    }
    this.refusals = new Map(
      [...(tree.refusals ?? [])].map(([path, refusal]) => [resolvePath(top, `./${path}`), refusal]),
    );
    for (const [path, target] of tree.links) {
      const uri = resolvePath(top, `./${path}`);
      this.links.set(uri, resolvePath(parentOf(uri), target));
      this.enter(uri, 'link');
    }
  }

  /** The folders that have files, but are not below the top. */
  foldersBeside(top: string): string[] {
    return [...new Set([...this.files.keys()].filter(uri => !isWithin(uri, top)).map(parentOf))];
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
    let real = uri;
    for (let followed = 0; followed < MAX_LINKS; followed++) {
      const next = this.links.size > 0 ? this.followed(real) : undefined;
      if (next === undefined) break;
      real = next;
    }
    return real;
  }

  /** The path with its first link resolved; undefined if it has no link. */
  private followed(uri: string): string | undefined {
    for (let end = uri.indexOf('/', uri.indexOf('://') + 3); end >= 0; end = uri.indexOf('/', end + 1)) {
      const target = this.links.get(uri.slice(0, end));
      if (target !== undefined) return target + uri.slice(end);
    }
    return this.links.get(uri);
  }

  /** Never refuses: access is checked before this. */
  isOutside(): boolean {
    return false;
  }

  refusal(uri: string, limit?: number): ReadRefusal | undefined {
    if (INSTALLED.test(uri)) return this.installed.refusal(uri, limit);
    return this.refusals.get(uri);
  }

  private enter(uri: string, kind: FolderEntry['kind']): void {
    const parent = parentOf(uri);
    if (!parent.includes('/')) return;
    let entries = this.folders.get(parent);
    const isNew = entries === undefined;
    if (!entries) this.folders.set(parent, (entries = new Map<string, FolderEntry>()));
    const name = baseNameOf(uri);
    entries.set(name, { name, kind });
    if (isNew && !/^[\w+.-]+:\/\/[^/]*$/.test(parent)) this.enter(parent, 'folder');
  }
}
