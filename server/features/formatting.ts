/** Formats like `terraform fmt`. Documents that do not parse, or that another extension formats, are not changed. */
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { editedLines } from '../format/editedBlock';
import { applyEdits, formatFile, type LineRange, type OffsetEdit } from '../format/formatFile';
import type { SourceFile } from '../syntax/sourceFileModel';
import { isBesideConfiguration, sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf } from '../workspace/uri';
import { parsedFile } from '../semantics/commandFiles';
import { fileOf, rangeOf, type RequestContext } from '../semantics/requestContext';

/** Trigger characters of on-type formatting. */
export const FORMATTED_AFTER = { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] };

/** Edits of a document; null if it does not parse or another extension formats it. */
export type FormatSteps = Generator<undefined, TextEdit[] | null>;

/** Maximum number of edits in an answer; of more, all lines are replaced at once. */
export const MAX_EDITS = 10_000;

/** Formats the whole document. */
export function* formatDocument(request: RequestContext, uri: string): FormatSteps {
  const file = formattedFile(request, uri);
  return file ? yield* textEdits(file) : null;
}

/** Formats the lines of a range, except for a line of which only the start is included. */
export function* formatRange(request: RequestContext, uri: string, { start, end }: Range): FormatSteps {
  const file = formattedFile(request, uri);
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return file ? yield* textEdits(file, { first: start.line, last }) : null;
}

/**
 * Formats the block in which a line break was typed, or that a brace has closed.
 * @param position after the character
 */
export function* formatAfter(request: RequestContext, uri: string, position: Position, character: string): FormatSteps {
  const file = formattedFile(request, uri);
  const lines = file && (yield* editedLines(file, position, character));
  if (!lines) return null;
  // The editor indents the new line: removing the indentation as trailing whitespace would move the cursor.
  const begun = isBlank(file, position.line) ? position.line : undefined;
  return yield* textEdits(file, lines, edit => file.lines.positionAt(edit.start).line !== begun);
}

function formattedFile(request: RequestContext, uri: string): SourceFile | undefined {
  if (request.client.servedByOtherExtension(uri) || sourceSyntaxOf(baseNameOf(uri))?.json) return undefined;
  const text = isBesideConfiguration(uri) ? request.model.workspace.texts.file(uri) : undefined;
  return text ? parsedFile(text) : fileOf(request, uri);
}

function* textEdits(
  file: SourceFile,
  lines?: LineRange,
  isWanted: (edit: OffsetEdit) => boolean = () => true,
): FormatSteps {
  const edits = (yield* formatFile(file, lines))?.filter(isWanted);
  if (!edits) return null;
  const few = edits.length > MAX_EDITS ? [asOne(file.text, edits)] : edits;
  return few.map(({ start, end, newText }) => ({ range: rangeOf(file.lines, start, end), newText }));
}

/** One edit with the effect of several. */
function asOne(text: string, edits: readonly OffsetEdit[]): OffsetEdit {
  const [start, end] = [edits[0]!.start, edits.at(-1)!.end];
  const moved = edits.map(edit => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return { start, end, newText: applyEdits(text.slice(start, end), moved) };
}

function isBlank(file: SourceFile, line: number): boolean {
  const at = (index: number): number => file.lines.offsetAt({ line: index, character: 0 });
  return file.text.slice(at(line), at(line + 1)).trim() === '';
}
