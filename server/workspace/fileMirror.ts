/**
 * Fills a {@link MirroredFileSystem}: fetches missing files, and fetches changed ones again. A folder arrives together with its configuration
 * files, so that no module is ever incomplete.
 */
import { append } from '../../common/lists';
import { inNextTurn } from '../scheduling/eventLoop';
import { sourceSyntaxOf } from './fileNames';
import { MAX_FILE_BYTES } from './fileSystem';
import { MirroredFileSystem, type FileBytes, type FolderListing } from './mirroredFileSystem';
import { baseNameOf, childOf } from './uri';

/** The source of the files: the client. */
export interface FileSource {
  /** Number of files or folders per request, so that the first answers arrive early. */
  readonly together: number;
  /**
   * @returns a result for each URI
   * @throws if the client does not answer
   */
  list(folders: readonly string[]): Promise<readonly FolderListing[]>;
  /**
   * @param limit larger files are rejected, in bytes
   * @returns a result for each URI
   * @throws if the client does not answer
   */
  read(files: readonly string[], limit: number): Promise<readonly FileBytes[]>;
}

const UNREADABLE = { refusal: 'unreadable' } as const;

export class FileMirror {
  readonly fileSystem: MirroredFileSystem;
  private readonly missed = { file: new Set<string>(), folder: new Set<string>() };
  /** Missing files and folders that are being fetched. */
  private readonly fetched = new Set<string>();
  private readonly changed = new Set<string>();
  private readonly work = new Set<Promise<void>>();
  private refreshing: Promise<void> | undefined;
  private isScheduled = false;
  private waiting: (() => void)[] = [];

  /**
   * @param roots folders that the client can read
   * @param settled called with the URIs whose content has arrived or changed
   */
  constructor(
    private readonly source: FileSource,
    roots: () => readonly string[],
    private readonly settled: (uris: readonly string[]) => void,
  ) {
    this.fileSystem = new MirroredFileSystem(roots, (uri, kind) => this.miss(uri, kind));
  }

  /** Whether everything requested so far has arrived. */
  get isComplete(): boolean {
    return !this.isScheduled && this.work.size === 0 && this.changed.size === 0;
  }

  /** Resolves when everything requested so far has arrived. */
  async complete(): Promise<void> {
    while (!this.isComplete) await new Promise<void>(resolve => this.waiting.push(resolve));
  }

  /** Files or folders were created, changed or deleted. The old content is used until they have been fetched. */
  refresh(uris: readonly string[]): void {
    const { fileSystem, fetched } = this;
    for (const uri of uris)
      if (fileSystem.isMirrored(uri) || fetched.has(uri) || fileSystem.listedAround(uri) !== undefined)
        this.changed.add(uri);
    if (this.changed.size > 0) this.refreshing ??= this.run(this.refreshChanged());
  }

  private miss(uri: string, kind: 'file' | 'folder'): void {
    if (this.fetched.has(uri)) return;
    this.fetched.add(uri);
    this.missed[kind].add(uri);
    if (this.isScheduled) return;
    this.isScheduled = true;
    inNextTurn(() => {
      this.isScheduled = false;
      const { together } = this.source;
      for (const folders of taken(this.missed.folder, together)) void this.run(this.fetch(folders, []));
      for (const files of taken(this.missed.file, together)) void this.run(this.fetch([], files));
    });
  }

  /** Fetches folders with their configuration files, and files, and stores all of them at once. */
  private async fetch(folders: readonly string[], files: readonly string[]): Promise<void> {
    const listings = await this.list(folders);
    const wanted = new Set(files);
    for (const [index, folder] of folders.entries())
      for (const file of configurationFiles(folder, listings[index])) wanted.add(file);
    const all = [...wanted];
    const contents = await this.read(all);
    for (const [index, folder] of folders.entries()) this.fileSystem.setFolder(folder, listings[index]);
    for (const [index, file] of all.entries()) this.fileSystem.setFile(file, contents[index]);
    for (const uri of [...folders, ...files]) this.fetched.delete(uri);
    this.settled([...folders, ...files]);
  }

  private async refreshChanged(): Promise<void> {
    while (this.changed.size > 0) {
      // What is being fetched may have been read before it changed.
      await Promise.all([...this.work].filter(each => each !== this.refreshing));
      const uris = [...this.changed];
      this.changed.clear();
      await this.fetchAgain(uris);
    }
    this.refreshing = undefined;
  }

  private async fetchAgain(uris: readonly string[]): Promise<void> {
    const { fileSystem } = this;
    const folders = new Set<string>();
    for (const uri of uris) {
      const around = fileSystem.listedAround(uri);
      if (around !== undefined) folders.add(around);
      if (fileSystem.isListed(uri)) folders.add(uri);
    }
    const listed = [...folders];
    const listings = await this.list(listed);
    const files = new Set<string>();
    const named = new Set(uris);
    for (const [index, folder] of listed.entries())
      for (const file of namesOfFiles(folder, listings[index])) {
        const isNew = sourceSyntaxOf(baseNameOf(file)) !== undefined && !fileSystem.isMirrored(file);
        if (isNew || (named.has(file) && fileSystem.isMirrored(file))) files.add(file);
      }
    const all = [...files];
    const contents = await this.read(all);
    for (const [index, folder] of listed.entries()) fileSystem.setFolder(folder, listings[index]);
    for (const [index, file] of all.entries()) fileSystem.setFile(file, contents[index]);
    this.settled([...new Set([...uris, ...all])]);
  }

  private async list(folders: readonly string[]): Promise<FolderListing[]> {
    return inChunks(folders, this.source.together, chunk => this.source.list(chunk));
  }

  private async read(files: readonly string[]): Promise<FileBytes[]> {
    return inChunks(files, this.source.together, chunk => this.source.read(chunk, MAX_FILE_BYTES));
  }

  private run(work: Promise<void>): Promise<void> {
    const noted = work.finally(() => {
      this.work.delete(noted);
      const waiting = this.waiting;
      this.waiting = [];
      for (const resolve of waiting) resolve();
    });
    this.work.add(noted);
    return noted;
  }
}

/** Requests all chunks at once. If the client does not answer, the files are unreadable. */
async function inChunks<T>(
  uris: readonly string[],
  together: number,
  request: (chunk: readonly string[]) => Promise<readonly T[]>,
): Promise<(T | typeof UNREADABLE)[]> {
  const answers = await Promise.all(
    chunksOf(uris, together).map(async chunk => {
      try {
        const answer = await request(chunk);
        return chunk.map((_, index) => answer[index] as T);
      } catch {
        return chunk.map(() => UNREADABLE);
      }
    }),
  );
  const all: (T | typeof UNREADABLE)[] = [];
  for (const answer of answers) append(all, answer);
  return all;
}

function chunksOf(uris: readonly string[], together: number): string[][] {
  const chunks: string[][] = [];
  for (let i = 0; i < uris.length; i += together) chunks.push(uris.slice(i, i + together));
  return chunks;
}

/**
 * Empties a set.
 * @returns its content in chunks
 */
function taken(set: Set<string>, together: number): string[][] {
  const chunks = chunksOf([...set], together);
  set.clear();
  return chunks;
}

const namesOfFiles = (folder: string, listing: FolderListing): string[] =>
  (Array.isArray(listing) ? (listing as readonly { name: string; kind: string }[]) : []).flatMap(({ name, kind }) =>
    kind === 'file' ? [childOf(folder, name)] : [],
  );

const configurationFiles = (folder: string, listing: FolderListing): string[] =>
  namesOfFiles(folder, listing).filter(uri => sourceSyntaxOf(baseNameOf(uri)) !== undefined);
