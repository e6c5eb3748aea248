/** Finds the lines to format after a character was typed. */
import type { SourceFile } from '../syntax/sourceFileModel';
import type { Position } from '../syntax/lineIndex';
import type { LineRange } from './formatFile';
import { formatTokens, type FormatToken } from './formatToken';

/**
 * After a line end: the innermost enclosing block or object, or at the top level the item that ended with it. After a brace: the block or
 * object that it closes. Undefined in strings, heredocs and comments.
 * @param file one that parses
 * @param position after the character
 */
export function* editedLines(
  file: SourceFile,
  position: Position,
  character: string,
): Generator<undefined, LineRange | undefined> {
  if (file.diagnostics.length > 0) return undefined;
  const offset = file.lines.offsetAt(position);
  const linesOf = ({ open, close }: Pair): LineRange => ({
    first: lineOf(file, open.start!),
    last: lineOf(file, close.start!),
  });
  const pairs = pairsOf(yield* formatTokens(file.text));
  if (character === '}') {
    const closed = pairs.find(({ open, close }) => open.kind === '{' && close.start === offset - 1);
    return closed && linesOf(closed);
  }
  // Inner pairs come before outer ones.
  const around = pairs.filter(({ open, close }) => open.start! < offset && close.start! >= offset);
  const innermost = around.find(
    ({ open }) => open.kind === '{' || open.kind === 'openHeredoc' || open.kind === 'comment',
  );
  if (innermost) return innermost.open.kind === '{' ? linesOf(innermost) : undefined;
  return lastItem(file, offset, position.line);
}

function lastItem(file: SourceFile, offset: number, line: number): LineRange | undefined {
  const placed = file.items.findLast(each => each.offset < offset);
  if (!placed) return undefined;
  const last = lineOf(file, placed.offset + placed.item.text.trimEnd().length);
  return last >= line - 1 ? { first: lineOf(file, placed.offset), last } : undefined;
}

const lineOf = (file: SourceFile, offset: number): number => file.lines.positionAt(offset).line;

interface Pair {
  readonly open: FormatToken;
  readonly close: FormatToken;
}

/** Braces and heredocs with their ends, and comments of several lines, sorted by end. */
function pairsOf(tokens: readonly FormatToken[]): Pair[] {
  const open: FormatToken[] = [];
  const pairs: Pair[] = [];
  for (const token of tokens) {
    if (token.kind === '{' || token.kind === 'openHeredoc') open.push(token);
    else if (token.kind === '}' || token.kind === 'closeHeredoc') pairs.push({ open: open.pop()!, close: token });
    else if (token.kind === 'comment' && token.text.startsWith('/*')) {
      pairs.push({ open: token, close: { ...token, start: token.start! + token.text.length - 1 } });
    }
  }
  return pairs;
}
