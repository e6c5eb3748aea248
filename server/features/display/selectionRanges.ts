/** Selection ranges: from a word to its string, its entry, its object, its block, the whole document. */
import type { Position, Range, SelectionRange } from 'vscode-languageserver-types';
import type { Attribute, Block, Expression, Span } from '../../syntax/ast';
import { childrenOf } from '../../syntax/traversal';
import type { SourceFile } from '../../syntax/sourceFileModel';
import { covers } from '../../semantics/positionMapping';
import { resolveAt, type ResolvedPosition } from '../../semantics/resolveAt';
import { fileOf, rangeOf, type RequestContext } from '../../semantics/requestContext';

/**
 * A chain of ranges per position, innermost first; null for an unknown document.
 * @param positions zero-based, UTF-16
 */
export function selectionRanges(
  request: RequestContext,
  uri: string,
  positions: readonly Position[],
): SelectionRange[] | null {
  const file = fileOf(request, uri);
  return file ? positions.map(position => chainAt(file, resolveAt(request, uri, position))) : null;
}

function chainAt(file: SourceFile, here: ResolvedPosition | undefined): SelectionRange {
  let chain: SelectionRange = { range: rangeOf(file.lines, 0, file.text.length) };
  if (!here) return chain;
  for (const span of spansAt(here.item.text, here.item.node, here.at)) {
    const range = here.rangeOf(span);
    if (contains(chain.range, range) && !isSame(chain.range, range)) chain = { range, parent: chain };
  }
  return chain;
}

const before = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.character <= b.character);
const contains = (outer: Range, inner: Range): boolean =>
  before(outer.start, inner.start) && before(inner.end, outer.end);
const isSame = (a: Range, b: Range): boolean => contains(a, b) && contains(b, a);

/** Outermost first. */
function spansAt(text: string, node: Block | Attribute, at: number): Span[] {
  if (!covers(node, at)) return [];
  if (node.kind === 'attribute') {
    const name = { start: node.start, end: node.nameEnd };
    return [node, ...(covers(name, at) ? [name] : spansIn(text, node.value, at))];
  }
  const label = node.labels.find(each => covers(each, at));
  if (label) return [node, label, ...unquoted(text, label, at)];
  const inner = node.body.find(entry => covers(entry, at));
  return [node, ...bodyOf(node, at), ...(inner ? spansAt(text, inner, at) : [])];
}

/** The text between the braces. */
function bodyOf(block: Block, at: number): Span[] {
  const [first, last] = [block.body[0], block.body.at(-1)];
  return first && last && at >= first.start && at <= last.end ? [{ start: first.start, end: last.end }] : [];
}

function spansIn(text: string, expression: Expression, at: number): Span[] {
  if (!covers(expression, at)) return [];
  if (expression.kind === 'object') {
    const item = expression.items.find(each => covers(each, at));
    if (!item) return [expression];
    const all = { start: expression.items[0]!.start, end: expression.items.at(-1)!.end };
    return [
      expression,
      all,
      item,
      ...(covers(item.key, at) ? spansIn(text, item.key, at) : spansIn(text, item.value, at)),
    ];
  }
  const child = childrenOf(expression).find(each => covers(each, at));
  return [expression, ...unquoted(text, expression, at), ...(child ? spansIn(text, child, at) : [])];
}

function unquoted(text: string, { start, end }: Span, at: number): Span[] {
  const isQuoted = text[start] === '"' && text[end - 1] === '"' && end - start > 2;
  return isQuoted && at > start && at < end ? [{ start: start + 1, end: end - 1 }] : [];
}
