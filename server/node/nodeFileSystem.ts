/** Node's file system as a {@link FileSystem}. Unreadable files are treated as missing; `refusal` returns the reason. */
import { lstatSync, opendirSync, readlinkSync, statSync, type Dirent, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { URI } from 'vscode-uri';
import { namesIn } from '../../common/node/paths';
import { realPathOfExisting } from '../../common/node/realPath';
import { readRegularFileSync, type FileContent } from '../../common/node/regularFile';
import type { ReadRefusal } from '../../common/refusal';
import { MAX_FILE_BYTES, type FileSystem, type FolderEntry } from '../workspace/fileSystem';

/** Folders with more entries are not listed. */
const MAX_ENTRIES = 100_000;
/** Maximum number of links in the resolution of a path, as in Linux. */
const MAX_LINKS = 40;

/** A name that is the same in a path and in a URI. */
const PLAIN_NAME = /^\.?[\w~-][\w.~-]*$/;
/** The URI of a local folder, without a query and a fragment. */
const FOLDER_URI = /^file:\/\/\/[^?#]+$/;

interface ResolvedFolder {
  readonly realUri: string;
  readonly realPath: string;
}

/** The file system that the process may read, by real paths. Paths from a repository are read through the gate, which resolves links first. */
export class NodeFileSystem implements FileSystem {
  /** The resolved folders of the current turn of the event loop, by the requested URI. Usually, all files of a folder are read one after the other. */
  private readonly resolvedFolders = new Map<string, ResolvedFolder>();

  /** @param maxEntries maximum number of entries in a listed folder */
  constructor(
    private readonly maxEntries = MAX_ENTRIES,
    private readonly system: NodeJS.Platform = process.platform,
  ) {}

  read(uri: string, limit = MAX_FILE_BYTES): Uint8Array | undefined {
    const content = contentOf(uri, limit);
    return content && 'bytes' in content ? content.bytes : undefined;
  }

  list(uri: string): FolderEntry[] | undefined {
    const entries = entriesOf(uri, this.maxEntries);
    return typeof entries === 'string' ? undefined : entries;
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    const stats = statsOf(uri);
    if (stats?.isDirectory()) return 'folder';
    return stats?.isFile() ? 'file' : undefined;
  }

  stamp(uri: string): string | undefined {
    const stats = statsOf(uri);
    return stats && `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
  }

  realUri(uri: string): string {
    return this.realUriInFolder(uri) ?? realUriOf(uri) ?? uri;
  }

  /** Undefined for a link, for a name with other characters, and on systems that may return a name in another case than the requested one. */
  private realUriInFolder(uri: string): string | undefined {
    const end = uri.lastIndexOf('/');
    const name = uri.slice(end + 1);
    if (this.system !== 'linux' || !PLAIN_NAME.test(name)) return undefined;
    const folder = this.resolvedFolder(uri.slice(0, end));
    const stats = folder && attemptStat(`${folder.realPath}/${name}`);
    return !stats || stats.isSymbolicLink() ? undefined : `${folder.realUri}/${name}`;
  }

  private resolvedFolder(uri: string): ResolvedFolder | undefined {
    const cached = this.resolvedFolders.get(uri);
    if (cached) return cached;
    const realUri = FOLDER_URI.test(uri) ? realUriOf(uri) : undefined;
    if (realUri === undefined || realUri === 'file:///') return undefined;
    // Between turns, a link may replace the folder.
    if (this.resolvedFolders.size === 0) queueMicrotask(() => this.resolvedFolders.clear());
    const resolved = { realUri, realPath: URI.parse(realUri).fsPath };
    this.resolvedFolders.set(uri, resolved);
    return resolved;
  }

  /** Does nothing, since the gate has already decided. */
  isOutside(): boolean {
    return false;
  }

  refusal(uri: string, limit = MAX_FILE_BYTES): ReadRefusal | undefined {
    if (this.kind(uri) === 'folder') {
      const entries = entriesOf(uri, this.maxEntries);
      return typeof entries === 'string' ? entries : undefined;
    }
    const content = contentOf(uri, limit);
    return content && 'refusal' in content ? content.refusal : undefined;
  }
}

const contentOf = (uri: string, limit: number): FileContent => attempt(uri, path => readRegularFileSync(path, limit));

const realUriOf = (uri: string): string | undefined => attempt(uri, path => URI.file(realPath(path)).toString());

const statsOf = (uri: string): Stats | undefined => attempt(uri, path => statSync(path, { throwIfNoEntry: false }));

/** The entries of a folder, why they are not listed, or undefined if the folder does not exist. */
function entriesOf(uri: string, most: number): FolderEntry[] | ReadRefusal | undefined {
  return attempt(uri, path => {
    try {
      const folder = opendirSync(path, { bufferSize: 512 });
      try {
        const entries: FolderEntry[] = [];
        for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
          if (entries.length >= most) return 'tooManyEntries';
          entries.push({ name: entry.name, kind: kindOf(entry) });
        }
        // In the same order on all file systems.
        return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      } finally {
        folder.closeSync();
      }
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return ['ENOENT', 'ENOTDIR'].includes(code) ? undefined : 'unreadable';
    }
  });
}

function kindOf(entry: Dirent): FolderEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'special';
}

/**
 * Resolves all links, even if the target does not exist, since a new file would be written there. Like the system, it resolves `..` in the target of
 * a link after the links before it: `a/..` is the parent folder of the target of `a`.
 */
function realPath(path: string): string {
  const existing = existingPart(path);
  if (existing === undefined) return path;
  let start = existing;
  let at = realPathOfExisting(existing);
  if (at === undefined) {
    // A link without a target, or too many links: it is resolved like the names below it.
    start = dirname(existing);
    at = realPathOfExisting(start) ?? start;
  }
  /** The next name is the last one. */
  const names = namesIn(`./${path.slice(start.length)}`).names.reverse();
  /** Names below `at` that don't exist. */
  const missing: string[] = [];
  let links = 0;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    const next = join(at, name);
    if (name === '..') {
      if (missing.pop() === undefined) at = next;
      continue;
    }
    const stats = missing.length === 0 ? attemptStat(next) : undefined;
    if (!stats) missing.push(name);
    else if (stats.isSymbolicLink() && links < MAX_LINKS) {
      links++;
      const target = namesIn(readlinkSync(next));
      if (target.root !== '') at = target.root;
      names.push(...target.names.reverse());
    } else at = next;
  }
  return join(realPathOfExisting(at) ?? at, ...missing);
}

/** The longest part of a path, from its start, that exists. A link without a target exists, too. */
function existingPart(path: string): string | undefined {
  const parts = [path];
  for (let part = path; dirname(part) !== part; part = dirname(part)) parts.push(dirname(part));
  // Usually, the path or its folder exists. A path can have thousands of folders, so the others are not tried one after the other.
  let [from, to] = [0, parts.length];
  for (let at = 0; from < to; at = at === 0 ? 1 : Math.floor((from + to) / 2)) {
    if (attemptStat(parts[at]!)) to = at;
    else from = at + 1;
  }
  return parts[from];
}

/** Stats the path itself, without following a link. Most requested paths do not exist, which is not an error. */
function attemptStat(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function attempt<T>(uri: string, action: (path: string) => T | undefined): T | undefined {
  try {
    // The text may not be a URI.
    const parsed = URI.parse(uri);
    return parsed.scheme === 'file' ? action(parsed.fsPath) : undefined;
  } catch {
    return undefined;
  }
}
