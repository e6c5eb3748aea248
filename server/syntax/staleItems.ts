/** What stays known of items whose text does not parse at the moment. */
import type { Item } from './ast';
import type { BrokenSegment } from './itemReader';
import type { PlacedItem } from './sourceFile';

/**
 * Adds to the readable `items` of a file, for each broken segment, the item that stood there before; where there was none, what can
 * be read of the segment.
 * @param before the items of the file before the change, stale ones included
 * @param recover reads what it can of a segment's text
 */
export function keepBrokenItems(
  items: readonly PlacedItem[],
  broken: readonly BrokenSegment[],
  before: readonly PlacedItem[],
  recover: (text: string) => Item | undefined,
): PlacedItem[] {
  const whole = before.filter(placed => !placed.recovered);
  const gone = withoutSuccessors(items, whole);
  const result = [...items];
  const used = new Set<Item>();
  for (const { segmentStart: offset, text: staleText } of broken) {
    const header = headerOf(staleText);
    const kept = gone.find(placed => headerOf(placed.item.text) === header) ?? neighbour(items, offset, whole, gone);
    if (kept) {
      gone.splice(gone.indexOf(kept), 1);
      result.push({ item: kept.item, offset, staleText });
      continue;
    }
    // An item that is still the same object costs nothing: what depends on it is not computed anew.
    const same = before.find(({ item, recovered }) => recovered && item.text === staleText && !used.has(item));
    const item = same?.item ?? recover(staleText);
    if (item) used.add(item);
    if (item) result.push({ item, offset, staleText, recovered: true });
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

/** While the header itself is being edited: the vanished item that followed the same readable item, or one of its header. */
function neighbour(
  items: readonly PlacedItem[],
  start: number,
  before: readonly PlacedItem[],
  gone: readonly PlacedItem[],
): PlacedItem | undefined {
  const previous = items.filter(placed => placed.offset < start).at(-1)?.item;
  const candidate = before[previous ? indexBefore(previous, before) + 1 : 0];
  return candidate && gone.includes(candidate) ? candidate : undefined;
}

/** Where an item, or the one that it has replaced, stood among others; beyond all of them when there is none. */
function indexBefore(item: Item, before: readonly PlacedItem[]): number {
  const same = before.findIndex(placed => placed.item === item);
  if (same >= 0) return same;
  const header = headerOf(item.text);
  const replaced = before.findIndex(placed => headerOf(placed.item.text) === header);
  return replaced >= 0 ? replaced : before.length;
}

/** `module "a"`: the text up to the brace or equals sign. */
const headerOf = (text: string): string => (/^[^\n{=]*/.exec(text)?.[0] ?? '').replace(/\s+/g, ' ').trim();
