/** The layout of the entries in a pair of braces: an object's items, or the arguments and blocks of a block. */
import type { Span } from '../syntax/ast';

export interface Braces {
  readonly text: string;
  /** After the opening brace. */
  readonly open: number;
  /** Of the closing brace. */
  readonly close: number;
  readonly entries: readonly Span[];
}

/** An entry with its lines, the comments directly above it, and the comma and comment after it. */
export function linesOf(braces: Braces, index: number): Span {
  const { entries } = braces;
  return { start: leadStart(braces, index), end: lineEnd(braces, entries[index]!.end, nextStart(braces, index)) };
}

/** Whether there is an empty line directly before an entry and its comments. */
export const hasGap = (braces: Braces, index: number): boolean =>
  isGapBefore(braces.text, linesOf(braces, index).start);

/** Whether there is an empty line directly before the start of a line. */
export function isGapBefore(text: string, lineStart: number): boolean {
  if (text[lineStart - 1] !== '\n') return false;
  let at = lineStart - 2;
  while (at >= 0 && text[at] !== '\n' && text[at]!.trim() === '') at--;
  return text[at] === '\n';
}

/** Whether no two entries share a line. */
export function isSpread(braces: Braces): boolean {
  const { text, entries } = braces;
  return gapsOf(braces).every(
    ({ start, end }, index) =>
      hasLineEnd(text.slice(start, end)) || (index > 0 && text[entries[index - 1]!.end - 1] === '\n'),
  );
}

/** Puts each entry of the braces on its own lines, and removes commas that are no longer needed. */
export function spread(braces: Braces): string {
  if (isSpread(braces)) return braces.text;
  let { text } = braces;
  for (const { start, end } of gapsOf(braces).reverse()) {
    const gap = text.slice(start, end);
    if (hasLineEnd(gap) || text[start - 1] === '\n') continue;
    const comment = gap.replace(/^\s*,|,\s*$/g, '').trim();
    text = `${text.slice(0, start)}\n${comment === '' ? '' : `${comment}\n`}${text.slice(end)}`;
  }
  return text;
}

/** The gaps between entries, and between them and the braces. */
function gapsOf({ open, close, entries }: Braces): Span[] {
  const starts = [open, ...entries.map(({ end }) => end)];
  const ends = [...entries.map(({ start }) => start), close];
  return starts.map((start, index) => ({ start, end: ends[index]! }));
}

const nextStart = ({ entries, close }: Braces, index: number): number => entries[index + 1]?.start ?? close;

/** After the line end that follows an entry, or `limit` if there is none before it. */
function lineEnd({ text }: Braces, end: number, limit: number): number {
  // A heredoc may include its line end.
  if (text[end - 1] === '\n') return end;
  for (const { piece, at } of piecesOf(text.slice(end, limit))) if (piece === '\n') return end + at + 1;
  return limit;
}

/** The start of the comment lines directly above an entry, else of its own line. */
function leadStart(braces: Braces, index: number): number {
  const { text, open, entries } = braces;
  const before = index === 0 ? open : entries[index - 1]!.end;
  const own = entries[index]!.start;
  const from = lineEnd(braces, before, own);
  let lead = from;
  let isBlank = true;
  for (const { piece, at } of piecesOf(text.slice(from, own))) {
    if (piece === '\n') {
      if (isBlank) lead = from + at + 1;
      isBlank = true;
    } else if (piece.trim() !== '') isBlank = false;
  }
  return lead;
}

function hasLineEnd(gap: string): boolean {
  if (!gap.includes('\n')) return false;
  return !/[#/]/.test(gap) || [...piecesOf(gap)].some(({ piece }) => piece === '\n');
}

/** Comments, line ends, commas and white space. */
function* piecesOf(gap: string): Iterable<{ piece: string; at: number }> {
  for (const match of gap.matchAll(/\/\*[^]*?\*\/|(?:#|\/\/)[^\n]*|\n|,|[^\S\n]+/g))
    yield { piece: match[0], at: match.index };
}
