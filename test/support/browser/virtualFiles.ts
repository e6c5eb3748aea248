// A test extension: a file system in memory, each of whose operations takes as long as a request over the network.
import * as vscode from 'vscode';

/** Path → content in Base64; filled in by the build. */
declare const FILES: Readonly<Record<string, string>>;
declare const LATENCY: number;

type Entry = { type: vscode.FileType; content: Uint8Array<ArrayBufferLike>; mtime: number };

class VirtualFiles implements vscode.FileSystemProvider {
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private time = 1;

  constructor() {
    this.put('/', vscode.FileType.Directory);
    for (const [path, content] of Object.entries(FILES)) {
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

export function activate(context: vscode.ExtensionContext): void {
  const files = new VirtualFiles();
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('virtual', files, { isCaseSensitive: true }));
}
