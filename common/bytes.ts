/** Converts between bytes and text, without APIs that only Node has. */

const ENCODER = new TextEncoder();
/** Number of bytes per function call, since the number of arguments of a call is limited. */
const CHUNK = 8192;

/** The UTF-8 bytes of a string. Unpaired surrogates are replaced by U+FFFD. */
export const utf8Bytes = (text: string): Uint8Array => ENCODER.encode(text);

/** Length of a string in UTF-8, in bytes. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** A string with one character, U+0000 to U+00FF, for each byte. */
export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return text;
}

/** Base64 with padding. */
export const toBase64 = (bytes: Uint8Array): string => btoa(latin1Text(bytes));

/** The bytes of Base64 text with padding; white space is ignored. @throws for anything else */
export function fromBase64(text: string): Uint8Array {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** Two lowercase hexadecimal digits for each byte. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

/** The bytes of pairs of hexadecimal digits. */
export const fromHex = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
