/** Formats a file like `terraform fmt`, with minimal edits. */
import { append } from '../../common/lists';
import { readSourceFile } from '../syntax/sourceFile';
import { forEachPausing } from '../scheduling/pausing';
import { formatTokens, TOKENS_PER_PAUSE, type FormatToken } from './formatToken';
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
export function* formatFile(file: SourceFile, lines?: LineRange): Generator<undefined, OffsetEdit[] | undefined> {
  if (file.diagnostics.length > 0) return undefined;
  const isWithin = (start: number, end: number): boolean =>
    !lines || (file.lines.positionAt(start).line >= lines.first && file.lines.positionAt(end).line <= lines.last);
  const edits = yield* editsOf(file, isWithin);
  if (edits.length === 0) return edits;
  yield;
  const result = yield* readSourceFile(file.uri, applyEdits(file.text, edits), 'configuration');
  return result.diagnostics.length > 0 ? undefined : edits;
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

function* editsOf(
  file: SourceFile,
  isWithin: (start: number, end: number) => boolean,
): Generator<undefined, OffsetEdit[]> {
  const tokens = yield* formatTokens(file.text);
  const written = replaceTokens(tokens, yield* modernize(file.items, tokens, isWithin));
  yield* layOut(written);
  const edits = yield* differences(file.text, written);
  return edits.filter(({ start, end }) => isWithin(start, end));
}

function replaceTokens(tokens: FormatToken[], replacements: readonly Replacement[]): FormatToken[] {
  if (replacements.length === 0) return tokens;
  const result: FormatToken[] = [];
  let next = 0;
  for (const { from, to, written } of replacements) {
    while (next < from) result.push(tokens[next++]!);
    append(result, written);
    next = to;
  }
  while (next < tokens.length) result.push(tokens[next++]!);
  return result;
}

/** Changed gaps between tokens. */
function* differences(text: string, tokens: readonly FormatToken[]): Generator<undefined, OffsetEdit[]> {
  const edits: OffsetEdit[] = [];
  let end = 0;
  let between = '';
  const compare = (token: FormatToken): void => {
    between += ' '.repeat(token.spaces);
    if (token.start === undefined) {
      between += token.text;
      return;
    }
    if (text.slice(end, token.start) !== between) edits.push({ start: end, end: token.start, newText: between });
    end = token.start + token.text.length;
    between = '';
  };
  yield* forEachPausing(tokens, compare, TOKENS_PER_PAUSE);
  return edits;
}
