/** Parses escapes for single characters in regular expressions. Source of the rules: Go's regexp/syntax. */
import { ownProperty } from '../ownProperty';
import { RegexError } from './regexError';

const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const MAX_CODE = 0x10ffff;

/** Parses the escape that begins with a backslash at `start`, and returns its end. Throws {@link RegexError}. */
export function parseEscape(pattern: string, start: number): { code: number; end: number } {
  const rest = pattern.slice(start);
  if (rest.length < 2) throw new RegexError('trailing backslash at end of expression', '');
  const code = rest.codePointAt(1)!;
  const letter = String.fromCodePoint(code);
  if (code < 0x80 && !/[0-9A-Za-z]/.test(letter)) return { code, end: start + 2 };
  const control = ownProperty(CONTROL_ESCAPES, letter);
  if (control !== undefined) return { code: control, end: start + 2 };
  const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest)?.[1];
  if (octal) return { code: parseInt(octal, 8), end: start + 1 + octal.length };
  if (letter === 'x') return parseHex(rest, start);
  throw new RegexError('invalid escape sequence', rest.slice(0, 1 + letter.length));
}

function parseHex(rest: string, start: number): { code: number; end: number } {
  const short = /^\\x([0-9A-Fa-f]{2})/.exec(rest);
  if (short) return { code: parseInt(short[1]!, 16), end: start + 4 };
  const long = /^\\x\{([0-9A-Fa-f]+)\}/.exec(rest);
  if (long) {
    const code = parseInt(long[1]!, 16);
    if (code <= MAX_CODE) return { code, end: start + long[0].length };
  }
  throw new RegexError('invalid escape sequence', consumedHex(rest));
}

/** The part of an invalid `\x…` up to where Go's parser stops. */
function consumedHex(rest: string): string {
  if (rest.length < 3) return rest;
  if (rest[2] !== '{') {
    const second = rest.codePointAt(2)!;
    const next = 2 + String.fromCodePoint(second).length;
    return next < rest.length ? rest.slice(0, next + String.fromCodePoint(rest.codePointAt(next)!).length) : rest;
  }
  let code = 0;
  for (let i = 3; i < rest.length; i++) {
    const digit = parseInt(rest[i]!, 16);
    if (Number.isNaN(digit)) return rest.slice(0, i + String.fromCodePoint(rest.codePointAt(i)!).length);
    code = code * 16 + digit;
    if (code > MAX_CODE) return rest.slice(0, i + 1);
  }
  return rest;
}
