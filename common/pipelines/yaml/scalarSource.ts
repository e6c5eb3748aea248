/** Maps offsets in a YAML string to offsets in its file, where it may be folded, indented or escaped. */
import { memoize } from '../../memoize';
import type { TextRange, YamlScalar } from './tree';

const offsetMap = memoize(offsetsOf);

/** The place of a part of a scalar's string. @param start and @param end are offsets in the string */
export function rangeInScalar(node: YamlScalar, start: number, end: number): TextRange {
  const map = offsetMap(node);
  const at = (offset: number): number => map[Math.max(0, Math.min(offset, map.length - 1))] ?? node.start;
  return end > start
    ? { file: node.file, start: at(start), end: Math.max(at(start), at(end - 1) + 1) }
    : { file: node.file, start: at(start), end: at(start) };
}

const isBlank = (character: string | undefined): boolean =>
  character === ' ' || character === '\t' || character === '\n' || character === '\r';

/** For each character of the string, its offset in the file. */
function offsetsOf({ file: { text }, start, end, value }: YamlScalar): Int32Array {
  const string = String(value);
  const map = new Int32Array(string.length + 1);
  const style = text[start];
  let at = start;
  // The header of a block: `>-`, `|+ # comment`.
  if (style === '|' || style === '>') at = Math.min(end, text.indexOf('\n', start) + 1 || end);
  else if (style === '"' || style === "'") at++;
  for (let index = 0; index < string.length; index++) {
    const wanted = string[index];
    if (style === '"') at = afterContinuation(text, at, end);
    if (style === '"' && text[at] === '\\') {
      map[index] = at;
      // A character beyond the basic plane is two UTF-16 units.
      if (string.codePointAt(index)! > 0xffff) map[++index] = at;
      at += escapeLength(text[at + 1]);
      continue;
    }
    if (isBlank(wanted)) {
      while (wanted === '\n' && at < end && text[at] !== '\n' && isBlank(text[at])) at++;
      map[index] = at;
      if (text[at] === wanted || (wanted === ' ' && isBlank(text[at]))) at++;
      continue;
    }
    while (at < end && text[at] !== wanted && isBlank(text[at])) at++;
    map[index] = at;
    at += style === "'" && wanted === "'" ? 2 : 1;
  }
  map[string.length] = at;
  return map;
}

/** Skips an escaped line end and the blanks after it. */
function afterContinuation(text: string, at: number, end: number): number {
  while (text[at] === '\\' && (text[at + 1] === '\n' || text[at + 1] === '\r')) {
    at++;
    while (at < end && isBlank(text[at])) at++;
  }
  return at;
}

const escapeLength = (kind: string | undefined): number =>
  kind === 'x' ? 4 : kind === 'u' ? 6 : kind === 'U' ? 10 : 2;
