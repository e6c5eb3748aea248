/** Preserves items that currently have syntax errors. */
import type { Item } from '../ast';
import type { BrokenSegment } from '../itemReader';
import type { PlacedItem } from '../sourceFileModel';

/**
 * Adds an item for each broken segment: the previous item at this place, or else an item recovered from the segment's text.
 * @param items valid items in source order
 * @param before the items before the change, including stale ones
 * @param recover parses a segment as far as possible
 */
export function keepBrokenItems(
  items: readonly PlacedItem[],
  broken: readonly BrokenSegment[],
  before: readonly PlacedItem[],
  recover: (text: string) => Item | undefined,
): PlacedItem[] {
  const vanished = new VanishedItems(
    items,
    before.filter(placed => !placed.recovered),
  );
  const recovered = queues(
    before.filter(placed => placed.recovered),
    ({ item }) => item.text,
  );
  const result = [...items];
  for (const { segmentStart: offset, text: staleText } of broken) {
    const kept = vanished.take(headerOf(staleText), offset);
    if (kept) {
      result.push({ item: kept.item, offset, staleText });
      continue;
    }
    // Results that depend on an item stay valid if the same object is reused.
    const item = recovered.get(staleText)?.pop()?.item ?? recover(staleText);
    if (item) result.push({ item, offset, staleText, recovered: true });
  }
  return result.sort((a, b) => a.offset - b.offset);
}

/** Previous items that no longer exist and did not change into another valid item. */
class VanishedItems {
  private readonly gone: Set<PlacedItem>;
  private readonly byHeader: Map<string, PlacedItem[]>;
  /** Index of each item, and of the first item with each header. */
  private readonly indexes = new Map<Item | string, number>();

  /**
   * @param items in source order
   * @param before without recovered items
   */
  constructor(
    private readonly items: readonly PlacedItem[],
    private readonly before: readonly PlacedItem[],
  ) {
    const now = new Set<Item>(items.map(placed => placed.item));
    this.gone = new Set(before.filter(placed => !now.has(placed.item)));
    this.byHeader = queues([...this.gone], ({ item }) => headerOf(item.text));
    for (const [index, { item }] of before.entries()) {
      if (!this.indexes.has(item)) this.indexes.set(item, index);
      const header = headerOf(item.text);
      if (!this.indexes.has(header)) this.indexes.set(header, index);
    }
    const old = new Set<Item>(before.map(placed => placed.item));
    for (const { item } of items) if (!old.has(item)) this.takeByHeader(headerOf(item.text));
  }

  /** Returns the previous item with the segment's header, else the one at the segment's place. Each item is returned only once. */
  take(header: string, offset: number): PlacedItem | undefined {
    return this.takeByHeader(header) ?? this.takeNeighbour(offset);
  }

  private takeByHeader(header: string): PlacedItem | undefined {
    const queue = this.byHeader.get(header);
    let placed = queue?.pop();
    while (placed && !this.gone.has(placed)) placed = queue?.pop();
    return this.takeOut(placed);
  }

  /** For an edited header: returns the vanished item that followed the same valid item, or an item with the same header. */
  private takeNeighbour(offset: number): PlacedItem | undefined {
    const previous = this.lastBefore(offset)?.item;
    const index = previous && (this.indexes.get(previous) ?? this.indexes.get(headerOf(previous.text)));
    const candidate = this.before[previous ? (index ?? this.before.length) + 1 : 0];
    return this.takeOut(candidate);
  }

  private takeOut(candidate: PlacedItem | undefined): PlacedItem | undefined {
    if (!candidate || !this.gone.has(candidate)) return undefined;
    this.gone.delete(candidate);
    return candidate;
  }

  private lastBefore(offset: number): PlacedItem | undefined {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.items[middle]!.offset < offset) low = middle + 1;
      else high = middle;
    }
    return this.items[low - 1];
  }
}

/** Items by key, in reverse order, so that `pop` returns the first one. */
function queues(placed: readonly PlacedItem[], keyOf: (placed: PlacedItem) => string): Map<string, PlacedItem[]> {
  const byKey = new Map<string, PlacedItem[]>();
  for (const each of placed) {
    const key = keyOf(each);
    const queue = byKey.get(key);
    if (queue) queue.push(each);
    else byKey.set(key, [each]);
  }
  for (const queue of byKey.values()) queue.reverse();
  return byKey;
}

/** The text up to the brace or equals sign: `module "a"`. */
const headerOf = (text: string): string => (/^[^\n{=]*/.exec(text)?.[0] ?? '').replace(/\s+/g, ' ').trim();
