/** Decompresses gzip data with a size limit, since a small text can expand to gigabytes. */
import { inflateSync } from 'fflate';
import { FunctionError } from '../function';
import { MAX_TEXT_LENGTH } from '../limits';
import { UnknownResultError } from '../../../../common/unknownResultError';

/** The flags in the header, and the lengths of its fixed part and of the trailer. Source: RFC 1952. */
const FLAG = { checksum: 2, extra: 4, name: 8, comment: 16 } as const;
const HEADER = 10;
const TRAILER = 8;

/**
 * Decompresses gzip data.
 * @throws FunctionError if the data is not in gzip format
 * @throws UnknownResultError if the result exceeds the limit for function calls
 */
export function gunzip(bytes: Uint8Array): Uint8Array {
  const start = headerLength(bytes);
  if (start === undefined || bytes.length < start + TRAILER) throw notGzip();
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - TRAILER, TRAILER);
  const size = trailer.getUint32(4, true);
  if (size > MAX_TEXT_LENGTH) throw new UnknownResultError(`the result would have more than ${MAX_TEXT_LENGTH} bytes`);
  const content = inflate(bytes.subarray(start, -TRAILER), size);
  if (content && content.length === size && crc32(content) === trailer.getUint32(0, true)) return content;
  if (hasOtherMember(bytes)) throw new UnknownResultError('the data may have several parts');
  throw notGzip();
}

const notGzip = (): FunctionError =>
  new FunctionError('failed to gunzip bytestream: the data is not in gzip format, or not all of it is there');

/** Decompresses at most `size` bytes and drops the rest; undefined if the data is invalid. */
function inflate(bytes: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { out: new Uint8Array(size) });
  } catch {
    return undefined;
  }
}

/** Offset of the compressed data; undefined if the header is incomplete. */
function headerLength(bytes: Uint8Array): number | undefined {
  if (!isMember(bytes, 0)) return undefined;
  const flags = bytes[3]!;
  let at = HEADER;
  if (flags & FLAG.extra) at += 2 + bytes[at]! + (bytes[at + 1]! << 8);
  for (const flag of [FLAG.name, FLAG.comment]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (flags & FLAG.checksum) at += 2;
  return Number.isNaN(at) ? undefined : at;
}

const isMember = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;

/** Whether the data may have several members, whose contents gzip concatenates. */
function hasOtherMember(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x1f, 1); at > 0; at = bytes.indexOf(0x1f, at + 1)) if (isMember(bytes, at)) return true;
  return false;
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
