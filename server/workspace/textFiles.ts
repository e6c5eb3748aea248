/**
 * Files beside the configuration that are relevant for a platform: README.md, Dockerfile, pipelines. For open documents, the text in the editor is
 * used.
 */
import type { ReadRefusal } from '../../common/refusal';
import { LineIndex } from '../syntax/lineIndex';
import { decodeText } from './decodeText';
import type { FileVersions } from './fileVersions';
import type { FileSystem, FolderEntry } from './fileSystem';

export interface TextFile {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** Why its text is not that of the file, or not all of it. */
  readonly problem?: string;
}

/** Size limit in bytes. */
const MAX_TEXT = 2_000_000;
/** Maximum number of cached characters: a platform may have thousands of small manifests. */
const MAX_KEPT = 20_000_000;
/** Counts for each cached file in addition to its characters. */
const ENTRY = 200;

export class TextFiles {
  private readonly open = new Map<string, TextFile>();
  private readonly read = new Map<string, { readonly stamp: string; readonly file: TextFile | undefined }>();
  private readonly lists = new Map<string, readonly FolderEntry[]>();
  private listedAt = -1;
  private kept = 0;

  constructor(
    private readonly fileSystem: FileSystem,
    private readonly stamps: FileVersions,
    /** Increases with every change of the workspace. */
    private readonly currentRevision: () => number,
  ) {}

  /** The same object as long as the text is unchanged; undefined if there is no readable file. */
  file(uri: string): TextFile | undefined {
    const open = this.open.get(uri);
    if (open) return open;
    const stamp = this.stamps.of(uri);
    if (stamp === undefined) return undefined;
    const cached = this.read.get(uri);
    if (cached?.stamp === stamp) return cached.file;
    const file = this.fromDisk(uri);
    this.forget(uri);
    this.read.set(uri, { stamp, file });
    this.kept += sizeOf(file);
    for (const oldest of this.read.keys()) {
      if (this.kept <= MAX_KEPT) break;
      this.forget(oldest);
    }
    return file;
  }

  /** Why an existing file is not read; undefined for readable and for missing ones. */
  refusal(uri: string): ReadRefusal | undefined {
    return this.fileSystem.refusal(uri, MAX_TEXT);
  }

  private forget(uri: string): void {
    const cached = this.read.get(uri);
    if (!cached) return;
    this.read.delete(uri);
    this.kept -= sizeOf(cached.file);
  }

  /** The entries of a folder; empty if it does not exist. Read at most once per workspace revision. */
  list(folder: string): readonly FolderEntry[] {
    if (this.listedAt !== this.currentRevision()) {
      this.lists.clear();
      this.listedAt = this.currentRevision();
    }
    let entries = this.lists.get(folder);
    if (!entries) this.lists.set(folder, (entries = this.fileSystem.list(folder) ?? []));
    return entries;
  }

  setOpen(uri: string, text: string): void {
    this.open.set(uri, { uri, text, lines: new LineIndex(text) });
  }

  close(uri: string): void {
    this.open.delete(uri);
  }

  private fromDisk(uri: string): TextFile | undefined {
    const bytes = this.fileSystem.read(uri, MAX_TEXT);
    if (!bytes) return undefined;
    const { text, problem } = decodeText(bytes);
    return { uri, text, lines: new LineIndex(text), ...(problem === undefined ? {} : { problem }) };
  }
}

const sizeOf = (file: TextFile | undefined): number => ENTRY + (file?.text.length ?? 0);
