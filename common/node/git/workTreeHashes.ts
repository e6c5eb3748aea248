/** Hashes of files on disk, to compare them with a revision. Git would run the filters that the repository configures. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RepositoryFiles } from '../repositoryFiles';

/** Files that are read at the same time. */
const FILES_AT_ONCE = 32;

/**
 * The hashes that Git would store, without filters. Line ends that Git converts are no change.
 * @param folder real path of the folder that the paths are relative to
 * @param paths of the files
 * @param tracked hashes of the revision by path
 * @param limit larger files count as changed, in bytes
 */
export async function workTreeHashes(
  folder: string,
  paths: readonly string[],
  tracked: ReadonlyMap<string, string>,
  limit: number,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const files = RepositoryFiles.below(folder);
  const add = async (path: string): Promise<void> => {
    const content = await files.read(join(folder, path), limit);
    if (content && 'bytes' in content) {
      const hash = tracked.get(path);
      const hashes = [content.bytes, withoutCarriageReturns(content.bytes)].map(each => blobHash(each, hash?.length));
      found.set(path, hash !== undefined && hashes.includes(hash) ? hash : hashes[0]!);
    } else if (content?.refusal === 'tooLarge') found.set(path, 'a file that is too large to be read');
  };
  for (let at = 0; at < paths.length; at += FILES_AT_ONCE)
    await Promise.all(paths.slice(at, at + FILES_AT_ONCE).map(add));
  return found;
}

const withoutCarriageReturns = (content: Uint8Array): Uint8Array =>
  content.filter((byte, index) => byte !== 13 || content[index + 1] !== 10);

/** @param length of the repository's hashes: 40 for SHA-1, 64 for SHA-256 */
const blobHash = (content: Uint8Array, length = 40): string =>
  createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
