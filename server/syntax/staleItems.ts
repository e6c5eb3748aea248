/** What stays known of items whose text does not parse at the moment. */
import type { Item } from './ast';
import type { BrokenSegment } from './itemReader';
import type { PlacedItem } from './sourceFile';

/**
 * Adds to the readable `items` of a file, for each broken segment, the item that stood there before.
 * @param before the items of the file before the change, stale ones included
 */
export function keepBrokenItems(
  items: readonly PlacedItem[],
  broken: readonly BrokenSegment[],
  before: readonly PlacedItem[],
): PlacedItem[] {
  const gone = withoutSuccessors(items, before);
  const result = [...items];
  for (const segment of broken) {
    const header = headerOf(segment.text);
    const kept =
      gone.find(placed => headerOf(placed.item.text) === header) ??
      neighbour(items, segment.segmentStart, before, gone);
    if (!kept) continue;
    gone.splice(gone.indexOf(kept), 1);
    result.push({ item: kept.item, offset: segment.segmentStart, staleText: segment.text });
  }
  return result.sort((a, b) => a.offset - b.offset);
}

/** Items of before that are neither still there nor changed into another readable item. */
function withoutSuccessors(items: readonly PlacedItem[], before: readonly PlacedItem[]): PlacedItem[] {
  const now = new Set<Item>(items.map(placed => placed.item));
  const gone = before.filter(placed => !now.has(placed.item));
  const old = new Set<Item>(before.map(placed => placed.item));
  for (const { item } of items) {
    if (old.has(item)) continue;
    const header = headerOf(item.text);
    const replaced = gone.findIndex(placed => headerOf(placed.item.text) === header);
    if (replaced >= 0) gone.splice(replaced, 1);
  }
  return gone;
}

/** While the header itself is being edited: the vanished item that followed the same readable item. */
function neighbour(
  items: readonly PlacedItem[],
  start: number,
  before: readonly PlacedItem[],
  gone: readonly PlacedItem[],
): PlacedItem | undefined {
  const previous = items.filter(placed => placed.offset < start).at(-1)?.item;
  const candidate = before[previous ? before.findIndex(placed => placed.item === previous) + 1 : 0];
  return candidate && gone.includes(candidate) ? candidate : undefined;
}

/** `module "a"`: the text up to the brace or equals sign. */
const headerOf = (text: string): string => (/^[^\n{=]*/.exec(text)?.[0] ?? '').replace(/\s+/g, ' ').trim();
