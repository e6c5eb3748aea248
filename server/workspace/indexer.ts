/**
 * Finds and reads the workspace's configuration files in small steps, so that requests are answered meanwhile. Folders of open documents come
 * first. `.terraform` and folders of other tools are never indexed.
 */
import { append } from '../../common/lists';
import { runCooperatively } from '../scheduling/runCooperatively';
import type { FileSystem } from './fileSystem';
import { sourceSyntaxOf } from './fileNames';
import type { Workspace } from './workspace';
import { childOf, isWithin, baseNameOf, parentOf } from './uri';

const SKIPPED = new Set(['node_modules', '__pycache__', 'venv']);
/** Limits of one walk; files beyond are read when they are opened. */
export const MAX_FOLDERS = 50_000;
export const MAX_FILES = 100_000;

export class Indexer {
  private readonly roots = new Set<string>();
  private readonly queue: string[] = [];
  private readonly seen = new Set<string>();
  private running: Promise<unknown> | undefined;
  /** The folder that is being walked. */
  private current: { readonly folder: string; readonly below: string[]; readonly rest: Generator<void> } | undefined;
  private files = 0;
  private stopped = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly fileSystem: FileSystem,
  ) {}

  /** Adds workspace folders, which will be read recursively. */
  add(folders: readonly string[]): void {
    for (const folder of folders) this.roots.add(folder);
    this.walk(folders);
  }

  /** Removes workspace folders. */
  remove(folders: readonly string[]): void {
    for (const folder of folders) {
      this.roots.delete(folder);
      this.forget(folder);
    }
  }

  /** Reads the folder of a document, and its parents up to the workspace folder, at once. */
  readNow(document: string): void {
    const root = this.rootOf(document);
    const below: string[] = [];
    for (let folder = parentOf(document); folder.includes('/'); folder = parentOf(folder)) {
      const found = this.readFolder(folder);
      if (!this.isSkipped(folder)) append(below, found);
      if (root === undefined || folder === root) break;
    }
    if (root !== undefined && below.length > 0) this.walk(below);
  }

  /** Reads a folder again after it was created or moved. */
  rescan(folder: string): void {
    this.forget(folder);
    this.walk([folder]);
  }

  /** Whether a path is, or is in, a folder that is never indexed. */
  isSkipped(uri: string): boolean {
    const root = this.rootOf(uri) ?? '';
    for (let at = uri; at.length > root.length; at = parentOf(at))
      if (isSkippedFolder(baseNameOf(at)) && !this.isFileName(at, uri)) return true;
    return false;
  }

  /** Resolves when everything added so far has been read. */
  async done(): Promise<void> {
    while (this.running && !this.stopped) await this.running;
  }

  /** Stops the indexer. */
  stop(): void {
    this.stopped = true;
    this.queue.length = 0;
  }

  private isFileName(at: string, uri: string): boolean {
    return at === uri && this.fileSystem.kind(uri) === 'file';
  }

  private rootOf(uri: string): string | undefined {
    for (const root of this.roots) if (isWithin(uri, root)) return root;
    return undefined;
  }

  /** What was read in a folder is read again on request. */
  forget(folder: string): void {
    for (const uri of this.seen) if (isWithin(uri, folder)) this.seen.delete(uri);
    if (this.current && isWithin(this.current.folder, folder)) {
      this.current.rest.return(undefined);
      this.current.below.length = 0;
    }
    const rest = this.queue.filter(uri => !isWithin(uri, folder));
    this.queue.splice(0, this.queue.length, ...rest);
    this.workspace.symlinks.removeWithin(folder);
  }

  private walk(folders: readonly string[]): void {
    append(this.queue, folders);
    this.running ??= runCooperatively(this.steps(), 'asked', () => !this.stopped);
  }

  /** Processes the queue, one file or folder per step. */
  private *steps(): Generator<void> {
    try {
      for (let folder = this.queue.shift(); folder !== undefined; folder = this.queue.shift()) {
        const below: string[] = [];
        const rest = this.entriesOf(folder, below);
        this.current = { folder, below, rest };
        while (this.hasNext(rest)) yield;
        append(this.queue, below);
        yield;
      }
    } finally {
      this.current = undefined;
      this.running = undefined;
    }
  }

  /** Reads the next entry of a folder. An unreadable folder must not end the walk silently. */
  private hasNext(rest: Generator<void>): boolean {
    try {
      return rest.next().done !== true;
    } catch (error) {
      this.workspace.failed?.('A folder could not be read', error);
      return false;
    }
  }

  /** Reads the (remaining) files of one folder, and its subfolders unless they are queued separately. */
  private readFolder(folder: string): string[] {
    const { current } = this;
    const below: string[] = [];
    const rest = current?.folder === folder ? current.rest : this.entriesOf(folder, below);
    while (rest.next().done !== true);
    return below;
  }

  /** Reads the files of one folder, an entry per step; its subfolders are added to `below`. */
  private *entriesOf(folder: string, below: string[]): Generator<void> {
    if (this.seen.has(folder) || this.seen.size >= MAX_FOLDERS) return;
    this.seen.add(folder);
    // In terraform's order, which saves sorting later.
    const entries = [...(this.fileSystem.list(folder) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const uri = childOf(folder, entry.name);
      const kind = entry.kind === 'link' ? this.fileSystem.kind(uri) : entry.kind;
      if (kind === 'folder' ? isSkippedFolder(entry.name) : !sourceSyntaxOf(entry.name)) continue;
      // A workspace folder is not read again under another name, and links may be circular.
      if (entry.kind === 'link' && kind !== undefined) this.noteLink(uri);
      else if (kind === 'folder') below.push(uri);
      if (kind === 'folder') continue;
      // Also special files and links that lead outside: they exist, and have a reason why they are not read.
      yield* this.readFile(uri);
      yield;
    }
  }

  private *readFile(uri: string): Generator<undefined, void> {
    if (!this.workspace.file(uri)) {
      if (this.files >= MAX_FILES) return;
      this.files++;
    }
    yield* this.workspace.indexFile(uri);
  }

  /** A path has changed: it may have become a link, lead elsewhere, or be no link any more. */
  indexLink(uri: string): void {
    const { workspace, fileSystem } = this;
    if (workspace.symlinks.isLink(uri)) workspace.removeLink(uri);
    const parent = parentOf(uri);
    const isLink = fileSystem.realUri(uri) !== fileSystem.realUri(parent) + uri.slice(parent.length);
    if (isLink && fileSystem.kind(uri) !== undefined) this.noteLink(uri);
  }

  private noteLink(link: string): void {
    this.workspace.addLink(link, this.ownSpelling(this.fileSystem.realUri(link)));
  }

  /** A workspace folder may itself have been opened through a link. */
  private ownSpelling(real: string): string {
    for (const root of this.roots) {
      const realRoot = this.fileSystem.realUri(root);
      if (isWithin(real, realRoot)) return root + real.slice(realRoot.length);
    }
    return real;
  }
}

const isSkippedFolder = (name: string): boolean => name.startsWith('.') || SKIPPED.has(name);
