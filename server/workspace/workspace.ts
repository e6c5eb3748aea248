/**
 * Every module folder of the workspace: what is on disk, and over it what is open in the editor. Changes come in one by one; after each
 * the revision is higher. Closed files keep their model, not their tree.
 */
import type { DocumentTree } from '../syntax/documentTree';
import { readJsonFile } from '../syntax/jsonFile';
import { LineIndex } from '../syntax/lineIndex';
import { readSourceFile, type SourceFile } from '../syntax/sourceFile';
import { decodeText } from './decodeText';
import { sourceSyntaxOf } from './fileNames';
import type { FileSystem } from './fileSystem';
import { ModuleFolder } from './moduleFolder';
import { nameOf, parentOf } from './uri';

/** Longer files are not read as configuration; what they declare is not known. */
export const MAX_FILE_LENGTH = 5_000_000;

export class Workspace {
  /** Grows with every change. */
  revision = 0;
  /** Grows when folders come or go, or call other local modules than before. */
  structureRevision = 0;
  private readonly folders = new Map<string, ModuleFolder>();
  /** Open documents by URI; what is on disk does not count for them. */
  private readonly open = new Map<string, { tree: DocumentTree | undefined }>();
  private readonly trackedFiles = new Map<string, { revision: number }>();

  constructor(readonly fileSystem: FileSystem) {}

  folder(uri: string): ModuleFolder | undefined {
    return this.folders.get(uri);
  }

  *allFolders(): Iterable<ModuleFolder> {
    yield* this.folders.values();
  }

  file(uri: string): SourceFile | undefined {
    return this.folders.get(parentOf(uri))?.file(nameOf(uri));
  }

  isOpen(uri: string): boolean {
    return this.open.has(uri);
  }

  *openUris(): Iterable<string> {
    yield* this.open.keys();
  }

  /** Takes over a document that the editor opened or changed. The tree, if any, is the caller's to dispose. */
  setDocument(uri: string, text: string, tree?: DocumentTree): void {
    this.open.set(uri, { tree });
    this.setText(uri, text, undefined, tree);
  }

  /** Goes back to what is on disk. */
  closeDocument(uri: string): void {
    this.open.delete(uri);
    this.readFromDisk(uri);
  }

  /** Reads a file, or forgets it where it is gone. Open documents stay as the editor has them. */
  readFromDisk(uri: string): void {
    if (this.open.has(uri)) return;
    const name = nameOf(uri);
    if (!sourceSyntaxOf(name)) {
      this.touch(uri);
      return;
    }
    const bytes = this.fileSystem.read(uri);
    if (!bytes) {
      this.remove(uri);
      return;
    }
    const { text, problem } = decodeText(bytes);
    if (this.file(uri)?.text !== text) this.setText(uri, text, problem);
  }

  /** A file that is no configuration has changed: what depends on it is computed again. */
  touch(uri: string): void {
    this.revision++;
    this.trackedFiles.set(uri, { revision: this.revision });
  }

  /** Changes whenever the file did, for whoever depends on its content. */
  versionOf(uri: string): object | undefined {
    return this.file(uri) ?? this.trackedFiles.get(uri);
  }

  /** Forgets everything in a folder. */
  removeFolder(uri: string): void {
    for (const folder of [...this.folders.keys()]) {
      if (folder === uri || folder.startsWith(`${uri}/`)) this.folders.delete(folder);
    }
    this.revision++;
    this.structureRevision++;
  }

  private remove(uri: string): void {
    const folder = this.folders.get(parentOf(uri));
    if (!folder?.file(nameOf(uri))) return;
    this.setFile(folder, nameOf(uri), undefined);
    if (folder.isEmpty) this.folders.delete(folder.uri);
    this.revision++;
    this.structureRevision++;
  }

  private setFile(folder: ModuleFolder, name: string, file: SourceFile | undefined): void {
    const before = folder.pathsRevision;
    folder.setFile(name, file);
    if (folder.pathsRevision !== before) this.structureRevision++;
  }

  private setText(uri: string, text: string, problem?: string, tree?: DocumentTree): void {
    const name = nameOf(uri);
    const syntax = sourceSyntaxOf(name) ?? { kind: 'configuration' as const, json: false };
    const folderUri = parentOf(uri);
    let folder = this.folders.get(folderUri);
    if (!folder) {
      this.folders.set(folderUri, (folder = new ModuleFolder(folderUri)));
      this.structureRevision++;
    }
    const previous = folder.file(name);
    let file: SourceFile;
    if (text.length > MAX_FILE_LENGTH) file = unreadable(uri, text, `This file is longer than ${MAX_FILE_LENGTH / 1_000_000} million characters: it is not read.`);
    else if (syntax.json) file = readJsonFile(uri, text, syntax.kind, previous);
    else file = readSourceFile(uri, text, syntax.kind, previous, tree?.itemBoundaries());
    if (problem !== undefined) file = unreadable(uri, text, problem, file.items);
    this.setFile(folder, name, file);
    this.revision++;
  }
}

function unreadable(uri: string, text: string, message: string, items: SourceFile['items'] = []): SourceFile {
  return { uri, text, items, faults: [{ message, start: 0, end: 0 }], lines: new LineIndex(text.length > MAX_FILE_LENGTH ? '' : text) };
}
