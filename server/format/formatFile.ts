/** Formats a file like `terraform fmt`, with minimal edits. */
import { readSourceFile } from '../syntax/sourceFile';
import { formatTokens, type FormatToken } from './formatToken';
import { layOut } from './layout';
import { modernize, type Replacement } from './modernize';
import type { SourceFile } from '../syntax/sourceFileModel';

/** Offsets are UTF-16 units in the text before any edit. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Lines that may change, zero-based, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The edits that format a file, in source order and without overlaps: one edit per gap between two tokens.
 * @param lines only these lines change, to the form that they have in the fully formatted file
 * @returns undefined if the text does not parse, since formatting needs its structure
 */
export function formatFile(file: SourceFile, lines?: LineRange): OffsetEdit[] | undefined {
  if (file.diagnostics.length > 0) return undefined;
  const isWithin = (start: number, end: number): boolean =>
    !lines || (file.lines.positionAt(start).line >= lines.first && file.lines.positionAt(end).line <= lines.last);
  const edits = editsOf(file, isWithin);
  const result = applyEdits(file.text, edits);
  return readSourceFile(file.uri, result, 'configuration').diagnostics.length > 0 ? undefined : edits;
}

/** @param edits in source order, without overlaps */
export function applyEdits(text: string, edits: readonly OffsetEdit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, newText } of edits) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

function editsOf(file: SourceFile, isWithin: (start: number, end: number) => boolean): OffsetEdit[] {
  const tokens = formatTokens(file.text);
  const written = replaceTokens(tokens, modernize(file.items, tokens, isWithin));
  layOut(written);
  return differences(file.text, written).filter(({ start, end }) => isWithin(start, end));
}

function replaceTokens(tokens: readonly FormatToken[], replacements: readonly Replacement[]): FormatToken[] {
  let result: FormatToken[] = [];
  let next = 0;
  for (const { from, to, written } of replacements) {
    result = result.concat(tokens.slice(next, from), written);
    next = to;
  }
  return result.concat(tokens.slice(next));
}

/** Changed gaps between tokens. */
function differences(text: string, tokens: readonly FormatToken[]): OffsetEdit[] {
  const edits: OffsetEdit[] = [];
  let end = 0;
  let between = '';
  for (const token of tokens) {
    between += ' '.repeat(token.spaces);
    if (token.start === undefined) {
      between += token.text;
      continue;
    }
    if (text.slice(end, token.start) !== between) edits.push({ start: end, end: token.start, newText: between });
    end = token.start + token.text.length;
    between = '';
  }
  return edits;
}
