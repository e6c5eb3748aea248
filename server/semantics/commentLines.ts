/** Comments on lines of their own. */
import { memoize } from '../../common/memoize';
import type { Attribute, Block, Expression, Span } from '../syntax/ast';
import { childrenOf } from '../syntax/traversal';
import type { SourceFile } from '../syntax/sourceFileModel';
import { offsetInFile } from './positionMapping';

export interface CommentLine extends Span {
  /** Zero-based first and last line; a block comment may have several lines. */
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/** Comments in the order of the text, not `#` in strings and heredocs. Offsets are those of the file. */
export const commentLines = memoize<SourceFile, readonly CommentLine[]>(findComments);

function findComments(file: SourceFile): CommentLine[] {
  const { text } = file;
  const found: CommentLine[] = [];
  const isInText = inAscendingOrder(heredocSpans(file));
  for (let lineStart = 0, next = 0; lineStart < text.length; lineStart = next) {
    const lineEnd = endOfLine(text, lineStart);
    next = lineEnd + 1;
    const start = firstOnLine(text, lineStart);
    const opening = text.slice(start, start + 2);
    const isBlock = opening === '/*';
    if (!isBlock && opening[0] !== '#' && opening !== '//') continue;
    const end = isBlock ? endOfBlock(text, start) : lineEnd;
    // After an unclosed comment, nothing can be distinguished.
    if (end === undefined) break;
    if (isInText(start)) continue;
    const last = endOfLine(text, end);
    next = last + 1;
    if (text.slice(end, last).trim() !== '') continue;
    found.push({
      start,
      end: last,
      line: file.lines.positionAt(start).line,
      endLine: file.lines.positionAt(last).line,
      text: text.slice(start, last),
    });
  }
  return found;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

function firstOnLine(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function endOfBlock(text: string, start: number): number | undefined {
  const at = text.indexOf('*/', start + 2);
  return at < 0 ? undefined : at + 2;
}

/** Whether an offset is in one of the spans; must be called with ascending offsets. */
function inAscendingOrder(spans: readonly Span[]): (offset: number) => boolean {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  let next = 0;
  let end = -1;
  return offset => {
    for (; next < ordered.length && ordered[next]!.start < offset; next++) end = Math.max(end, ordered[next]!.end);
    return offset < end;
  };
}

/** Multi-line strings, with offsets in the file. */
export const heredocSpans = memoize((file: SourceFile): readonly Span[] =>
  file.items.flatMap(placed => {
    const found: Span[] = [];
    if (placed.item.text.includes('<<')) findHeredocs(placed.item.node, placed.item.text, found);
    return found.map(({ start, end }) => ({ start: offsetInFile(placed, start), end: offsetInFile(placed, end) }));
  }),
);

function findHeredocs(node: Block | Attribute, text: string, found: Span[]): void {
  if (node.kind === 'block') for (const entry of node.body) findHeredocs(entry, text, found);
  else findInExpression(node.value, text, found);
}

function findInExpression(expression: Expression, text: string, found: Span[]): void {
  const isText = expression.kind === 'text' || expression.kind === 'template';
  if (isText && text.startsWith('<<', expression.start)) found.push(expression);
  else for (const child of childrenOf(expression)) findInExpression(child, text, found);
}
