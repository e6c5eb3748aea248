/**
 * Objects that share their keys: a large platform has thousands of configurations with the attributes of the same module. Each needs a quarter of the
 * memory of a `Map`.
 */

/** Fewer keys save no memory, and configurations with more keys are rare. */
const MIN_KEYS = 5;
const MAX_KEYS = 200;
/** Maximum length of a list of keys, in characters of JSON. */
const MAX_LENGTH = 4_000;
/** Maximum number of different lists. After that, they are collected anew. */
const MAX_LISTS = 1_000;

type Positions = ReadonlyMap<string, number>;

const cached = new Map<string, Positions>();

/** A map with the same entries in the same order, which must not change later. */
export function withSharedKeys<V>(entries: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  if (entries.size < MIN_KEYS || entries.size > MAX_KEYS) return entries;
  const list = JSON.stringify([...entries.keys()]);
  return list.length > MAX_LENGTH ? entries : new SharedKeysMap(positionsOf(list), [...entries.values()]);
}

/** @param list the keys as JSON */
function positionsOf(list: string): Positions {
  let positions = cached.get(list);
  if (positions) return positions;
  if (cached.size >= MAX_LISTS) cached.clear();
  // The keys of the map may be parts of a file's text, and would keep it in memory.
  const keys = JSON.parse(list) as string[];
  cached.set(list, (positions = new Map(keys.map((key, index) => [key, index]))));
  return positions;
}

class SharedKeysMap<V> implements ReadonlyMap<string, V> {
  constructor(
    private readonly positions: Positions,
    private readonly list: readonly V[],
  ) {}

  get size(): number {
    return this.list.length;
  }

  get(key: string): V | undefined {
    const position = this.positions.get(key);
    return position === undefined ? undefined : this.list[position];
  }

  has(key: string): boolean {
    return this.positions.has(key);
  }

  keys(): MapIterator<string> {
    return this.positions.keys();
  }

  values(): MapIterator<V> {
    return this.list.values();
  }

  *entries(): MapIterator<[string, V]> {
    for (const [key, position] of this.positions) yield [key, this.list[position]!];
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}
