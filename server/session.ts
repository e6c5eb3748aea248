/** A served workspace: its files, its model, and the updates of both. */
import type { Forecaster } from './forecast/forecaster';
import type { ReadAsset } from '../common/assets';
import { PlatformModel } from './kubestack/platform/platformModel';
import { platformData, type PlatformData } from './kubestack/platform/platformData';
import { sourceSyntaxOf } from './workspace/fileNames';
import type { FileSystem } from './workspace/fileSystem';
import { Indexer } from './workspace/indexer';
import { GatedFileSystem, type RefusalListener } from './workspace/gatedFileSystem';
import { FileMirror, type FileSource } from './workspace/fileMirror';
import { childOf, isWithin, baseNameOf, normalizeUri, parentOf, refersToNothing } from './workspace/uri';
import { Workspace } from './workspace/workspace';

export class Session {
  readonly workspace: Workspace;
  readonly model: PlatformModel;
  readonly indexer: Indexer;

  private readonly gate: GatedFileSystem;
  /** The client, if it serves files. */
  private readonly mirror: FileMirror | undefined;
  private readonly onRead: (() => void) | undefined;
  private readonly rootAround: (folder: string) => string;
  private firstRead: Promise<void> | undefined;
  /** Open document outside the folders → the folder that may be read because of it. */
  private readonly documentRoots = new Map<string, string>();

  /** @param files an ungated file system, which the session wraps in its own gate; or the client to request files from */
  constructor(
    data: PlatformData,
    private folders: string[],
    files: FileSystem | FileSource,
    { readable = [], refused, failed, onRead, rootAround = folder => folder }: ReadingOptions = {},
  ) {
    this.onRead = onRead;
    this.rootAround = rootAround;
    const roots = (): string[] => [...this.folders, ...readable, ...this.documentRoots.values()];
    this.mirror = 'stamp' in files ? undefined : new FileMirror(files, roots, uris => this.filesRead(uris));
    this.gate = new GatedFileSystem('stamp' in files ? files : this.mirror!.fileSystem, roots, refused);
    this.workspace = new Workspace(this.gate, failed);
    this.model = new PlatformModel(this.workspace, data, () => this.folders);
    this.indexer = new Indexer(this.workspace, this.gate);
    this.indexer.add(folders);
  }

  /** Called before a document is opened: one outside the folders adds its repository, or else its own folder. */
  documentOpened(uri: string): void {
    // A link in the folders that leads outside does not make its target readable.
    const isFile = uri.startsWith('file:') || (this.mirror !== undefined && !uri.startsWith('untitled:'));
    if (!isFile || this.isInFolders(uri)) return;
    const isBesideOther = [...this.documentRoots.values()].some(root => isWithin(uri, root));
    if (isBesideOther || this.gate.isOutside(uri)) this.documentRoots.set(uri, this.rootAround(parentOf(uri)));
  }

  /** Called after a document was closed. */
  documentClosed(uri: string): void {
    if (this.documentRoots.delete(uri)) this.forgetElsewhere();
    else this.forgetSkippedFolder(parentOf(uri));
  }

  /** Folders outside the workspace were read only because a document in them, or beside them, was open. */
  private forgetElsewhere(): void {
    const folders = [...this.workspace.allFolders()].filter(({ uri }) => this.isElsewhere(uri));
    for (const { uri } of folders) this.forget(uri);
    for (const document of this.documentRoots.keys()) this.indexer.readNow(document);
  }

  /** A skipped folder was read only because a document in it was open. Installed modules stay, since calls lead to them. */
  private forgetSkippedFolder(folder: string): void {
    const { workspace, indexer } = this;
    if (folder.includes('/.terraform/') || this.isElsewhere(folder) || !indexer.isSkipped(folder)) return;
    const isOpen = (name: string): boolean => workspace.isOpen(childOf(folder, name));
    if (!workspace.folder(folder)?.fileNames().some(isOpen)) this.forget(folder);
  }

  private forget(folder: string): void {
    this.indexer.forget(folder);
    this.workspace.removeFolder(folder);
  }

  get workspaceFolders(): readonly string[] {
    return this.folders;
  }

  /** Whether no file is missing only because the client has not sent it yet. */
  get isComplete(): boolean {
    return this.mirror?.isComplete !== false;
  }

  /** Settles when the workspace, and every file requested so far, has been read. */
  async whenRead(): Promise<void> {
    for (;;) {
      await this.indexer.done();
      if (this.isComplete) return;
      await this.mirror?.complete();
    }
  }

  /**
   * Settles when answers no longer depend on the reading progress: a client sends files in any order, so all of them are awaited at the
   * start. Files on disk are read so fast that answers about open documents need not wait.
   */
  whenUsable(): Promise<void> {
    return (this.firstRead ??= this.mirror ? this.whenRead() : Promise.resolve());
  }

  /**
   * Files or folders were created, changed or deleted on disk.
   * @returns whether this can affect an answer. Files of a client have an effect when they arrive, see {@link ReadingOptions.onRead}.
   */
  filesChanged(uris: readonly string[]): boolean {
    const normalized = uris.map(normalizeUri).filter(uri => !refersToNothing(uri));
    if (this.mirror) {
      this.mirror.refresh(normalized);
      return false;
    }
    return normalized.map(uri => this.pathChanged(uri)).includes(true);
  }

