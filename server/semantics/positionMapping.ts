/** Maps positions of an item's model to the current text, also while the text does not parse and the model is older. */
import type { Range } from 'vscode-languageserver-types';
import type { Item, Span } from '../syntax/ast';
import type { PlacedItem, SourceFile } from '../syntax/sourceFileModel';
import { mapNewToOld, mapOldToNew } from '../syntax/incremental/textMapping';
import { rangeOf } from './requestContext';

/** The item at an offset of a file; the first of two that touch there. */
export function itemAt(file: SourceFile, offset: number): PlacedItem | undefined {
  const { items } = file;
  const next = firstAfter(items, offset);
  const touching = [items[next - 2], items[next - 1]];
  return touching.find(placed => placed && offset <= endOf(placed));
}

/** The last item that starts at or before an offset of a file. */
export const itemBefore = ({ items }: SourceFile, offset: number): PlacedItem | undefined =>
  items[firstAfter(items, offset) - 1];

const endOf = ({ item, offset, staleText }: PlacedItem): number => offset + (staleText ?? item.text).length;

/** Index of the first item that starts after an offset. */
function firstAfter(items: readonly PlacedItem[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.offset <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Offset in the item's text; undefined in text that was edited since it last parsed. */
export function offsetInItem({ item, offset, staleText }: PlacedItem, fileOffset: number): number | undefined {
  const within = fileOffset - offset;
  return staleText === undefined ? within : mapNewToOld(item.text, staleText, within);
}

/** Offset in the file. */
export function offsetInFile({ item, offset, staleText }: PlacedItem, at: number): number {
  return offset + (staleText === undefined ? at : mapOldToNew(item.text, staleText, at));
}

/** Range in the file. */
export function rangeInFile(file: SourceFile, placed: PlacedItem, { start, end }: Span): Range {
  return rangeOf(file.lines, offsetInFile(placed, start), offsetInFile(placed, end));
}

/** Whether the text of a part is unchanged since the item last parsed. */
export function isUntouched(placed: PlacedItem, { start, end }: Span): boolean {
  if (placed.staleText === undefined) return true;
  const from = offsetInFile(placed, start) - placed.offset;
  const to = offsetInFile(placed, end) - placed.offset;
  return placed.staleText.slice(from, to) === placed.item.text.slice(start, end);
}

export const covers = (span: Span, offset: number): boolean => offset >= span.start && offset <= span.end;

/** Whether an offset is on the header of a block: its type and labels, up to the end of the line. */
export function isOnHeader({ node, text }: Item, at: number): boolean {
  if (node.kind !== 'block') return false;
  const end = text.indexOf('\n', node.labels.at(-1)?.end ?? node.start);
  return at <= (end < 0 ? text.length : end);
}
