/**
 * All module folders of the workspace: files on disk, overlaid with open documents. Each change increases the revision. Closed files keep their
 * model but not their syntax tree.
 */
import { now } from '../../common/now';
import { t } from '../../common/localization';
import type { DocumentTree } from '../syntax/incremental/documentTree';
import { readJsonFile } from '../syntax/jsonFile';
import { LineIndex } from '../syntax/lineIndex';
import { readSourceFile } from '../syntax/sourceFile';
import { refusalReason } from '../../common/refusal';
import { decodeText } from './decodeText';
import { sourceSyntaxOf, type SourceSyntax } from './fileNames';
import { FileVersions } from './fileVersions';
import type { FileSystem } from './fileSystem';
import { Symlinks } from './symlinks';
import { LongFiles, MAX_FILE_LENGTH } from './longFiles';
import { ModuleFolder } from './moduleFolder';
import { RecentChanges } from './recentChanges';
import { TextFiles } from './textFiles';
import { fileWithSameItems, sameFile } from './sharedFiles';
import { childOf, isWithin, baseNameOf, parentOf } from './uri';
import type { SourceFile } from '../syntax/sourceFileModel';

/** Files of at least this length are parsed with pauses while the workspace is read. */
const LONG_FILE = 20_000;

/** The text of a file, and why it is incomplete. */
interface DiskContent {
  readonly text: string;
  readonly problem?: string;
}

export class Workspace {
  /** Increases with every change. */
  revision = 0;
  /** Increases when folders are added or removed, or call other local modules. */
  moduleGraphRevision = 0;
  /** Increases when the structure of a module changes, or a file beside the configuration. */
  structureRevision = 0;
  /** Increases with every change, also of files beside the configuration, but not with those of the content of a `configuration`. */
  declarationsRevision = 0;
  /** Total length of all configuration. */
  textLength = 0;
  /** Increases when a configuration file is added, changed or removed. */
  sourceFilesRevision = 0;
  private readonly changedFiles = new RecentChanges();
  private readonly folders = new Map<string, ModuleFolder>();
  /** Open documents by URI; they replace the files on disk, but see {@link vanished}. */
  private readonly open = new Set<string>();
  /** The last known text on disk of each open document that has a file. */
  private readonly onDisk = new Map<string, string>();
  /**
   * Texts of open documents without unsaved changes whose file was deleted: by a checkout, or by a rename whose old name the editor still has
   * open. Terraform does not see them, so they declare nothing until they are edited or the file is restored.
   */
  private readonly vanished = new Map<string, string>();
  /** Problems of a whole file on disk; also reported while it is open. */
  private readonly diskProblems = new Map<string, string>();
  /** A file that was parsed before it is taken over; by then, the file on disk may have changed. */
  private parsedAhead: SourceFile | undefined;
  private readonly failedFunctions = new Set<string>();
  private readonly longFiles = new LongFiles();
  readonly symlinks = new Symlinks();
  readonly stamps: FileVersions;
  readonly texts: TextFiles;

  /**
   * @param failed called if something fails that must not fail
   * @param similar workspaces of which many files have the same text
   */
  constructor(
    readonly fileSystem: FileSystem,
    readonly failed?: (what: string, error: unknown) => void,
    private readonly similar: () => readonly Workspace[] = () => [],
  ) {
    this.stamps = new FileVersions(fileSystem, () => this.revision);
    this.texts = new TextFiles(fileSystem, this.stamps, () => this.revision);
  }

  /** Reports that a function had an unexpected error: once for each function, since every evaluation calls it again. */
  readonly functionFailed = (name: string, error: unknown): void => {
    if (this.failedFunctions.has(name)) return;
    this.failedFunctions.add(name);
    this.failed?.(t('The function "{0}" failed, so its result is not known', name), error);
  };

  folder(uri: string): ModuleFolder | undefined {
    return this.folders.get(uri);
  }

  *allFolders(): Iterable<ModuleFolder> {
    yield* this.folders.values();
  }

  file(uri: string): SourceFile | undefined {
    return this.folders.get(parentOf(uri))?.file(baseNameOf(uri));
  }

  /**
   * URIs of the configuration files that were added, changed or removed after a revision; undefined if that is too long ago.
   * @param revision an earlier value of {@link sourceFilesRevision}
   */
  filesChangedSince(revision: number): ReadonlySet<string> | undefined {
    return this.changedFiles.since(revision);
  }

  isOpen(uri: string): boolean {
    return this.open.has(uri);
  }

  /** Whether a file exists but can't be read. */
  isUnreadable(uri: string): boolean {
    return this.diskProblems.has(uri);
  }

  /** Adds a path that leads to another file or folder, see {@link Symlinks.add}. */
  addLink(link: string, target: string): void {
    this.symlinks.add(link, target);
    this.moduleGraphRevision++;
  }

  /** Removes a path that leads to another one, and the paths in it. */
  removeLink(link: string): void {
    this.symlinks.removeWithin(link);
    this.moduleGraphRevision++;
  }

