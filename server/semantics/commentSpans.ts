/** The comments of a file in source order, without comment-like text in strings. */
import { memoize } from '../../common/memoize';
import { commentLines, heredocSpans } from './commentLines';
import { sourceSyntaxOf } from '../workspace/fileNames';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { TextFile } from '../workspace/textFiles';
import type { Span } from '../syntax/ast';
import { baseNameOf } from '../workspace/uri';
import { itemBefore } from './positionMapping';

export const commentSpans = memoize<SourceFile | TextFile, readonly Span[]>(findSpans);

function findSpans(file: SourceFile | TextFile): Span[] {
  const name = baseNameOf(file.uri);
  if ('items' in file || sourceSyntaxOf(name)) return 'items' in file ? configurationComments(file) : [];
  return spansOf(file.text, isMarkdown(file) ? /<!--[^]*?-->/g : /(?<=^|[ \t])#.*/gm);
}

export const isMarkdown = ({ uri }: { readonly uri: string }): boolean => uri.endsWith('.md');

/** Whether an offset is within a literal of several lines, which has no comments. */
export function isWithinText(file: SourceFile | TextFile, at: number): boolean {
  if (!('items' in file)) return false;
  return heredocSpans(file).some(({ start, end }) => at > start && at < end);
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map(match => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));

/** Comments on their own lines, and trailing comments on lines without a multi-line string. */
function configurationComments(file: SourceFile): Span[] {
  const alone = commentLines(file).map(({ start, text }) => ({ start, end: start + text.trimEnd().length }));
  const trailing = spansOf(file.text, /(?:#|\/\/)[ \t]*kubestack:ignore.*/g);
  let next = 0;
  const others = trailing.filter(({ start }) => {
    while (next < alone.length && alone[next]!.end <= start) next++;
    const isPart = next < alone.length && alone[next]!.start <= start;
    return !isPart && !isInText(file, start);
  });
  return [...alone, ...others].sort((a, b) => a.start - b.start);
}

/** Most characters of a line that are searched for a trailing comment. */
const MAX_LINE = 2_000;

/** Whether an offset is within a literal: the parser's items contain literals, but no comments. */
function isInText(file: SourceFile, at: number): boolean {
  const placed = itemBefore(file, at);
  if (!placed || placed.staleText !== undefined || at >= placed.offset + placed.item.text.length) return false;
  const within = at - placed.offset;
  const line = placed.item.text.slice(placed.item.text.lastIndexOf('\n', within - 1) + 1, within);
  if (line.length > MAX_LINE) return true;
  // The number of unescaped quotes before it is odd.
  return (line.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
}
