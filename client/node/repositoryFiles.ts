/**
 * Files of a repository as the extension's host reads them: the same gate as the language server's (gatedFileSystem.ts). A path counts
 * only where its real path, all symbolic links followed, is in the repository; only regular files are read, up to a limit.
 */
import type { Dirent } from 'node:fs';
import { isInFolder } from '../../common/node/paths';
import { opendir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { naturalRoot } from '../../common/node/naturalRoot';
import { readRegularFile, type FileContent } from '../../common/node/regularFile';

/** Larger files are refused, in bytes, unless a caller says otherwise. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Entries of a folder that are looked at. */
const MAX_ENTRIES = 20_000;

/** For one operation: where the tops really are is found once. */
export class RepositoryFiles {
  private realTops: Promise<(string | undefined)[]> | undefined;

  private constructor(private readonly tops: readonly string[]) {}

  /**
   * The files of the repository around a folder; where there is none, of the folder itself. See {@link naturalRoot}.
   *
   * @param folder absolute path.
   * @param others absolute paths of folders that the user, not the repository, has named.
   */
  static around(folder: string, others: readonly string[] = []): RepositoryFiles {
    return new RepositoryFiles([naturalRoot(folder, homedir()), ...others]);
  }

  /** The files of a folder, and of none around it. @param folder absolute path: the top of a work tree. */
  static below(folder: string): RepositoryFiles {
    return new RepositoryFiles([folder]);
  }

  /**
   * @param path absolute.
   * @returns content, why there is none, or undefined where there is no such file.
   */
  async read(path: string, limit = MAX_BYTES): Promise<FileContent> {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) return undefined;
    return (await this.isInside(real)) ? readRegularFile(real, limit) : { refusal: 'outside' };
  }

  /** @returns undefined also for what is refused. */
  async text(path: string, limit?: number): Promise<string | undefined> {
    const content = await this.read(path, limit);
    return content && 'bytes' in content ? new TextDecoder().decode(content.bytes) : undefined;
  }

  /** @returns the entries of a folder, of a large one not all; none where there is no such folder, or one that is refused. */
  async list(path: string): Promise<Dirent[]> {
    const entries: Dirent[] = [];
    try {
      const real = await realpath(path);
      if (!(await this.isInside(real))) return [];
      for await (const entry of await opendir(real)) if (entries.push(entry) >= MAX_ENTRIES) break;
    } catch {
      // There is none, or it can't be read.
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether an absolute path may be read, whatever is there: what is missing counts by the folder that it would be in. */
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
