/**
 * Maps letter case like Go's strings and unicode packages, from one code point to one code point. JavaScript's mappings depend on context and can
 * return several code points. ("ß" has no uppercase, the lowercase of "İ" is "i".)
 */

/** Digraphs with a titlecase other than their uppercase: the first of three code points, and the titlecase. */
const TITLE_DIGRAPHS: readonly (readonly [number, number])[] = [
  [0x01c4, 0x01c5],
  [0x01c7, 0x01c8],
  [0x01ca, 0x01cb],
  [0x01f1, 0x01f2],
];

/** Converts text to uppercase. */
export function upperCase(text: string): string {
  return mapCharacters(text, upperCharacter);
}

/** Converts text to lowercase. */
export function lowerCase(text: string): string {
  return mapCharacters(text, lowerCharacter);
}

/** Converts the first letter of each word to titlecase. */
export function titleCase(text: string): string {
  let previous = ' ';
  return mapCharacters(text, character => {
    const result = isWordSeparator(previous) ? titleCharacter(character) : character;
    previous = character;
    return result;
  });
}

/** Maps letters that differ only in case to the same code point. Source: Unicode simple case folding. */
export function foldCharacter(character: string): string {
  if (character === 'İ' || character === 'ı') return character;
  return lowerCharacter(upperCharacter(character));
}

function mapCharacters(text: string, mapping: (character: string) => string): string {
  let result = '';
  for (const character of text) result += mapping(character);
  return result;
}

function upperCharacter(character: string): string {
  const upper = character.toUpperCase();
  return isOneCharacter(upper) ? upper : greekWithIota(character);
}

function lowerCharacter(character: string): string {
  const lower = character.toLowerCase();
  if (isOneCharacter(lower)) return lower;
  return character === 'İ' ? 'i' : character;
}

function titleCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  for (const [first, title] of TITLE_DIGRAPHS)
    if (code >= first && code < first + 3) return String.fromCodePoint(title);
  // Georgian letters have uppercase forms, but no titlecase.
  if (code >= 0x10d0 && code <= 0x10ff) return character;
  return upperCharacter(character);
}

/** The uppercase of Greek letters with iota subscript. JavaScript writes the iota as a letter; the simple mapping adds 8 or 9 to the code point. */
function greekWithIota(character: string): string {
  const code = character.codePointAt(0)!;
  if (code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0) return String.fromCodePoint(code + 8);
  if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return String.fromCodePoint(code + 9);
  return character;
}

function isOneCharacter(text: string): boolean {
  return text.length === 1 || (text.length === 2 && text.codePointAt(0)! > 0xffff);
}

function isWordSeparator(character: string): boolean {
  if (character.charCodeAt(0) < 0x80) return !/[0-9A-Za-z_]/.test(character);
  return /[\p{White_Space}]/u.test(character);
}
