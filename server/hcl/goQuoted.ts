/**
 * Text in quotes as Go's `%q` writes it. Terraform orders the objects of a set by texts that contain it, and quotes names in messages
 * with it.
 */

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

/** The text in double quotes, with escapes for quotes, backslashes and what is not printable. */
export function quoteAsGo(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return `"${Array.from(text, character => NAMED.get(character) ?? shown(character)).join('')}"`;
}

/** Go prints letters, marks, numbers, punctuation, symbols and the plain space. */
function shown(character: string): string {
  if (character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  const code = character.codePointAt(0)!;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');
