/** Combines the edits of one file. */
import type { OffsetEdit } from '../format/formatFile';
import type { SourceRange } from '../hcl/model';
import type { SourceFile } from '../syntax/sourceFileModel';
import { formatHcl } from './formatItem';
import { beforeBlankLines, itemLines, lineEndOf, lineFeeds, withLineEnd } from './itemLines';

/** Where an item is inserted: next to another one, else at the end of the file. */
export interface ItemLocation {
  readonly before?: SourceRange['item'];
  readonly after?: SourceRange['item'];
}

export interface ItemInsertion {
  readonly text: string;
  readonly position: ItemLocation;
}

/** Formats inserted blocks, with a blank line between them and their neighbours. */
export function* insertionsIn(
  file: SourceFile,
  insertions: readonly ItemInsertion[],
): Generator<undefined, OffsetEdit[]> {
  if (insertions.length === 0) return [];
  const indexes = new Map(file.items.map(({ item }, index) => [item as SourceRange['item'], index]));
  const edits: OffsetEdit[] = [];
  const atEnd: string[] = [];
  for (const insertion of insertions) {
    yield;
    const beside = yield* insertionBeside(file, indexes, insertion);
    if (beside) edits.push(beside);
    else atEnd.push(insertion.text);
  }
  return [...edits, ...(yield* insertionAtEnd(file, atEnd))];
}

function* insertionBeside(
  file: SourceFile,
  indexes: ReadonlyMap<SourceRange['item'], number>,
  { text, position }: ItemInsertion,
): Generator<undefined, OffsetEdit | undefined> {
  const lineEnd = lineEndOf(file.text);
  const before = position.before && indexes.get(position.before);
  if (before !== undefined) {
    const { start } = itemLines(file, before);
    return { start, end: start, newText: `${yield* blockText(text, lineEnd)}${lineEnd}` };
  }
  const after = position.after && indexes.get(position.after);
  if (after !== undefined) {
    const block = yield* blockText(text, lineEnd);
    const { end } = itemLines(file, after);
    const ended = end === 0 || file.text[end - 1] === '\n';
    return { start: end, end, newText: `${ended ? '' : lineEnd}${lineEnd}${block}` };
  }
  return undefined;
}

/** All insertions at the end of a file are one edit. */
function* insertionAtEnd(file: SourceFile, texts: readonly string[]): Generator<undefined, OffsetEdit[]> {
  if (texts.length === 0) return [];
  const lineEnd = lineEndOf(file.text);
  const written: string[] = [];
  for (const text of texts) written.push(yield* blockText(text, lineEnd));
  const blocks = written.join(lineEnd);
  const kept = file.text.trimEnd();
  const isEmpty = kept.replace(/^\uFEFF/, '') === '';
  return [{ start: kept.length, end: file.text.length, newText: isEmpty ? blocks : `${lineEnd}${lineEnd}${blocks}` }];
}

function* blockText(text: string, lineEnd: '\n' | '\r\n'): Generator<undefined, string> {
  return withLineEnd(yield* formatHcl(lineFeeds(`${text.trim()}\n`)), lineEnd);
}

/** Sorts edits and merges overlapping ones; a removal at the end of a file includes the blank lines above it. */
export function joined(text: string, edits: readonly OffsetEdit[]): OffsetEdit[] {
  const result: OffsetEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    const isRemoval = last?.newText === '' && edit.newText === '';
    if (last && (edit.start < last.end || (isRemoval && edit.start === last.end))) {
      // A replacement keeps the gaps around it.
      const inPlace = last.newText === '' ? edit.newText.replace(/^\s+/, '') : edit.newText;
      const gap = inPlace !== '' && last.end < text.length ? lineEndOf(text) : '';
      const newText = last.newText + inPlace + gap;
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, edit.end), newText };
    } else result.push(edit);
  }
  const last = result.at(-1);
  if (last?.newText === '' && last.end === text.length)
    result[result.length - 1] = { ...last, start: beforeBlankLines(text, last.start) };
  return result;
}