  /** Files or folders have arrived from the client, new or changed. */
  private filesRead(uris: readonly string[]): void {
    try {
      for (const uri of uris) this.pathChanged(uri);
      // Includes requested files in skipped folders, such as installed modules.
      this.workspace.touch();
    } catch (error) {
      this.workspace.failed?.('A change could not be followed', error);
    }
    this.onRead?.();
  }

  private pathChanged(uri: string): boolean {
    const { workspace, indexer } = this;
    if (/\/\.terraform(?:\/modules(?:\/modules\.json)?|\/environment)?$/.test(uri)) {
      // Module copies are read when a call leads to them, and again after another `init`.
      if (!uri.endsWith('/environment')) this.installedAnew(/^.*\/\.terraform/.exec(uri)![0]);
      workspace.touch();
      return true;
    }
    // Includes new files in skipped folders that were read: installed modules that are open, or that a call leads to.
    const isInKnown = sourceSyntaxOf(baseNameOf(uri)) !== undefined && workspace.folder(parentOf(uri)) !== undefined;
    const isIndexed = isInKnown || workspace.folder(uri) !== undefined;
    if (!isIndexed && this.isElsewhere(uri)) return false;
    if (!isIndexed && indexer.isSkipped(uri)) {
      const isRestored = workspace.readVanished(uri);
      if (isRestored) this.readAgain(workspace.fileSystem.kind(uri) === 'folder' ? uri : parentOf(uri));
      return isRestored;
    }
    indexer.indexLink(uri);
    const kind = workspace.fileSystem.kind(uri);
    if (kind === 'folder') {
      workspace.refreshFolder(uri);
      indexer.rescan(uri);
      return true;
    }
    if (kind === undefined && (sourceSyntaxOf(baseNameOf(uri)) === undefined || workspace.folder(uri)))
      workspace.removeFolder(uri);
    workspace.readFromDisk(uri);
    for (const path of workspace.symlinks.otherPaths(uri)) if (workspace.file(path)) workspace.readFromDisk(path);
    return true;
  }

  /** Forgets installed modules, and rereads folders with open documents. */
  private installedAnew(terraformFolder: string): void {
    const { workspace, indexer } = this;
    workspace.removeFolder(terraformFolder);
    indexer.forget(terraformFolder);
    this.readAgain(terraformFolder);
  }

  /** Reads the files beside the open documents in a folder, and in those below it. */
  readAgain(folder: string): void {
    for (const { uri } of this.workspace.foldersWithin(folder)) this.indexer.rescan(uri);
  }

  /** Ignores paths outside the folders, by name and by link target: clients may watch more than was requested. */
  private isElsewhere(uri: string): boolean {
    return !this.isInFolders(uri) && this.gate.isOutside(uri);
  }

  private isInFolders(uri: string): boolean {
    return this.folders.some(folder => isWithin(uri, folder));
  }

  foldersChanged(added: readonly string[], removed: readonly string[]): void {
    const gone = removed.map(normalizeUri);
    this.folders = [...new Set([...this.folders.filter(folder => !gone.includes(folder)), ...added.map(normalizeUri)])];
    this.indexer.remove(gone);
    for (const folder of gone)
      if (!this.folders.some(each => isWithin(folder, each))) this.workspace.removeFolder(folder);
    // The rest of a folder may be within another one.
    for (const folder of this.folders)
      if (gone.some(each => isWithin(folder, each) || isWithin(each, folder))) this.indexer.rescan(folder);
    this.indexer.add(added.map(normalizeUri));
  }
}

/** Additional folders that may be read, and callbacks. */
export interface ReadingOptions {
  /** Folders that modules and other files may be read from, but that are not searched for platforms. */
  readonly readable?: readonly string[];
  readonly refused?: RefusalListener;
  /** Called if something fails that must not fail. */
  readonly failed?: (what: string, error: unknown) => void;
  /** Called when files have arrived from a client; answers may have changed. */
  readonly onRead?: () => void;
  /** The folder that may be read because a document in a folder is open; by default the folder itself. */
  readonly rootAround?: (folder: string) => string;
}

/** What differs between Node and browsers. */
export interface ServerRuntime {
  readonly readAsset: ReadAsset;
  /** The local file system; undefined in a browser, where all files come from the client. */
  readonly disk: FileSystem | undefined;
  /** See {@link ReadingOptions.rootAround}; for folders on disk. */
  readonly rootAround: (folder: string) => string;
  /** The current day in UTC, as `2026-11-23`. */
  readonly today: () => string;
  /** Called once, when the language server has read the workspace. */
  readonly onRead?: () => void;
  /** Called once, when it has also precomputed what the first answers need. */
  readonly onStarted?: () => void;
  /** Missing in web workers, to keep their script small. */
  readonly forecaster?: Forecaster;
}

/**
 * Opens the folders of a workspace and reads them in the background. Nothing outside of them is read.
 * @param source requests files from the client instead of the disk
 * @throws if there is neither a disk nor a source
 */
export function openSession(
  { readAsset, disk, rootAround }: ServerRuntime,
  folders: readonly string[],
  options: ReadingOptions = {},
  source?: FileSource,
): Session {
  const files = source ?? disk;
  if (!files)
    throw new Error('In a browser the client has to serve files: `servesFiles` in its initialization options.');
  return new Session(platformData(readAsset), folders.map(normalizeUri), files, {
    ...options,
    ...(source ? {} : { rootAround }),
  });
}
