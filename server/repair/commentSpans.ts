/** Comments of a file, in the order of the text; not what looks like one in a string. */
import { commentLines, heredocSpans } from '../features/commentLines';
import { sourceSyntaxOf } from '../workspace/fileNames';
import type { SourceFile } from '../syntax/sourceFile';
import type { TextFile } from '../workspace/textFiles';
import type { Span } from '../syntax/ast';
import { nameOf } from '../workspace/uri';
import { offsetInFile } from '../features/placement';

export function commentSpans(file: SourceFile | TextFile): Span[] {
  const name = nameOf(file.uri);
  if ('items' in file || sourceSyntaxOf(name)) return 'items' in file ? configurationComments(file) : [];
  return spansOf(file.text, isMarkdown(file) ? /<!--[^]*?-->/g : /(?<=^|[ \t])#.*/gm);
}

export const isMarkdown = ({ uri }: { readonly uri: string }): boolean => uri.endsWith('.md');

/** Whether an offset is within a text over several lines, where nothing is a comment. */
export function isWithinText(file: SourceFile | TextFile, at: number): boolean {
  if (!('items' in file)) return false;
  return heredocSpans(file).some(({ start, end }) => at > start && at < end);
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map(match => ({
    start: match.index,
    end: match.index + match[0].replace(/\s+$/, '').length,
  }));

/** Comments with a line to themselves, and those after something on a line that no string reaches into. */
function configurationComments(file: SourceFile): Span[] {
  const alone = commentLines(file).map(({ line, endLine, text }) => {
    const start = file.lines.offsetAt({ line, character: 0 });
    const from = file.text.indexOf(text, start);
    return {
      start: from,
      end: Math.min(from + text.trimEnd().length, file.lines.offsetAt({ line: endLine + 1, character: 0 })),
    };
  });
  const trailing = spansOf(file.text, /(?:#|\/\/)[ \t]*kubestack:ignore.*/g).filter(
    span => !alone.some(each => span.start >= each.start && span.start < each.end) && !isInText(file, span.start),
  );
  return [...alone, ...trailing].sort((a, b) => a.start - b.start);
}

/** Whether an offset is within a literal text: something of an item that the parser kept, as it keeps no comments. */
function isInText(file: SourceFile, at: number): boolean {
  for (const placed of file.items) {
    const { item, staleText } = placed;
    if (staleText !== undefined || at < placed.offset || at >= offsetInFile(placed, item.text.length)) continue;
    const line = item.text.slice(item.text.lastIndexOf('\n', at - placed.offset - 1) + 1, at - placed.offset);
    // An odd number of quotes before it, escaped ones left out.
    return (line.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
  }
  return false;
}
