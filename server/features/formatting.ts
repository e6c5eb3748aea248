/** Formats like `terraform fmt`. Documents that do not parse, or that another extension formats, are not changed. */
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { editedLines } from '../format/editedBlock';
import { formatFile, type LineRange } from '../format/formatFile';
import type { SourceFile } from '../syntax/sourceFileModel';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf } from '../workspace/uri';
import { fileOf, rangeOf, type RequestContext } from '../semantics/requestContext';

/** Trigger characters of on-type formatting. */
export const FORMATTED_AFTER = { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] };

/** @returns the edits of the whole document; null if it does not parse or another extension formats it */
export function formatDocument(request: RequestContext, uri: string): TextEdit[] | null {
  const file = formattedFile(request, uri);
  return file ? textEdits(file) : null;
}

/** Formats the lines of a range, except for a line of which only the start is included. */
export function formatRange(request: RequestContext, uri: string, { start, end }: Range): TextEdit[] | null {
  const file = formattedFile(request, uri);
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return file ? textEdits(file, { first: start.line, last }) : null;
}

/**
 * Formats the block in which a line break was typed, or that a brace has closed.
 * @param position after the character
 */
export function formatAfter(
  request: RequestContext,
  uri: string,
  position: Position,
  character: string,
): TextEdit[] | null {
  const file = formattedFile(request, uri);
  const lines = file && editedLines(file, position, character);
  if (!lines) return null;
  const edits = textEdits(file, lines);
  // The editor indents the new line: removing the indentation as trailing whitespace would move the cursor.
  const isBegun = (line: number): boolean => line === position.line && isBlank(file, line);
  return edits && edits.filter(({ range }) => !isBegun(range.start.line));
}

function formattedFile(request: RequestContext, uri: string): SourceFile | undefined {
  if (request.client.servedElsewhere(uri) || sourceSyntaxOf(baseNameOf(uri))?.json) return undefined;
  return fileOf(request, uri);
}

function textEdits(file: SourceFile, lines?: LineRange): TextEdit[] | null {
  const edits = formatFile(file, lines);
  return edits?.map(({ start, end, newText }) => ({ range: rangeOf(file.lines, start, end), newText })) ?? null;
}

function isBlank(file: SourceFile, line: number): boolean {
  const at = (index: number): number => file.lines.offsetAt({ line: index, character: 0 });
  return file.text.slice(at(line), at(line + 1)).trim() === '';
}
