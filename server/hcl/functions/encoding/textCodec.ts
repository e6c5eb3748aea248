/** Encodes and decodes text in the encodings of {@link findTextEncoding}. Source of the rules: Go's golang.org/x/text/encoding. */
import { utf8Bytes } from '../../../../common/bytes';
import { UnknownResultError } from '../../../../common/unknownResultError';

/** Encodes text; undefined if the encoding does not have all characters. Throws UnknownResultError for unknown codecs. */
export function encodeWithCodec(text: string, codec: string | undefined): Uint8Array | undefined {
  if (codec === 'utf-8') return utf8Bytes(text);
  if (codec === 'utf-16le') return utf16Bytes(text, 'little');
  if (codec === 'utf-16be') return utf16Bytes(text, 'big');
  if (codec === 'utf-16') return utf16Bytes(`\ufeff${text}`, 'big');
  const bytes: number[] = [];
  const table = byteTable(codec);
  for (const character of text) {
    const byte = table.indexOf(character);
    if (byte < 0) return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function utf16Bytes(text: string, order: 'little' | 'big'): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), order === 'little');
  return new Uint8Array(view.buffer);
}

/** Decodes bytes; undefined if some are invalid. Throws UnknownResultError for unknown codecs. */
export function decodeWithCodec(bytes: Uint8Array, codec: string | undefined): string | undefined {
  if (codec === 'utf-8' || codec === 'utf-16le' || codec === 'utf-16be') return decodeUnicode(bytes, codec);
  if (codec === 'utf-16') {
    const [first, second] = bytes;
    if (first === 0xff && second === 0xfe) return decodeUnicode(bytes.subarray(2), 'utf-16le');
    return decodeUnicode(first === 0xfe && second === 0xff ? bytes.subarray(2) : bytes, 'utf-16be');
  }
  const table = byteTable(codec);
  let text = '';
  for (const byte of bytes) {
    const character = table[byte];
    if (character === undefined || character === '') return undefined;
    text += character;
  }
  return text;
}

/** Like Terraform, treats replacement characters in the text as errors. */
function decodeUnicode(bytes: Uint8Array, codec: string): string | undefined {
  try {
    const text = new TextDecoder(codec, { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\ufffd') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const tables = new Map<string, readonly string[]>();

/** The Turkish letters that replace Latin-1 characters. */
const LATIN5: Readonly<Record<number, string>> = { 0xd0: 'Ğ', 0xdd: 'İ', 0xde: 'Ş', 0xf0: 'ğ', 0xfd: 'ı', 0xfe: 'ş' };

/** Characters from 0xA0. Node.js's TextDecoder doesn't have this encoding. */
const ISO_8859_16 =
  '\u00a0ĄąŁ€„Š§š©Ș«Ź\u00adźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ';

/** Bytes that implementations of TextDecoder decode in different ways; an empty string if the byte is unassigned. */
const DIFFERENT: ReadonlyMap<string, Readonly<Record<number, string>>> = new Map([
  ['koi8-u', { 0xae: 'ў', 0xbe: 'Ў' }],
  ['windows-1253', { 0xaa: '' }],
  ['windows-1255', { 0xca: '\u05ba' }],
]);

/** What TextDecoder returns for unassigned bytes: control characters, and characters for private use in windows-874. */
const UNASSIGNED = /[\u0080-\u009f\uf8c1-\uf8c8]/;

/**
 * Characters that replace the control characters of Latin-1; spaces for unassigned bytes. Not all implementations of TextDecoder have this encoding.
 */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** The characters of all bytes in a single-byte encoding; empty strings for unassigned bytes. */
function byteTable(codec: string | undefined): readonly string[] {
  if (codec === undefined) throw new UnknownResultError('an encoding that only terraform knows');
  let table = tables.get(codec);
  if (!table) {
    table = Array.from({ length: 256 }, (_, byte) => byteCharacter(byte, codec));
    tables.set(codec, table);
  }
  return table;
}

function byteCharacter(byte: number, codec: string): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  if (codec === 'ascii') return '';
  if (codec === 'windows-1252' && byte >= 0x80 && byte < 0xa0) return WINDOWS_1252[byte - 0x80]!.trim();
  if (codec === 'latin1' || codec === 'windows-1252') return String.fromCharCode(byte);
  if (codec === 'latin5') return LATIN5[byte] ?? String.fromCharCode(byte);
  if (codec === 'iso-8859-16') return ISO_8859_16[byte - 0xa0] ?? '';
  const different = DIFFERENT.get(codec)?.[byte];
  if (different !== undefined) return different;
  const character = decodeUnicode(Uint8Array.of(byte), codec) ?? '';
  return UNASSIGNED.test(character) ? '' : character;
}
