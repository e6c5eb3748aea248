/** One workspace being served: its files, its model, and what keeps them current. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { naturalRoot } from '../common/node/naturalRoot';
import { PlatformModel } from './kubestack/platform/platformModel';
import { loadSchemas } from './kubestack/schemas/schemas';
import { loadGrammar, type Grammar } from './syntax/incremental/grammar';
import { sourceSyntaxOf } from './workspace/fileNames';
import type { FileSystem } from './workspace/fileSystem';
import { Indexer } from './workspace/indexer';
import { GatedFileSystem, type RefusalListener } from './workspace/gatedFileSystem';
import { NodeFileSystem } from './workspace/nodeFileSystem';
import { fsPathOf, isWithin, baseNameOf, normalizeUri, parentOf, uriOfPath } from './workspace/uri';
import { Workspace } from './workspace/workspace';

export class Session {
  readonly workspace: Workspace;
  readonly model: PlatformModel;
  readonly indexer: Indexer;

  private readonly gate: GatedFileSystem;
  /** Open document outside the folders → the folder that may be read because of it, see {@link naturalRoot}. */
  private readonly documentRoots = new Map<string, string>();

  /** @param fileSystem without a gate: the session puts its own before it */
  constructor(
    readonly grammar: Grammar,
    schemas: unknown,
    private folders: string[],
    fileSystem: FileSystem,
    { readable = [], refused }: ReadingOptions = {},
  ) {
    this.gate = new GatedFileSystem(
      fileSystem,
      () => [...this.folders, ...readable, ...this.documentRoots.values()],
      refused,
    );
    this.workspace = new Workspace(this.gate);
    this.model = new PlatformModel(this.workspace, loadSchemas(schemas), () => this.folders);
    this.indexer = new Indexer(this.workspace, this.gate);
    this.indexer.add(folders);
  }

  /** Before a document is taken over: one outside the folders brings the repository that it is in, or else its own folder. */
  documentOpened(uri: string): void {
    // A link in the folders that leads outside does not make the place behind it readable.
    if (uri.startsWith('file:') && this.isElsewhere(uri))
      this.documentRoots.set(uri, uriOfPath(naturalRoot(fsPathOf(parentOf(uri)), homedir())));
  }

  /** After a document was let go. */
  documentClosed(uri: string): void {
    this.documentRoots.delete(uri);
  }

  get workspaceFolders(): readonly string[] {
    return this.folders;
  }

  /** Files or folders appeared, changed or vanished on disk. @returns whether that can matter to an answer */
  filesChanged(uris: readonly string[]): boolean {
    const mattered = uris.map(normalizeUri).map(uri => this.pathChanged(uri));
    return mattered.includes(true);
  }

  private pathChanged(uri: string): boolean {
    const { workspace, indexer } = this;
    if (/\/\.terraform(?:\/modules(?:\/modules\.json)?|\/environment)?$/.test(uri)) {
      // Copies of modules are read when a call leads to them, and read again after another `init`.
      if (!uri.endsWith('/environment')) this.installedAnew(/^.*\/\.terraform/.exec(uri)![0]);
      workspace.touch();
      return true;
    }
    // Also what is new in a folder that was read, though the walk skips it: an installed module that is open, or that a call leads to.
    const isInKnown = sourceSyntaxOf(baseNameOf(uri)) !== undefined && workspace.folder(parentOf(uri)) !== undefined;
    const isKnown = isInKnown || workspace.folder(uri) !== undefined;
    if (!isKnown && this.isElsewhere(uri)) return false;
    if (!isKnown && indexer.isSkipped(uri)) return workspace.readVanished(uri);
    indexer.lookAtLink(uri);
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

  /** What was read of installed modules is forgotten; where a document is open, what stands beside it is read again. */
  private installedAnew(terraformFolder: string): void {
    const { workspace, indexer } = this;
    workspace.removeFolder(terraformFolder);
    indexer.forget(terraformFolder);
    for (const { uri } of workspace.foldersWithin(terraformFolder)) indexer.rescan(uri);
  }

  /** Not in the folders, neither by its name nor by where it leads: clients watch what they like. */
  private isElsewhere(uri: string): boolean {
    return !this.folders.some(folder => isWithin(uri, folder)) && this.gate.isOutside(uri);
  }

  foldersChanged(added: readonly string[], removed: readonly string[]): void {
    const gone = removed.map(normalizeUri);
    this.folders = [...new Set([...this.folders.filter(folder => !gone.includes(folder)), ...added.map(normalizeUri)])];
    this.indexer.remove(gone);
    for (const folder of gone)
      if (!this.folders.some(each => isWithin(folder, each))) this.workspace.removeFolder(folder);
    // What is left of one folder may be in another.
    for (const folder of this.folders)
      if (gone.some(each => isWithin(folder, each) || isWithin(each, folder))) this.indexer.rescan(folder);
    this.indexer.add(added.map(normalizeUri));
  }
}

/** What may be read beside the folders of the workspace, and who hears of what may not. */
export interface ReadingOptions {
  /** Folders that modules and other files may be read from although they are not walked. */
  readonly readable?: readonly string[];
  readonly refused?: RefusalListener;
}

/**
 * Opens the folders of a workspace; reading them goes on in the background. Nothing outside of them is read.
 * @param assets folder with the wasm files and data/schemas.json
 * @throws when an asset is missing
 */
export async function openSession(
  assets: string,
  folders: readonly string[],
  options: ReadingOptions = {},
): Promise<Session> {
  const grammar = await loadGrammar(assets);
  const schemas: unknown = JSON.parse(readFileSync(join(assets, 'data', 'schemas.json'), 'utf8'));
  return new Session(grammar, schemas, folders.map(normalizeUri), new NodeFileSystem(), options);
}

/** The files of a folder, behind a gate of their own. @param folder URI */
export const filesWithin = (folder: string): FileSystem => new GatedFileSystem(new NodeFileSystem(), () => [folder]);
