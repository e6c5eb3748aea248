import type { ReadRefusal } from '../../common/refusal';
import type { FileSystem, FolderEntry } from '../../server/workspace/fileSystem';
import { isWithin } from '../../server/workspace/uri';

/** The stamp of all folders. */
export const FOLDER_STAMP = 'folder';

/** Files that exist only in a test: path below `file:///w` → text. */
export class MemoryFileSystem implements FileSystem {
  private readonly files = new Map<string, string>();
  private writes = 0;
  private readonly stamps = new Map<string, number>();
  /** URIs of link targets by link. */
  private readonly links = new Map<string, string>();

  constructor(
    files: Readonly<Record<string, string>>,
    readonly root = 'file:///w',
  ) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  uri(path: string): string {
    return path === '' ? this.root : `${this.root}/${path}`;
  }

  uris(): string[] {
    return [...this.files.keys()];
  }

  /** The text of a file; undefined if there is none. */
  text(path: string): string | undefined {
    return this.files.get(this.uri(path));
  }

  write(path: string, text: string | undefined): void {
    const uri = this.uri(path);
    this.stamps.set(uri, ++this.writes);
    if (text === undefined) this.files.delete(uri);
    else this.files.set(uri, text);
  }

  /** Creates a symbolic link to a URI, which can be outside of the root. */
  link(path: string, target: string): void {
    this.links.set(this.uri(path), target);
  }

  read(uri: string): Uint8Array | undefined {
    const text = this.files.get(this.behind(uri));
    return text === undefined ? undefined : new TextEncoder().encode(text);
  }

  list(uri: string): FolderEntry[] | undefined {
    const names = new Map<string, FolderEntry['kind']>();
    const folder = this.behind(uri);
    const add = (file: string, kind: FolderEntry['kind']): void => {
      if (!file.startsWith(`${folder}/`)) return;
      const [name = '', ...rest] = file.slice(folder.length + 1).split('/');
      names.set(name, rest.length > 0 ? 'folder' : kind);
    };
    for (const file of this.files.keys()) add(file, 'file');
    for (const link of this.links.keys()) add(link, 'link');
    return names.size > 0 ? [...names].map(([name, kind]) => ({ name, kind })) : undefined;
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    if (this.files.has(this.behind(uri))) return 'file';
    return this.list(uri) ? 'folder' : undefined;
  }

  stamp(uri: string): string | undefined {
    const real = this.behind(uri);
    if (this.files.has(real)) return String(this.stamps.get(real));
    return [...this.files.keys()].some(file => file.startsWith(`${real}/`)) ? FOLDER_STAMP : undefined;
  }

  realUri(uri: string): string {
    return this.behind(uri);
  }

  private behind(uri: string): string {
    for (const [link, target] of this.links)
      if (isWithin(uri, link)) return this.behind(target + uri.slice(link.length));
    return uri;
  }

  /** Always false, since `GatedFileSystem` decides. */
  isOutside(): boolean {
    return false;
  }

  refusal(): ReadRefusal | undefined {
    return undefined;
  }
}
