/**
 * Limits the nesting of untrusted JSON, since recursive functions that process deeply nested values would overflow the call stack.
 */

/** Maximum number of nested brackets and braces. */
export const MAX_JSON_DEPTH = 250;

const [NEWLINE, QUOTE, STAR, SLASH, BACKSLASH] = [10, 34, 42, 47, 92];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [91, 93, 123, 125];

/**
 * Whether brackets are nested deeper than `MAX_JSON_DEPTH`. The text need not be valid JSON.
 * @param comments whether the text can contain comments, as VS Code's settings do
 */
export function isNestedTooDeep(text: string, comments = false): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (comments && code === SLASH) at = endOfComment(text, at);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth--;
  }
  return false;
}

/** Offset of the closing quote; the text's length if there is none. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

/** Offset of a comment's last character; the offset of the slash if no comment begins there. */
function endOfComment(text: string, slash: number): number {
  const next = text.charCodeAt(slash + 1);
  if (next !== SLASH && next !== STAR) return slash;
  const end = next === STAR ? text.indexOf('*/', slash + 2) + 1 : text.indexOf(String.fromCharCode(NEWLINE), slash);
  return end <= 0 ? text.length : end;
}

/**
 * Parses untrusted JSON.
 * @throws SyntaxError if it is invalid or nested too deep
 */
export function parseJson(text: string): unknown {
  if (isNestedTooDeep(text)) throw new SyntaxError(`JSON is nested more than ${MAX_JSON_DEPTH} levels deep.`);
  return JSON.parse(text);
}