  /**
   * Takes over a document that the editor has opened or changed. The caller disposes of the tree. Unpaired surrogates, which no file can contain,
   * become U+FFFD, as when the document is saved.
   */
  setDocument(uri: string, text: string, tree?: DocumentTree): void {
    let isNews = false;
    if (!this.open.has(uri)) {
      this.open.add(uri);
      const disk = this.contentOnDisk(uri);
      if (disk) {
        isNews = this.noteDiskProblem(uri, disk.problem);
        this.onDisk.set(uri, disk.text);
      } else {
        // Deleted a moment ago; the event will follow.
        const file = this.file(uri);
        if (file) this.onDisk.set(uri, file.text);
      }
    }
    this.vanished.delete(uri);
    const now = text.toWellFormed();
    // Usually, the text is that of the file.
    const file = this.file(uri);
    if (file?.text === now && !isNews) this.takeOver(uri, file);
    else this.setText(uri, now, tree);
  }

  /** Takes over a document that is not configuration: a README, a pipeline. */
  setTextDocument(uri: string, text: string): void {
    this.texts.setOpen(uri, text.toWellFormed());
    this.touch();
  }

  /** Reverts to the file on disk. */
  closeTextDocument(uri: string): void {
    this.texts.close(uri);
    this.touch();
  }

  /** Reverts to the file on disk. */
  closeDocument(uri: string): void {
    this.open.delete(uri);
    this.onDisk.delete(uri);
    this.vanished.delete(uri);
    if (sourceSyntaxOf(baseNameOf(uri))) this.readFromDisk(uri);
    else this.remove(uri);
  }

  /** Does what {@link readFromDisk} does, but parses a long file with pauses. */
  *indexFile(uri: string): Generator<undefined, void> {
    const content = this.contentOnDisk(uri);
    const syntax = sourceSyntaxOf(baseNameOf(uri));
    const length = content?.text.length ?? 0;
    const isParsed = content && syntax && !this.file(uri) && length >= LONG_FILE;
    if (
      !isParsed ||
      sameFile(this.similar(), uri, content.text) ||
      this.lengthProblem(uri, content.text, syntax) !== undefined
    ) {
      this.readFromDisk(uri, content);
      return;
    }
    try {
      const read = syntax.json ? readJsonFile : readSourceFile;
      this.parsedAhead = yield* read(uri, content.text, syntax.kind);
    } catch {
      // It is nested too deeply, which is reported when it is read.
    }
    this.readFromDisk(uri);
    this.parsedAhead = undefined;
  }

  /**
   * Reads a file, or forgets it if it was deleted. Open documents keep the editor's text, except for vanished ones.
   * @param content of the file, if it was just read
   */
  readFromDisk(uri: string, content?: DiskContent): void {
    if (!sourceSyntaxOf(baseNameOf(uri))) {
      this.touch();
      return;
    }
    const { text, problem } = content ?? this.contentOnDisk(uri) ?? {};
    const isNews = this.noteDiskProblem(uri, problem);
    const before = this.file(uri);
    if (this.open.has(uri)) {
      if (isNews && before) this.setText(uri, before.text);
      this.noteOnDisk(uri, text);
    } else if (text === undefined) this.remove(uri);
    else if (isNews || before?.text !== text) this.setText(uri, text);
  }

  /** Takes over a parsed file of another workspace: a file's model depends on its text alone. */
  adopt(file: SourceFile): void {
    this.setFile(this.folderFor(parentOf(file.uri)), baseNameOf(file.uri), file);
    this.revision++;
  }

  /** A file beside the configuration has changed: results that depend on it are invalidated. */
  touch(): void {
    this.revision++;
    this.structureRevision++;
    this.declarationsRevision++;
  }

  /** Reads all known files of a folder again, recursively. */
  refreshFolder(uri: string): void {
    for (const folder of this.foldersWithin(uri))
      for (const name of [...folder.fileNames()]) this.readFromDisk(childOf(folder.uri, name));
  }

  /** Forgets everything in a folder, except for open documents that have a file or unsaved changes. */
  removeFolder(uri: string): void {
    for (const folder of this.foldersWithin(uri)) {
      for (const name of [...folder.fileNames()]) {
        const file = childOf(folder.uri, name);
        if (this.open.has(file)) this.readFromDisk(file);
        else this.remove(file);
      }
    }
    this.readVanished(uri);
    this.symlinks.removeWithin(uri);
    this.touch();
  }

  /**
   * Checks whether files of open documents have been restored.
   * @param uri of a file or a folder
   * @returns whether any was missing
   */
  readVanished(uri: string): boolean {
    const files = [...this.vanished.keys()].filter(file => isWithin(file, uri));
    for (const file of files) this.readFromDisk(file);
    return files.length > 0;
  }

  /** A folder with configuration, and those below it. */
  foldersWithin(uri: string): ModuleFolder[] {
    return [...this.folders.values()].filter(folder => isWithin(folder.uri, uri));
  }

