/** One workspace being served: its files, its model, and what keeps them current. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformModel } from './kubestack/platformModel';
import { loadSchemas } from './kubestack/schemas';
import { loadGrammar, type Grammar } from './syntax/grammar';
import { sourceSyntaxOf } from './workspace/fileNames';
import type { FileSystem } from './workspace/fileSystem';
import { Indexer } from './workspace/indexer';
import { NodeFileSystem } from './workspace/nodeFileSystem';
import { nameOf, normalizeUri } from './workspace/uri';
import { Workspace } from './workspace/workspace';

export class Session {
  readonly workspace: Workspace;
  readonly model: PlatformModel;
  readonly indexer: Indexer;

  constructor(
    readonly grammar: Grammar,
    schemas: unknown,
    private folders: string[],
    fileSystem: FileSystem,
  ) {
    this.workspace = new Workspace(fileSystem);
    this.model = new PlatformModel(this.workspace, loadSchemas(schemas), () => this.folders);
    this.indexer = new Indexer(this.workspace, fileSystem);
    this.indexer.add(folders);
  }

  get workspaceFolders(): readonly string[] {
    return this.folders;
  }

  /** Files or folders appeared, changed or vanished on disk. */
  filesChanged(uris: readonly string[]): void {
    for (const uri of uris.map(normalizeUri)) {
      const kind = this.workspace.fileSystem.kind(uri);
      if (kind === 'folder') this.indexer.rescan(uri);
      else if (kind === undefined && sourceSyntaxOf(nameOf(uri)) === undefined) this.workspace.removeFolder(uri);
      if (kind !== 'folder') this.workspace.readFromDisk(uri);
    }
  }

  foldersChanged(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed.map(normalizeUri));
    this.folders = [...this.folders.filter(folder => !gone.has(folder)), ...added.map(normalizeUri)];
    for (const folder of gone) this.workspace.removeFolder(folder);
    for (const folder of added) this.indexer.rescan(normalizeUri(folder));
  }
}

/**
 * Opens the folders of a workspace; reading them goes on in the background.
 * @param assets folder with the wasm files and data/schemas.json
 * @throws when an asset is missing
 */
export async function openSession(assets: string, folders: readonly string[], fileSystem: FileSystem = new NodeFileSystem()): Promise<Session> {
  const grammar = await loadGrammar(assets);
  const schemas: unknown = JSON.parse(readFileSync(join(assets, 'data', 'schemas.json'), 'utf8'));
  return new Session(grammar, schemas, folders.map(normalizeUri), fileSystem);
}
