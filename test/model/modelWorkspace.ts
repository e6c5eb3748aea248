/** A simple model of a workspace, with the contents of its editor and its disk, and a server that is notified of each change. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileChangeType, type FileEvent } from 'vscode-languageserver-protocol';
import { TemporaryFolder } from '../support/server/temporaryFolder';
import { InProcessServer } from '../fuzz/inProcessServer';
import { rangeOf } from '../fuzz/textPositions';

/** Replaces a part of a text; offsets are UTF-16 code units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface OpenDocument {
  text: string;
  version: number;
  readonly languageId: string;
  readonly undo: Edit[];
  readonly redo: Edit[];
  /**
   * Whether the file was deleted while the document had no unsaved changes. Terraform does not see it, so it declares nothing until it is edited or
   * restored.
   */
  vanished: boolean;
}

/** The text as read from disk after saving, since unpaired surrogates can't be written. */
const asWritten = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

export class ModelWorkspace {
  readonly disk = new Map<string, string>();
  readonly open = new Map<string, OpenDocument>();
  /** The last text of a file without syntax errors. */
  readonly lastGood = new Map<string, string>();
  /** Earlier states of the disk that can be checked out. */
  readonly commits: ReadonlyMap<string, string>[] = [];
  settings: Record<string, unknown> = {};
  /** Number of changes that the server was notified of. */
  edits = 0;
  server!: InProcessServer;
  private readonly folder: TemporaryFolder;
  private events: FileEvent[] = [];

  private constructor(files: Readonly<Record<string, string>>) {
    this.folder = new TemporaryFolder(files);
    for (const [path, text] of Object.entries(files)) {
      this.disk.set(path, text);
      this.lastGood.set(path, text);
    }
    this.commit();
  }

  static async start(files: Readonly<Record<string, string>>): Promise<ModelWorkspace> {
    const workspace = new ModelWorkspace(files);
    workspace.server = await workspace.freshServer();
    return workspace;
  }

  async dispose(): Promise<void> {
    await this.server.dispose();
    this.folder.delete();
  }

  uri(path: string): string {
    return this.folder.uri(path);
  }

  /** Path of a URI in this workspace; undefined for other URIs. */
  pathOf(uri: string): string | undefined {
    const root = this.folder.uri();
    return uri.startsWith(`${root}/`) ? decodeURIComponent(uri.slice(root.length + 1)) : undefined;
  }

  /** Content of a file, or of its open document. */
  text(path: string): string | undefined {
    return this.open.get(path)?.text ?? this.disk.get(path);
  }

  paths(): string[] {
    return [...new Set([...this.disk.keys(), ...this.open.keys()])].sort();
  }

  commit(): void {
    this.commits.push(new Map(this.disk));
    if (this.commits.length > 6) this.commits.splice(1, 1);
  }

  /** A server without a history. */
  async freshServer(): Promise<InProcessServer> {
    const vanished = [...this.open].filter(([, document]) => document.vanished);
    // A document without a file is like a new one, so it is opened while its file exists.
    for (const [path, { text }] of vanished) this.folder.write(path, text);
    const server = await InProcessServer.start([this.folder.path], this.settings);
    for (const [path, document] of this.open) await this.notifyOpened(server, path, document);
    // After this response, the server has read the whole workspace.
    await server.request('kubestack/platforms', {});
    for (const [path] of vanished) this.folder.delete(path);
    const changes = vanished.map(([path]) => ({ uri: this.uri(path), type: FileChangeType.Deleted }));
    if (changes.length > 0) await server.notify('workspace/didChangeWatchedFiles', { changes });
    return server;
  }

  async openDocument(path: string): Promise<void> {
    // Editors hide a byte order mark.
    const text = this.disk.get(path)?.replace(/^\ufeff/, '');
    if (text === undefined || this.open.has(path)) return;
    const document = { text, version: 1, languageId: languageOf(path), undo: [], redo: [], vanished: false };
    this.open.set(path, document);
    await this.notifyOpened(this.server, path, document);
  }

  async closeDocument(path: string): Promise<void> {
    if (!this.open.delete(path)) return;
    this.edits++;
    await this.server.notify('textDocument/didClose', { textDocument: { uri: this.uri(path) } });
  }

  /** Applies edits one after the other, each to the result of the previous one, and sends them in one notification. */
  async change(path: string, edits: readonly Edit[], keepsHistory = true): Promise<void> {
    const document = this.open.get(path);
    if (!document || edits.length === 0) return;
    const contentChanges = edits.map(asked => {
      const edit = {
        ...asked,
        start: outsideLineEnd(document.text, asked.start),
        end: outsideLineEnd(document.text, asked.end),
      };
      const range = rangeOf(document.text, edit.start, edit.end);
      const inverse = { ...edit, end: edit.start + edit.text.length, text: document.text.slice(edit.start, edit.end) };
      document.text = document.text.slice(0, edit.start) + edit.text + document.text.slice(edit.end);
      if (keepsHistory) document.undo.push(inverse);
      return { range, text: edit.text };
    });
    if (keepsHistory) document.redo.length = 0;
    await this.notifyChanged(path, document, contentChanges);
  }

  /** Sends the complete text, like an editor without incremental synchronization. */
  async replaceAll(path: string, text: string): Promise<void> {
    const document = this.open.get(path);
    if (!document) return;
    document.undo.push({ start: 0, end: text.length, text: document.text });
    document.text = text;
    await this.notifyChanged(path, document, [{ text }]);
  }

