/** Declarations of a module by name. The cost is linear, even with thousands of declarations of the same name. */
import type { Item } from '../syntax/ast';

/** A declaration, its item, and the name of its file. */
interface Declared {
  readonly item: Item;
  readonly file: string;
}

interface Named<T> {
  /** The only declaration of the name. Undefined if there are several: a large platform has thousands of names, and almost all have one. */
  only: T | undefined;
  byItem: Map<Item, T[]> | undefined;
  /** Sorted on first use, and kept until something changes. */
  list: readonly T[] | undefined;
}

const NONE: readonly never[] = [];

export class DeclarationTable<T extends Declared> {
  private readonly byName = new Map<string, Named<T>>();

  add(name: string, entry: T): void {
    const named = this.byName.get(name);
    if (!named) {
      this.byName.set(name, { only: entry, byItem: undefined, list: undefined });
      return;
    }
    named.byItem ??= named.only ? new Map([[named.only.item, [named.only]]]) : new Map<Item, T[]>();
    named.only = undefined;
    const ofItem = named.byItem.get(entry.item);
    if (ofItem) ofItem.push(entry);
    else named.byItem.set(entry.item, [entry]);
    named.list = undefined;
  }

  /** Removes an item's declaration of a name. */
  remove(name: string, item: Item): void {
    const named = this.byName.get(name);
    if (!named) return;
    if (named.only?.item === item) this.byName.delete(name);
    if (!named.byItem?.delete(item)) return;
    named.list = undefined;
    if (named.byItem.size === 0) this.byName.delete(name);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Number of declared names. */
  get size(): number {
    return this.byName.size;
  }

  /** In no particular order. */
  names(): Iterable<string> {
    return this.byName.keys();
  }

  /**
   * All declarations of a name, in the order of file names, and of the text in each file. The same array as long as nothing of that name changes,
   * so that results can be cached for it.
   */
  all(name: string): readonly T[] {
    const named = this.byName.get(name);
    if (!named) return NONE;
    if (named.only) return (named.list ??= [named.only]);
    return (named.list ??= [...entriesOf(named)].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)));
  }

  *entries(): Iterable<T> {
    for (const named of this.byName.values()) yield* entriesOf(named);
  }
}

function* entriesOf<T>({ only, byItem }: Named<T>): Iterable<T> {
  if (only) yield only;
  for (const entries of byItem?.values() ?? []) yield* entries;
}