  /** The file of an open document has changed or was deleted. */
  private noteOnDisk(uri: string, text: string | undefined): void {
    const open = this.file(uri)?.text;
    const isSaved = open !== undefined && open === this.onDisk.get(uri);
    const kept = this.vanished.get(uri);
    if (text === undefined) {
      this.onDisk.delete(uri);
      if (!isSaved) return;
      this.vanished.set(uri, open);
      this.remove(uri);
    } else {
      this.onDisk.set(uri, text);
      this.vanished.delete(uri);
      // A long document is read when it is saved.
      const unread = open === text && this.file(uri)?.isUnread ? open : undefined;
      const current = kept ?? unread;
      if (current !== undefined) this.setText(uri, current);
    }
  }

  /** The model of a file, and problems of the whole file; undefined if it does not exist. */
  private contentOnDisk(uri: string): DiskContent | undefined {
    const bytes = this.fileSystem.read(uri);
    if (bytes) return decodeText(bytes);
    const refusal = this.fileSystem.refusal(uri);
    return refusal && { text: '', problem: t("This file can't be read: {0}.", refusalReason(refusal)) };
  }

  /** Whether this differs from the last known state. */
  private noteDiskProblem(uri: string, problem: string | undefined): boolean {
    if (this.diskProblems.get(uri) === problem) return false;
    if (problem === undefined) this.diskProblems.delete(uri);
    else this.diskProblems.set(uri, problem);
    return true;
  }

  private remove(uri: string): void {
    const folder = this.folders.get(parentOf(uri));
    if (!folder?.file(baseNameOf(uri))) return;
    this.diskProblems.delete(uri);
    this.setFile(folder, baseNameOf(uri), undefined);
    if (folder.isEmpty) this.folders.delete(folder.uri);
    this.revision++;
    this.moduleGraphRevision++;
  }

  private setFile(folder: ModuleFolder, name: string, file: SourceFile | undefined): void {
    const { callPathsRevision, declarationsRevision, structureRevision } = folder;
    const before = folder.file(name);
    this.textLength += (file?.text.length ?? 0) - (before?.text.length ?? 0);
    this.longFiles.replace(before, file);
    folder.setFile(name, file);
    const uri = (file ?? before)?.uri;
    if (uri !== undefined) this.changedFiles.note(++this.sourceFilesRevision, uri);
    if (folder.callPathsRevision !== callPathsRevision) this.moduleGraphRevision++;
    if (folder.structureRevision !== structureRevision) this.structureRevision++;
    if (folder.declarationsRevision !== declarationsRevision) this.declarationsRevision++;
  }

  private setText(uri: string, text: string, tree?: DocumentTree): void {
    this.takeOver(uri, this.read(uri, text, tree));
  }

  private takeOver(uri: string, file: SourceFile): void {
    const { text } = file;
    this.setFile(this.folderFor(parentOf(uri)), baseNameOf(uri), file);
    this.revision++;
    for (const path of this.symlinks.otherPaths(uri)) {
      const other = this.open.has(path) ? undefined : this.file(path);
      if (other && other.text !== text)
        this.setFile(this.folderFor(parentOf(path)), baseNameOf(path), this.read(path, text));
    }
  }

  /** Why a text is too long to be read; undefined if it isn't. */
  private lengthProblem(uri: string, text: string, syntax: SourceSyntax): string | undefined {
    const isUnsaved = this.open.has(uri) && this.onDisk.get(uri) !== text;
    return this.longFiles.problem(text, { syntax, isUnsaved, previous: this.file(uri) });
  }

  private folderFor(uri: string): ModuleFolder {
    let folder = this.folders.get(uri);
    if (!folder) {
      this.folders.set(uri, (folder = new ModuleFolder(uri, this.functionFailed)));
      this.moduleGraphRevision++;
    }
    return folder;
  }

  private read(uri: string, text: string, tree?: DocumentTree): SourceFile {
    const syntax = sourceSyntaxOf(baseNameOf(uri)) ?? { kind: 'configuration' as const, json: false };
    const previous = this.file(uri);
    const tooLong = this.lengthProblem(uri, text, syntax);
    if (tooLong !== undefined) return unreadable(uri, text, tooLong);
    const ahead = previous ? undefined : this.parsedAhead;
    let file: SourceFile;
    try {
      const same = previous ? undefined : sameFile(this.similar(), uri, text);
      if (same) file = same;
      else if (ahead?.uri === uri && ahead.text === text) file = ahead;
      else if (syntax.json) file = now(readJsonFile(uri, text, syntax.kind, previous));
      else
        file =
          (previous ? undefined : fileWithSameItems(this.similar(), uri, text, syntax)) ??
          now(readSourceFile(uri, text, syntax.kind, previous, tree?.itemBoundaries()));
    } catch {
      // Recursion has exhausted the call stack.
      file = unreadable(uri, text, t('This file is nested too deeply and is ignored.'));
    }
    const problem = this.diskProblems.get(uri);
    return problem === undefined ? file : unreadable(uri, text, problem, file);
  }
}

/** @param file the part that could be read */
function unreadable(uri: string, text: string, message: string, file?: SourceFile): SourceFile {
  return {
    uri,
    text,
    items: file?.items ?? [],
    diagnostics: [{ message, start: 0, end: 0 }],
    isUnread: file === undefined || file.text === '',
    lines: new LineIndex(text.length > MAX_FILE_LENGTH ? '' : text),
  };
}
