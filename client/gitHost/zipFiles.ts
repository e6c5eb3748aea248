/** Extracts files with given names from an untrusted zip archive, within limits and in memory. */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

/** Maximum number of entries that are read. */
const MAX_ENTRIES = 10_000;

/** The end of the directory has 22 bytes and a comment of at most 65,535. */
const END_LENGTH = 22;
const MAX_COMMENT_BYTES = 0xffff;

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_LENGTH = 46;
const FILE_SIGNATURE = 0x04034b50;
const FILE_LENGTH = 30;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

interface Entry {
  readonly method: number;
  readonly compressedSize: number;
  /** Offset of its header. */
  readonly offset: number;
}

/**
 * @param names exact paths of files in the archive. No other file is decompressed.
 * @param limit of one file, in bytes.
 * @returns the files in the archive, without those that are longer, encrypted or damaged.
 */
export async function filesInZip(
  archive: Uint8Array,
  names: readonly string[],
  limit: number,
): Promise<Map<string, Uint8Array>> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const files = new Map<string, Uint8Array>();
  for (const [name, entry] of entriesOf(bytes, new Set(names))) {
    const content = await contentOf(bytes, entry, limit).catch(() => undefined);
    if (content) files.set(name, content);
  }
  return files;
}

/** The directory's entries with these names; the first one of several with the same name. */
function entriesOf(bytes: Buffer, names: ReadonlySet<string>): Map<string, Entry> {
  const found = new Map<string, Entry>();
  const end = endOfDirectory(bytes);
  if (end < 0) return found;
  const count = Math.min(bytes.readUInt16LE(end + 10), MAX_ENTRIES);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_LENGTH > end || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) break;
    const nameEnd = at + ENTRY_LENGTH + bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + ENTRY_LENGTH, nameEnd);
    const isEncrypted = (bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0;
    if (names.has(name) && !found.has(name) && !isEncrypted)
      found.set(name, {
        method: bytes.readUInt16LE(at + 10),
        compressedSize: bytes.readUInt32LE(at + 20),
        offset: bytes.readUInt32LE(at + 42),
      });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

/** @returns the offset of the end of the directory; -1 if there is none, so that it is not an archive. */
function endOfDirectory(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_LENGTH - MAX_COMMENT_BYTES);
  for (let at = bytes.length - END_LENGTH; at >= first; at--) {
    // The comment can contain the signature, too.
    const isEnd = bytes.readUInt32LE(at) === END_SIGNATURE;
    if (isEnd && at + END_LENGTH + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return -1;
}

/** @returns undefined for an invalid offset or an unsupported compression. @throws if it is damaged or too long */
async function contentOf(bytes: Buffer, entry: Entry, limit: number): Promise<Uint8Array | undefined> {
  const { method, compressedSize, offset } = entry;
  if (offset + FILE_LENGTH > bytes.length || bytes.readUInt32LE(offset) !== FILE_SIGNATURE) return undefined;
  const start = offset + FILE_LENGTH + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + compressedSize > bytes.length) return undefined;
  const content = bytes.subarray(start, start + compressedSize);
  if (method === STORED) return content.length > limit ? undefined : content;
  // Decompression stops at the limit, since the sizes in an archive are not reliable.
  return method === DEFLATED ? inflate(content, { maxOutputLength: limit }) : undefined;
}
