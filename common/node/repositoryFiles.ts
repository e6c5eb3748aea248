/**
 * Reads files of a repository without the language server, with the same gate as it (gatedFileSystem.ts). A path is allowed only if its real path,
 * with all symbolic links resolved, is in the repository. Only regular files are read, up to a limit.
 */
import type { Dirent } from 'node:fs';
import { isInFolder } from './paths';
import { opendir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { naturalRoot } from './naturalRoot';
import { readRegularFile, type FileContent } from './regularFile';

/** Default maximum size of a file, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Maximum number of entries that are read in a folder. */
const MAX_ENTRIES = 20_000;

/** For one operation, so that the real paths of the top folders are resolved only once. */
export class RepositoryFiles {
  private realTops: Promise<(string | undefined)[]> | undefined;

  private constructor(private readonly tops: readonly string[]) {}

  /**
   * The files of the repository that contains a folder, or, without a repository, of the folder itself. See {@link naturalRoot}.
   *
   * @param folder absolute path.
   * @param others absolute paths of folders that the user, not the repository, has specified.
   */
  static around(folder: string, others: readonly string[] = []): RepositoryFiles {
    return new RepositoryFiles([naturalRoot(folder, homedir()), ...others]);
  }

  /** The files of a folder, without a surrounding repository. @param folder absolute path of the top of a work tree. */
  static below(folder: string): RepositoryFiles {
    return new RepositoryFiles([folder]);
  }

  /**
   * @param path absolute.
   * @returns the content, the reason for a refusal, or undefined if the file does not exist.
   */
  async read(path: string, limit = MAX_BYTES): Promise<FileContent> {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) return undefined;
    return (await this.isInside(real)) ? readRegularFile(real, limit) : { refusal: 'outside' };
  }

  /** @returns undefined also for refused files. */
  async text(path: string, limit?: number): Promise<string | undefined> {
    const content = await this.read(path, limit);
    return content && 'bytes' in content ? new TextDecoder().decode(content.bytes) : undefined;
  }

  /** @returns the entries of a folder, not all of them for a large one; empty if the folder does not exist or is refused. */
  async list(path: string): Promise<Dirent[]> {
    const entries: Dirent[] = [];
    try {
      const real = await realpath(path);
      if (!(await this.isInside(real))) return [];
      for await (const entry of await opendir(real)) if (entries.push(entry) >= MAX_ENTRIES) break;
    } catch {
      // The folder does not exist, or can't be read.
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether an absolute path may be read, even if it does not exist. A missing path is checked by its parent folder. */
  async allows(path: string): Promise<boolean> {
    const real = await realpath(path).catch(() => undefined);
    if (real !== undefined) return this.isInside(real);
    return path !== dirname(path) && this.allows(dirname(path));
  }

  private async isInside(real: string): Promise<boolean> {
    this.realTops ??= Promise.all(this.tops.map(top => realpath(top).catch(() => undefined)));
    return (await this.realTops).some(top => top !== undefined && isInFolder(real, top));
  }
}
