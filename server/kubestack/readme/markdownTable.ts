/** A GitHub Markdown table as plain data; offsets are UTF-16 units in the whole text. */
import type { Span } from '../../syntax/ast';

export interface MarkdownCell extends Span {
  /** Trimmed, `\|` unescaped; `start` and `end` are around the trimmed text. */
  readonly text: string;
}
export interface MarkdownRow extends Span {
  readonly cells: readonly MarkdownCell[];
}
export interface MarkdownTable extends Span {
  readonly header: MarkdownRow;
  /** `|---|---|`; undefined if it is missing, so that the text does not render as a table. */
  readonly delimiter: MarkdownRow | undefined;
  readonly rows: readonly MarkdownRow[];
}

/** `|---|:-:|`, also without the outer bars. One column must have a bar, since `---` alone is a thematic break. */
const DELIMITER = /^\s{0,3}(?=.*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const isDelimiterRow = (line: string): boolean => DELIMITER.test(line.trimEnd());

/**
 * The first table between two offsets: consecutive lines that start with `|`, or a line with bars above a delimiter row and the lines with bars
 * below it, as in GitHub's Markdown.
 *
 * @returns undefined if there is none
 */
export function readMarkdownTable(text: string, start: number, end: number): MarkdownTable | undefined {
  const lines = tableLines(text, start, end);
  const [header, second, ...others] = lines.map(span => rowOf(text, span));
  if (!header) return undefined;
  const isDelimiter = second !== undefined && isDelimiterRow(text.slice(second.start, second.end));
  const rows = isDelimiter || !second ? others : [second, ...others];
  return {
    header,
    delimiter: isDelimiter ? second : undefined,
    rows,
    start: header.start,
    end: lines.at(-1)!.end,
  };
}

function tableLines(text: string, start: number, end: number): Span[] {
  const lines: Span[] = [];
  for (let at = start; at < end;) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= end ? end : newline + 1;
    const line = text.slice(at, next);
    const isRow =
      /^\s{0,3}\|/.test(line) ||
      (/^\s{0,3}\S.*\|/.test(line) && (lines.length > 0 || isDelimiterRow(lineAt(text, next, end))));
    if (isRow) {
      const from = at + line.search(/\S/);
      lines.push({ start: from, end: at + line.trimEnd().length });
    } else if (lines.length > 0) break;
    at = next;
  }
  return lines;
}

const lineAt = (text: string, start: number, end: number): string => text.slice(start, end).split('\n', 1)[0]!;

/** Cells of a line: the text between unescaped bars. The outer bars are optional. */
function rowOf(text: string, { start, end }: Span): MarkdownRow {
  const cells: MarkdownCell[] = [];
  let from = text[start] === '|' ? start + 1 : start;
  for (let at = from; at <= end; at++) {
    if (at < end && text[at] === '\\') at++;
    else if (at === end ? from < end : text[at] === '|') {
      cells.push(cellOf(text, from, at));
      from = at + 1;
    }
  }
  return { start, end, cells };
}

function cellOf(text: string, start: number, end: number): MarkdownCell {
  const raw = text.slice(start, end);
  const trimmed = raw.trim();
  const from = trimmed === '' ? start + Math.min(1, raw.length) : start + raw.indexOf(trimmed);
  return { text: trimmed.replaceAll('\\|', '|'), start: from, end: from + trimmed.length };
}