  /** Undoes the last edit, or redoes it. */
  async stepBack(path: string, from: 'undo' | 'redo'): Promise<void> {
    const document = this.open.get(path);
    const edit = document?.[from].pop();
    if (!document || !edit) return;
    const other = from === 'undo' ? document.redo : document.undo;
    other.push({ ...edit, end: edit.start + edit.text.length, text: document.text.slice(edit.start, edit.end) });
    await this.change(path, [edit], false);
  }

  async save(path: string): Promise<void> {
    const document = this.open.get(path);
    if (!document) return;
    await this.write(path, document.text);
    await this.notifyFiles();
  }

  /** Writes a file; {@link notifyFiles} notifies the server. */
  async write(path: string, text: string): Promise<void> {
    await this.delivered();
    const written = asWritten(text);
    const type = this.disk.has(path) ? FileChangeType.Changed : FileChangeType.Created;
    mkdirSync(dirname(join(this.folder.path, path)), { recursive: true });
    writeFileSync(join(this.folder.path, path), written);
    this.disk.set(path, written);
    const document = this.open.get(path);
    if (document) document.vanished = false;
    this.events.push({ uri: this.uri(path), type });
  }

  /** Deletes a file or a folder. */
  async remove(path: string): Promise<void> {
    await this.delivered();
    rmSync(join(this.folder.path, path), { recursive: true, force: true });
    for (const file of [...this.disk.keys()]) if (isBelow(file, path)) this.forget(file);
    this.events.push({ uri: this.uri(path), type: FileChangeType.Deleted });
  }

  /** Moves a file or folder on disk. Open documents in it are closed and opened again, as in an editor. */
  async move(from: string, to: string): Promise<void> {
    const moved = [...this.disk].filter(([file]) => isBelow(file, from));
    if (moved.length === 0 || this.paths().some(path => isBelow(path, to))) return;
    await this.delivered();
    mkdirSync(dirname(join(this.folder.path, to)), { recursive: true });
    // A deleted file leaves its folders behind.
    rmSync(join(this.folder.path, to), { recursive: true, force: true });
    renameSync(join(this.folder.path, from), join(this.folder.path, to));
    const documents = [...this.open].filter(([path]) => isBelow(path, from));
    for (const [path] of documents) await this.closeDocument(path);
    for (const [path, text] of moved) {
      this.disk.delete(path);
      this.disk.set(to + path.slice(from.length), text);
      this.lastGood.set(to + path.slice(from.length), this.lastGood.get(path) ?? text);
    }
    for (const [path, { text }] of documents) {
      const there = to + path.slice(from.length);
      await this.openDocument(there);
      const document = this.open.get(there);
      if (document && document.text !== text) await this.change(there, [{ start: 0, end: document.text.length, text }]);
    }
    this.events.push({ uri: this.uri(from), type: FileChangeType.Deleted });
    this.events.push({ uri: this.uri(to), type: FileChangeType.Created });
    await this.notifyFiles();
  }

  /** @param events replaces the actual events, since editors omit and merge events */
  async notifyFiles(events: (happened: readonly FileEvent[]) => readonly FileEvent[] = each => each): Promise<void> {
    const changes = events(this.events);
    this.events = [];
    if (changes.length === 0) return;
    this.edits += changes.length;
    await this.server.notify('workspace/didChangeWatchedFiles', { changes });
  }

  async changeSettings(settings: Record<string, unknown>): Promise<void> {
    this.settings = settings;
    this.server.settings = settings;
    await this.server.notify('workspace/didChangeConfiguration', { settings: null });
    // The server requests them before its first response, and has received them before the second one.
    await this.delivered();
    await this.delivered();
  }

  /** Resolves when the server has processed all notifications, so that later changes on disk are not visible to it yet. */
  private async delivered(): Promise<void> {
    await this.server.request('textDocument/formatting', { textDocument: { uri: 'untitled:none' }, options: {} });
  }

  private forget(path: string): void {
    const document = this.open.get(path);
    if (document && isConfiguration(path)) document.vanished = asWritten(document.text) === this.disk.get(path);
    this.disk.delete(path);
  }

  private async notifyOpened(server: InProcessServer, path: string, document: OpenDocument): Promise<void> {
    const { text, version, languageId } = document;
    await server.notify('textDocument/didOpen', {
      textDocument: { uri: this.uri(path), languageId, version, text },
    });
  }

  private async notifyChanged(path: string, document: OpenDocument, contentChanges: readonly object[]): Promise<void> {
    document.version++;
    document.vanished = false;
    this.edits++;
    await this.server.notify('textDocument/didChange', {
      textDocument: { uri: this.uri(path), version: document.version },
      contentChanges,
    });
  }
}

/** LSP has no position between the two characters of a line end. */
const outsideLineEnd = (text: string, at: number): number => (text[at - 1] === '\r' && text[at] === '\n' ? at - 1 : at);

export const isConfiguration = (path: string): boolean => /\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(path);

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function languageOf(path: string): string {
  if (/\.tfvars$/.test(path)) return 'terraform-vars';
  if (/\.(?:tf|tofu)$/.test(path)) return 'terraform';
  return /\.json$/.test(path) ? 'json' : /\.md$/.test(path) ? 'markdown' : 'plaintext';
}
