/** Keeps information about items whose text currently does not parse. */
import type { Item } from '../ast';
import type { BrokenSegment } from '../itemReader';
import type { PlacedItem } from '../sourceFileModel';

/**
 * Adds to the readable `items` of a file, for each broken segment, the former item at this place, or else what can be read of the segment.
 * @param items in source order
 * @param before the items of the file before the change, stale ones included
 * @param recover reads as much as possible of a segment's text
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
    // Unchanged item objects keep dependent results valid.
    const item = recovered.get(staleText)?.pop()?.item ?? recover(staleText);
    if (item) result.push({ item, offset, staleText, recovered: true });
  }
  return result.sort((a, b) => a.offset - b.offset);
}

/** Former items that neither still exist nor changed into another readable item. */
class VanishedItems {
  private readonly gone: Set<PlacedItem>;
  private readonly byHeader: Map<string, PlacedItem[]>;
  /** Index of an item among the others; of several with the same header, the first. */
  private readonly indexes = new Map<Item | string, number>();

  /**
   * @param items in the order of the text
   * @param before none that was only recovered
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

  /** The former item with the segment's header, else the one at the segment's place; each is used only once. */
  take(header: string, offset: number): PlacedItem | undefined {
    return this.takeByHeader(header) ?? this.takeNeighbour(offset);
  }

  private takeByHeader(header: string): PlacedItem | undefined {
    const queue = this.byHeader.get(header);
    for (let placed = queue?.pop(); placed; placed = queue?.pop()) if (this.gone.delete(placed)) return placed;
    return undefined;
  }

  /** While the header itself is being edited: the vanished item that followed the same readable item, or one with its header. */
  private takeNeighbour(offset: number): PlacedItem | undefined {
    const previous = this.lastBefore(offset)?.item;
    const index = previous && (this.indexes.get(previous) ?? this.indexes.get(headerOf(previous.text)));
    const candidate = this.before[previous ? (index ?? this.before.length) + 1 : 0];
    return candidate && this.gone.delete(candidate) ? candidate : undefined;
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

/** The items of each key, in reverse order so that the first one can be popped. */
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

/** `module "a"`: the text up to the brace or equals sign. */
const headerOf = (text: string): string => (/^[^\n{=]*/.exec(text)?.[0] ?? '').replace(/\s+/g, ' ').trim();
