/** Quotes strings like Go's `%q`. Terraform uses it for names in messages and to sort the objects of a set. */

const NAMED = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** The string in double quotes, with quotes, backslashes and characters that are not printable escaped. */
export function quoteAsGo(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return `"${Array.from(text, character => NAMED.get(character) ?? shown(character)).join('')}"`;
}

/** Like Go's `strconv.IsPrint`, keeps letters, marks, numbers, punctuation, symbols and the plain space; escapes other characters. */
function shown(character: string): string {
  if (character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  const code = character.codePointAt(0)!;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');
