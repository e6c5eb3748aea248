/**
 * Letter case as Go's strings and unicode packages map it: one code point to one code point, without the context and the expansions
 * of JavaScript's own mappings ("ß" has no uppercase, "İ" is "i" in lowercase).
 */

/** Digraphs whose titlecase differs from their uppercase, as [first, titlecase] of runs of three code points. */
const TITLE_DIGRAPHS: readonly (readonly [number, number])[] = [
  [0x01c4, 0x01c5],
  [0x01c7, 0x01c8],
  [0x01ca, 0x01cb],
  [0x01f1, 0x01f2],
];

/** The text in uppercase. */
export function upperCase(text: string): string {
  return mapCharacters(text, upperCharacter);
}

/** The text in lowercase. */
export function lowerCase(text: string): string {
  return mapCharacters(text, lowerCharacter);
}

/** The text with every letter that begins a word in titlecase. */
export function titleCase(text: string): string {
  let previous = ' ';
  return mapCharacters(text, character => {
    const result = isWordSeparator(previous) ? titleCharacter(character) : character;
    previous = character;
    return result;
  });
}

/** The code point both letters of a pair that differ only in case fold to. Source: Unicode simple case folding. */
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
  // Georgian letters have uppercase forms, but stay as they are at the beginning of a word.
  if (code >= 0x10d0 && code <= 0x10ff) return character;
  return upperCharacter(character);
}

/** Greek letters with iota subscript: JavaScript's uppercase writes the iota out, the simple mapping is eight or nine further on. */
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
