/** Escapes and white space in the text of strings and heredocs. Source of the rules: hclsyntax/parser.go of hashicorp/hcl. */
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import type { Scanner } from './scanner';

const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING_SPACE = new RegExp(`^[${SPACE}]+`);
const NOT_SPACE = new RegExp(`[^${SPACE}]`);
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const ESCAPED = /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^]|$)|([$%])\2\{/g;

/** Number of white space characters (as defined by Unicode) at the start of a text. */
export const leadingSpaces = (text: string): number => LEADING_SPACE.exec(text)?.[0].length ?? 0;

export const trimStart = (text: string): string => text.slice(leadingSpaces(text));

export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && !NOT_SPACE.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/**
 * Resolves the escapes in a quoted string.
 * @param raw the text between the quotes
 * @param start offset of `raw` in the scanner's text, for the range of a problem
 * @throws SyntaxProblem for an invalid escape
 */
export function unescapeQuoted(scanner: Scanner, raw: string, start: number): string {
  if (!/[\\$%]/.test(raw)) return raw;
  return raw.replace(ESCAPED, (whole, escape: string | undefined, mark: string | undefined, at: number) => {
    if (mark !== undefined) return `${mark}{`;
    const simple = ownProperty(ESCAPES, escape ?? '');
    if (simple !== undefined) return simple;
    const from = start + at;
    if (escape !== undefined && escape.length > 2) {
      const code = parseInt(escape.slice(1), 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        scanner.fail(t('"{0}" is not a character.', whole), from, from + whole.length);
      }
      return String.fromCodePoint(code);
    }
    return scanner.fail(t('"{0}" is not an escape sequence.', whole), from, from + whole.length);
  });
}

/** Resolves the escapes in the text of a heredoc: only `$${` and `%%{`. */
export const unescapeSequences = (raw: string): string => raw.replace(/([$%])\1\{/g, '$1{');
