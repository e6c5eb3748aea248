/**
 * Finds and reads the workspace's configuration files, a little at a time, so that requests are answered meanwhile. Folders of open
 * documents come first. `.terraform` and folders of other tools are never walked.
 */
import type { FileSystem } from './fileSystem';
import { sourceSyntaxOf } from './fileNames';
import type { Workspace } from './workspace';
import { childOf, isWithin, parentOf } from './uri';

const SKIPPED = new Set(['node_modules', '__pycache__', 'venv']);
/** Bounds of one walk; what lies beyond is read when it is opened. */
export const MAX_FOLDERS = 50_000;
export const MAX_FILES = 100_000;
const SLICE_MILLISECONDS = 12;

export class Indexer {
  private readonly queue: string[] = [];
  private readonly seen = new Set<string>();
  private running: Promise<void> | undefined;
  private files = 0;
  private stopped = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly fileSystem: FileSystem,
  ) {}

  /** Adds folders to the walk; they and everything below them will be read. */
  add(folders: readonly string[]): void {
    this.queue.push(...folders);
    this.running ??= this.run();
  }

  /** Reads the folder of a document, and those above it up to `root`, at once. */
  readNow(document: string, roots: readonly string[]): void {
    const root = roots.find(each => isWithin(document, each));
    for (let folder = parentOf(document); folder.includes('/'); folder = parentOf(folder)) {
      this.readFolder(folder);
      if (root === undefined || folder === root) return;
    }
  }

  /** Walks a folder again, after it appeared or moved. */
  rescan(folder: string): void {
    for (const uri of [...this.seen]) if (isWithin(uri, folder)) this.seen.delete(uri);
    this.add([folder]);
  }

  /** Settles when everything added so far has been read. */
  async done(): Promise<void> {
    while (this.running) await this.running;
  }

  /** Ends the walk for good. */
  stop(): void {
    this.stopped = true;
    this.queue.length = 0;
  }

  private async run(): Promise<void> {
    // Whoever added the folders gets to say which documents are open.
    await nextTurn();
    let sliceEnd = performance.now() + SLICE_MILLISECONDS;
    for (let folder = this.queue.shift(); folder !== undefined && !this.stopped; folder = this.queue.shift()) {
      this.queue.push(...this.readFolder(folder));
      if (performance.now() < sliceEnd) continue;
      await nextTurn();
      sliceEnd = performance.now() + SLICE_MILLISECONDS;
    }
    this.running = undefined;
  }

  /** Reads the files of one folder; its subfolders. */
  private readFolder(folder: string): string[] {
    const real = this.fileSystem.realUri(folder);
    if (this.seen.has(real) || this.seen.size >= MAX_FOLDERS) return [];
    this.seen.add(real);
    const below: string[] = [];
    for (const entry of this.fileSystem.list(folder) ?? []) {
      const uri = childOf(folder, entry.name);
      const kind = entry.kind === 'link' ? this.fileSystem.kind(uri) : entry.kind;
      if (kind === 'folder' && !entry.name.startsWith('.') && !SKIPPED.has(entry.name)) below.push(uri);
      if (kind !== 'file' || !sourceSyntaxOf(entry.name) || this.files >= MAX_FILES) continue;
      this.files++;
      this.workspace.readFromDisk(uri);
    }
    return below;
  }
}

const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
