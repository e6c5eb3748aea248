/**
 * Reads only regular files, through one descriptor. The file is opened non-blocking, since a pipe would block, checked through the descriptor,
 * so that it can't be replaced in between, and read up to a limit, since a file can grow, and files in /proc report no size. A symbolic link as
 * the last part of the path is never followed: callers must pass real paths.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ReadRefusal } from '../refusal';

/** The content, the reason why the file can't be read, or undefined if the path does not exist or is a folder. */
export type FileContent = { readonly bytes: Uint8Array } | { readonly refusal: ReadRefusal } | undefined;

// The last three don't exist on Windows.
const FLAGS =
  constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * @param path real path of the file
 * @param limit maximum size of the file, in bytes
 */
export function readRegularFileSync(path: string, limit: number): FileContent {
  let descriptor: number;
  try {
    descriptor = openSync(path, FLAGS);
  } catch (error) {
    return ofError(error);
  }
  try {
    const stats = fstatSync(descriptor);
    const refused = refusalOf(stats, limit);
    if (refused) return refused.answer;
    const content = new GrowingBuffer(stats.size, limit);
    while (content.take(readSync(descriptor, content.bytes, content.length, content.free, null)));
    return content.result();
  } catch (error) {
    return ofError(error);
  } finally {
    closeSync(descriptor);
  }
}

/** Asynchronous version of the above. */
export async function readRegularFile(path: string, limit: number): Promise<FileContent> {
  try {
    const file = await open(path, FLAGS);
    try {
      const stats = await file.stat();
      const refused = refusalOf(stats, limit);
      if (refused) return refused.answer;
      const content = new GrowingBuffer(stats.size, limit);
      while (content.take((await file.read(content.bytes, content.length, content.free, null)).bytesRead));
      return content.result();
    } finally {
      await file.close();
    }
  } catch (error) {
    return ofError(error);
  }
}

/** Size of a chunk, in bytes. */
const CHUNK = 256 * 1024;

/**
 * Reads a file in chunks, so that it is never in memory as a whole.
 * @param limit maximum size in bytes; a larger file is refused, possibly after some chunks
 * @param take receives each chunk; the chunk's memory is reused afterwards
 * @returns undefined if the whole file was read; else the reason why not, `missing` if it does not exist
 */
export async function streamRegularFile(
  path: string,
  limit: number,
  take: (chunk: Uint8Array) => void,
): Promise<ReadRefusal | 'missing' | undefined> {
  const file = await open(path, FLAGS).catch((error: unknown) => whyNot(ofError(error)));
  if (typeof file === 'string') return file;
  try {
    const refused = refusalOf(await file.stat(), limit);
    if (refused) return whyNot(refused.answer);
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let length = 0; ;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, null);
      if (bytesRead === 0) return undefined;
      length += bytesRead;
      if (length > limit) return 'tooLarge';
      take(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

const whyNot = (answer: FileContent): ReadRefusal | 'missing' =>
  answer && 'refusal' in answer ? answer.refusal : 'missing';

/** Undefined if the file can be read. */
function refusalOf(stats: Stats, limit: number): { readonly answer: FileContent } | undefined {
  if (stats.isDirectory()) return { answer: undefined };
  if (!stats.isFile()) return { answer: { refusal: 'notRegular' } };
  return stats.size > limit ? { answer: { refusal: 'tooLarge' } } : undefined;
}

function ofError(error: unknown): FileContent {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
      return undefined;
    // A socket, or a device without a driver.
    case 'ENXIO':
    case 'ENODEV':
    case 'EOPNOTSUPP':
      return { refusal: 'notRegular' };
    // A symbolic link that was created after the path was resolved.
    case 'ELOOP':
      return { refusal: 'outside' };
    default:
      return { refusal: 'unreadable' };
  }
}

/** Reads up to one byte beyond the limit, regardless of the reported size. */
class GrowingBuffer {
  bytes: Buffer;
  length = 0;

  constructor(
    private readonly expected: number,
    private readonly limit: number,
  ) {
    // A file in /proc reports no size.
    this.bytes = Buffer.allocUnsafe(Math.min(expected || 4096, limit) + 1);
  }

  get free(): number {
    return this.bytes.length - this.length;
  }

  /** @returns whether there may be more to read */
  take(count: number): boolean {
    this.length += count;
    if (count === 0 || this.length > this.limit) return false;
    if (this.free === 0) {
      const larger = Buffer.allocUnsafe(Math.min(Math.max(2 * this.length, 65_536), this.limit + 1));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    // A second read only to find the end takes as long as the first one.
    return this.length !== this.expected;
  }

  result(): FileContent {
    if (this.length > this.limit) return { refusal: 'tooLarge' };
    return { bytes: new Uint8Array(this.bytes.buffer, this.bytes.byteOffset, this.length) };
  }
}
