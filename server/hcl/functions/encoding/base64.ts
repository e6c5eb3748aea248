/** Decodes Base64 like Go's `encoding/base64`: padding is required, line breaks are ignored. */
import { fromBase64, latin1Text, utf8Bytes } from '../../../../common/bytes';

const SYMBOL = /[A-Za-z0-9+/]/;

/** Decodes Base64 text. If it is invalid, returns the offset of the first invalid symbol in UTF-8 bytes. */
export function decodeBase64(text: string): Uint8Array | { readonly badOffset: number } {
  const badOffset = findBadSymbol(latin1Text(utf8Bytes(text)));
  return badOffset === undefined ? fromBase64(text) : { badOffset };
}

/** Decodes UTF-8; undefined if the bytes are invalid. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function findBadSymbol(text: string): number | undefined {
  const skipBreaks = (from: number): number => {
    let next = from;
    while (text[next] === '\n' || text[next] === '\r') next += 1;
    return next;
  };
  for (let position = 0; ;) {
    for (let count = 0; count < 4;) {
      const symbol = text[position];
      if (symbol === undefined) return count === 0 ? undefined : position - count;
      position += 1;
      if (SYMBOL.test(symbol)) count += 1;
      else if (symbol === '=') return findBadPadding(text, position, count, skipBreaks);
      else if (symbol !== '\n' && symbol !== '\r') return position - 1;
    }
  }
}

/**
 * Checks the text after the first `=`.
 * @param count number of symbols in the last group
 * @returns the offset of the first invalid symbol
 */
function findBadPadding(
  text: string,
  after: number,
  count: number,
  skipBreaks: (from: number) => number,
): number | undefined {
  if (count < 2) return after - 1;
  let position = after;
  if (count === 2) {
    position = skipBreaks(position);
    if (position === text.length) return text.length;
    if (text[position] !== '=') return position - 1;
    position += 1;
  }
  position = skipBreaks(position);
  return position < text.length ? position : undefined;
}
