// A test extension: a file system in memory with the latency of a network.
import * as vscode from 'vscode';

/** Contents in Base64 by path; inserted by the build. */
declare const FILES: Readonly<Record<string, string>>;
declare const LATENCY: number;
/** URI of the folder with these files. */
declare const TOP: string;

type Entry = { type: vscode.FileType; content: Uint8Array<ArrayBufferLike>; mtime: number };

class VirtualFiles implements vscode.FileSystemProvider {
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private time = 1;

  /** @param files path → content in Base64 */
  constructor(files: Readonly<Record<string, string>>) {
    this.put('/', vscode.FileType.Directory);
    for (const [path, content] of Object.entries(files)) {
      const steps = path.split('/').slice(1, -1);
      steps.forEach((_, index) => this.put(`/${steps.slice(0, index + 1).join('/')}`, vscode.FileType.Directory));
      this.put(
        path,
        vscode.FileType.File,
        Uint8Array.from(atob(content), character => character.charCodeAt(0)),
      );
    }
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { type, content, mtime } = await this.at(uri);
    return { type, ctime: 0, mtime, size: content.length };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { type } = await this.at(uri);
    if (type !== vscode.FileType.Directory) throw vscode.FileSystemError.FileNotADirectory(uri);
    const top = uri.path.endsWith('/') ? uri.path : `${uri.path}/`;
    return [...this.entries].flatMap(([path, entry]): [string, vscode.FileType][] => {
      const name = path.startsWith(top) ? path.slice(top.length) : '';
      return name === '' || name.includes('/') ? [] : [[name, entry.type]];
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { type, content } = await this.at(uri);
    if (type !== vscode.FileType.File) throw vscode.FileSystemError.FileIsADirectory(uri);
    return content;
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    await delay();
    const isNew = !this.entries.has(uri.path);
    this.put(uri.path, vscode.FileType.File, content);
    this.changed.fire([{ type: isNew ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed, uri }]);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await delay();
    this.put(uri.path, vscode.FileType.Directory);
    this.changed.fire([{ type: vscode.FileChangeType.Created, uri }]);
  }

  async delete(uri: vscode.Uri): Promise<void> {
    await this.at(uri);
    for (const path of [...this.entries.keys()])
      if (path === uri.path || path.startsWith(`${uri.path}/`)) this.entries.delete(path);
    this.changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  async rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    await this.at(from);
    for (const [path, entry] of [...this.entries]) {
      if (path !== from.path && !path.startsWith(`${from.path}/`)) continue;
      this.entries.delete(path);
      this.entries.set(to.path + path.slice(from.path.length), entry);
    }
    this.changed.fire([
      { type: vscode.FileChangeType.Deleted, uri: from },
      { type: vscode.FileChangeType.Created, uri: to },
    ]);
  }

  private put(path: string, type: vscode.FileType, content: Uint8Array = new Uint8Array()): void {
    this.entries.set(path, { type, content, mtime: this.time++ });
  }

  private async at(uri: vscode.Uri): Promise<Entry> {
    await delay();
    const entry = this.entries.get(uri.path);
    if (!entry) throw vscode.FileSystemError.FileNotFound(uri);
    return entry;
  }
}

const delay = (): Promise<void> => new Promise(resolve => setTimeout(resolve, LATENCY));

/**
 * A model of the GitHub Repositories file system: the authority of a URI contains the revision. Since the format is not published, it is based on
 * URIs in issues of users and on the types in GitLens (src/plus/remotehub.ts). Listing a missing revision fails. The default branch has other
 * cluster sizes than the open workspace.
 */
class RepositoryFiles implements vscode.FileSystemProvider {
  private readonly open: VirtualFiles;
  private readonly revisions: Readonly<Record<string, VirtualFiles>>;
  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]>;

  constructor(
    files: Readonly<Record<string, string>>,
    private readonly asked: string[],
  ) {
    this.open = new VirtualFiles(files);
    this.onDidChangeFile = this.open.onDidChangeFile;
    const before = Object.entries(files).map(([path, content]): [string, string] => [
      path,
      btoa(atob(content).replace(/(cluster_max_size +=) 9/, '$1 8')),
    ]);
    const defaultBranch = new VirtualFiles(Object.fromEntries(before));
    this.revisions = { HEAD: defaultBranch, main: defaultBranch };
  }

  watch = (): vscode.Disposable => this.open.watch();
  stat = async (uri: vscode.Uri): Promise<vscode.FileStat> => this.at(uri).stat(uri);
  readDirectory = async (uri: vscode.Uri): Promise<[string, vscode.FileType][]> => this.at(uri).readDirectory(uri);
  readFile = async (uri: vscode.Uri): Promise<Uint8Array> => this.at(uri).readFile(uri);
  writeFile = async (uri: vscode.Uri, content: Uint8Array): Promise<void> => this.at(uri).writeFile(uri, content);
  createDirectory = async (uri: vscode.Uri): Promise<void> => this.at(uri).createDirectory(uri);
  delete = async (uri: vscode.Uri): Promise<void> => this.at(uri).delete(uri);
  rename = async (from: vscode.Uri, to: vscode.Uri): Promise<void> => this.at(from).rename(from, to);

  private at(uri: vscode.Uri): VirtualFiles {
    const [, hex] = /^github(?:\+([0-9a-f]+))?$/.exec(uri.authority) ?? [];
    if (hex === undefined && uri.authority === 'github') return this.open;
    const text = (hex ?? '').replace(/../g, digits => String.fromCharCode(Number.parseInt(digits, 16)));
    const { ref } = JSON.parse(text) as { ref: { id: string } };
    this.asked.push(ref.id);
    const revision = this.revisions[ref.id];
    if (!revision) throw vscode.FileSystemError.FileNotFound(uri);
    return revision;
  }
}

/** @returns the requested revisions, one for each operation */
export function activate(context: vscode.ExtensionContext): { asked: string[] } {
  const { scheme, path } = vscode.Uri.parse(TOP);
  const top = path === '/' ? '' : path;
  const placed = Object.fromEntries(Object.entries(FILES).map(([name, content]) => [top + name, content]));
  const asked: string[] = [];
  const files = scheme === 'vscode-vfs' ? new RepositoryFiles(placed, asked) : new VirtualFiles(placed);
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true }));
  return { asked };
}
