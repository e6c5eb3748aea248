/**
 * Finds and reads the workspace's configuration files, a little at a time, so that requests are answered meanwhile. Folders of open
 * documents come first. `.terraform` and folders of other tools are never walked.
 */
import { append } from '../../common/lists';
import { runCooperatively } from '../scheduling/runCooperatively';
import type { FileSystem } from './fileSystem';
import { sourceSyntaxOf } from './fileNames';
import type { Workspace } from './workspace';
import { childOf, isWithin, baseNameOf, parentOf } from './uri';

const SKIPPED = new Set(['node_modules', '__pycache__', 'venv']);
/** Bounds of one walk; what lies beyond is read when it is opened. */
export const MAX_FOLDERS = 50_000;
export const MAX_FILES = 100_000;

export class Indexer {
  private readonly roots = new Set<string>();
  private readonly queue: string[] = [];
  private readonly seen = new Set<string>();
  private running: Promise<unknown> | undefined;
  /** The folder that the walk is in the middle of. */
  private current: { readonly folder: string; readonly below: string[]; readonly rest: Generator<void> } | undefined;
  private files = 0;
  /** Told when a folder can't be walked. */
  failed: ((what: string, error: unknown) => void) | undefined;
  private stopped = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly fileSystem: FileSystem,
  ) {}

  /** Adds folders to the workspace; they and everything below them will be read. */
  add(folders: readonly string[]): void {
    for (const folder of folders) this.roots.add(folder);
    this.walk(folders);
  }

  /** Folders are no longer of the workspace. */
  remove(folders: readonly string[]): void {
    for (const folder of folders) {
      this.roots.delete(folder);
      this.forget(folder);
    }
  }

  /** Reads the folder of a document, and those above it up to its workspace folder, at once. */
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

  /** Walks a folder again, after it appeared or moved. */
  rescan(folder: string): void {
    this.forget(folder);
    this.walk([folder]);
  }

  /** Whether a file or folder is in one that is never walked, or is one. */
  isSkipped(uri: string): boolean {
    const root = this.rootOf(uri) ?? '';
    for (let at = uri; at.length > root.length; at = parentOf(at))
      if (isSkippedFolder(baseNameOf(at)) && !this.isFileName(at, uri)) return true;
    return false;
  }

  /** Settles when everything added so far has been read. */
  async done(): Promise<void> {
    while (this.running && !this.stopped) await this.running;
  }

  /** Ends the walk for good. */
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

  /** What was walked in a folder is walked again when somebody asks for it. */
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

  /** Walks the queue, a file at each step. */
  private *steps(): Generator<void> {
    try {
      for (let folder = this.queue.shift(); folder !== undefined; folder = this.queue.shift()) {
        const below: string[] = [];
        const rest = this.entriesOf(folder, below);
        this.current = { folder, below, rest };
        while (this.hasNext(rest)) yield;
        append(this.queue, below);
      }
    } finally {
      this.current = undefined;
      this.running = undefined;
    }
  }

  /** Reads the next entry of a folder. One that can't be walked must not end the walk: nobody would hear of it. */
  private hasNext(rest: Generator<void>): boolean {
    try {
      return rest.next().done !== true;
    } catch (error) {
      this.failed?.('A folder could not be read', error);
      return false;
    }
  }

  /** Reads the files of one folder, or what the walk has left of it; its subfolders, where nobody else walks them. */
  private readFolder(folder: string): string[] {
    const { current } = this;
    const below: string[] = [];
    const rest = current?.folder === folder ? current.rest : this.entriesOf(folder, below);
    while (rest.next().done !== true);
    return below;
  }

  /** Reads the files of one folder, an entry at each step; its subfolders are added to `below`. */
  private *entriesOf(folder: string, below: string[]): Generator<void> {
    if (this.seen.has(folder) || this.seen.size >= MAX_FOLDERS) return;
    this.seen.add(folder);
    // In the order in which terraform reads them: whoever sorts them later has less to do.
    const entries = [...(this.fileSystem.list(folder) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const uri = childOf(folder, entry.name);
      const kind = entry.kind === 'link' ? this.fileSystem.kind(uri) : entry.kind;
      if (kind === 'folder' ? isSkippedFolder(entry.name) : !sourceSyntaxOf(entry.name)) continue;
      // A folder of the workspace is not walked again under another name, and a link may lead in circles.
      if (entry.kind === 'link' && kind !== undefined) this.noteLink(uri);
      else if (kind === 'folder') below.push(uri);
      if (kind === 'folder') continue;
      // Also what is no regular file, or a link that leads outside: the file is then there, and says why it is not read.
      this.readFile(uri);
      yield;
    }
  }

  private readFile(uri: string): void {
    if (!this.workspace.file(uri)) {
      if (this.files >= MAX_FILES) return;
      this.files++;
    }
    this.workspace.readFromDisk(uri);
  }

  /** A path has changed: it may be a link now, lead somewhere else, or be a link no more. */
  lookAtLink(uri: string): void {
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
