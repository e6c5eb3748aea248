import type { FileSystem, FolderEntry } from '../../server/workspace/fileSystem';

/** Files that exist only in a test: path below `file:///w` → text. */
export class MemoryFileSystem implements FileSystem {
  private readonly files = new Map<string, string>();
  private writes = 0;
  private readonly stamps = new Map<string, number>();

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

  write(path: string, text: string | undefined): void {
    const uri = this.uri(path);
    this.stamps.set(uri, ++this.writes);
    if (text === undefined) this.files.delete(uri);
    else this.files.set(uri, text);
  }

  read(uri: string): Uint8Array | undefined {
    const text = this.files.get(uri);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  }

  list(uri: string): FolderEntry[] | undefined {
    const names = new Map<string, FolderEntry['kind']>();
    for (const file of this.files.keys()) {
      if (!file.startsWith(`${uri}/`)) continue;
      const [name = '', ...rest] = file.slice(uri.length + 1).split('/');
      names.set(name, rest.length > 0 ? 'folder' : 'file');
    }
    return names.size > 0 ? [...names].map(([name, kind]) => ({ name, kind })) : undefined;
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    if (this.files.has(uri)) return 'file';
    return this.list(uri) ? 'folder' : undefined;
  }

  stamp(uri: string): string | undefined {
    return this.files.has(uri) ? String(this.stamps.get(uri)) : undefined;
  }

  realUri(uri: string): string {
    return uri;
  }
}
