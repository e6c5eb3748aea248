/** Comments that have their lines to themselves. */
import type { Attribute, Block, Expression, Span } from '../syntax/ast';
import { childrenOf } from '../syntax/childrenOf';
import type { SourceFile } from '../syntax/sourceFile';
import { offsetInFile } from './placement';

export interface CommentLine {
  /** Zero-based, first and last line; a block comment may have several. */
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/** In the order of the text; not what stands in strings and heredocs. */
export function commentLines(file: SourceFile): CommentLine[] {
  const texts = heredocSpans(file);
  const found: CommentLine[] = [];
  const comment = /^[ \t]*((?:#|\/\/).*|\/\*[^]*?\*\/[ \t]*$)/gm;
  for (const match of file.text.matchAll(comment)) {
    const start = match.index + match[0].length - match[1]!.length;
    if (texts.some(text => start > text.start && start < text.end)) continue;
    const line = file.lines.positionAt(start).line;
    found.push({ line, endLine: file.lines.positionAt(match.index + match[0].length).line, text: match[1]! });
  }
  return found;
}

/** Texts over several lines; offsets in the file. */
export const heredocSpans = (file: SourceFile): Span[] =>
  file.items.flatMap(placed =>
    heredocs(placed.item.node, placed.item.text).map(({ start, end }) => ({
      start: offsetInFile(placed, start),
      end: offsetInFile(placed, end),
    })),
  );

function heredocs(node: Block | Attribute, text: string): Span[] {
  if (!text.includes('<<')) return [];
  return node.kind === 'block' ? node.body.flatMap(entry => heredocs(entry, text)) : heredocsIn(node.value, text);
}

function heredocsIn(expression: Expression, text: string): Span[] {
  const isText = expression.kind === 'text' || expression.kind === 'template';
  if (isText && text.startsWith('<<', expression.start)) return [expression];
  return childrenOf(expression).flatMap(child => heredocsIn(child, text));
}
