/** The lines of a top-level item in its file. */
import type { Span } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { memoize } from '../../common/memoize';
import { linesOf, type Braces } from './entryLayout';

/** An item's lines, including the comments directly above it and after it. */
export function itemLines(file: SourceFile, index: number): Span {
  const lines = linesOf(itemsAsEntries(file), index);
  const first = file.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { start: Math.max(first, lines.start - 1), end: lines.end - 1 };
}

/** A line end is prepended to the text, so that the first item needs no special case. */
const itemsAsEntries = memoize<SourceFile, Braces>(({ text, items }) => ({
  text: `\n${text}`,
  open: 0,
  close: text.length + 1,
  entries: items.map(({ item, offset, staleText }) => ({
    start: offset + 1,
    end: offset + 1 + (staleText ?? item.text).length,
  })),
}));

/** Skips the blank lines after an offset. */
export const afterBlankLines = (text: string, offset: number): number =>
  offset + (/^(?:[^\S\n]*\n)+/.exec(text.slice(offset))?.[0].length ?? 0);

/** Skips backward over the blank lines before the start of a line. */
export function beforeBlankLines(text: string, offset: number): number {
  let lineStart = offset;
  for (;;) {
    // The previous line ends where this one begins.
    const end = lineStart - 1;
    if (text[end] !== '\n') return lineStart;
    const start = text.lastIndexOf('\n', end - 1) + 1;
    if (start === 0 || text.slice(start, end).trim() !== '') return lineStart;
    lineStart = start;
  }
}

/** Restores a file's line ends: texts are edited with `\n`. */

export const lineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n/g, '\n') : text);

/** @param text with `\n` line ends */
export const withLineEnd = (text: string, lineEnd: '\n' | '\r\n'): string =>
  lineEnd === '\n' ? text : text.replace(/\n/g, lineEnd);

/** `\r\n` if the text has one. */
export const lineEndOf = (text: string): '\n' | '\r\n' => (text.includes('\r\n') ? '\r\n' : '\n');
