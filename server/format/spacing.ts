/** Whether there is a space between two tokens of a line. Source of the rules: spaceAfterToken in hclwrite/format.go of hashicorp/hcl. */
import type { FormatToken, Kind } from './formatToken';

const OPENING = new Set<Kind>(['{', '[', '(', 'openTemplate']);
const CLOSING = new Set<Kind>(['}', ']', ')', 'closeTemplate']);

/** 1 for an opening bracket, -1 for a closing one. */
export const bracketChange = ({ kind }: FormatToken): number => (OPENING.has(kind) ? 1 : CLOSING.has(kind) ? -1 : 0);

/** After these tokens, a minus is unary. */
const BEFORE_NEGATION = new Set<Kind>([
  ...(['(', '{', '[', '=', ':', ',', '?', '+', '*', '/', '%', '-'] as const),
  ...(['==', '!=', '>', '>=', '<', '<=', '&&', '||', '!'] as const),
]);

/** Tokens without a space before them, and tokens without a space after them. */
const CLOSE_TO_PREVIOUS = new Set<Kind>(['newline', 'end', '.', ',', '...']);
const INSIDE_STRINGS_BEFORE = new Set<Kind>(['literal', 'openQuote', 'openHeredoc']);
const INSIDE_STRINGS_AFTER = new Set<Kind>(['literal', 'closeQuote', 'closeHeredoc']);

/**
 * @param previous the token before `token`, in the same cell of the line
 * @returns whether there is a space between `token` and `next`
 */
export function spaceBetween(previous: FormatToken | undefined, token: FormatToken, next: FormatToken): boolean {
  if (token.kind === '.' || CLOSE_TO_PREVIOUS.has(next.kind) || isCallName(token, next)) return false;
  if (token.kind === ',') return true;
  if (INSIDE_STRINGS_BEFORE.has(token.kind) || INSIDE_STRINGS_AFTER.has(next.kind)) return false;
  // In `[for x in [1]: x]`, the inner bracket is not an index.
  if (token.kind === 'identifier' && token.text === 'in' && previous?.kind === 'identifier') return true;
  if (next.kind === '[' && (token.kind === 'identifier' || token.kind === 'number' || CLOSING.has(token.kind)))
    return false;
  if (token.kind === '!') return false;
  if (token.kind === '-') return previous !== undefined && !BEFORE_NEGATION.has(previous.kind);
  return spaceByBrackets(token, next);
}

/** `f(`, `a::f` */
function isCallName(token: FormatToken, next: FormatToken): boolean {
  if (token.kind === 'identifier') return next.kind === '(' || next.kind === '::';
  return token.kind === '::' && next.kind === 'identifier';
}

/** Braces have spaces inside, other brackets don't; neither does `{}`. */
function spaceByBrackets(token: FormatToken, next: FormatToken): boolean {
  if (token.kind === '{' || next.kind === '}') return token.kind !== '{' || next.kind !== '}';
  if (token.kind === 'openTemplate' && next.kind === '{') return true;
  if (token.kind === '}' && next.kind === 'closeTemplate') return true;
  if (token.kind === 'closeTemplate' && next.kind === 'openTemplate') return false;
  return !OPENING.has(token.kind) && !CLOSING.has(next.kind);
}
