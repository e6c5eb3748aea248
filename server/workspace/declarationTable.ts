/** What the files of a module declare by name: thousands of one name cost no more than thousands of names. */
import type { Item } from '../syntax/ast';

/** Something declared, the item that declares it, and the name of the file. */
interface Declared {
  readonly item: Item;
  readonly file: string;
}

interface Named<T> {
  readonly byItem: Map<Item, T[]>;
  /** In order; made when it is asked for, and then kept until something changes. */
  list: readonly T[] | undefined;
}

const NONE: readonly never[] = [];

export class DeclarationTable<T extends Declared> {
  private readonly byName = new Map<string, Named<T>>();

  add(name: string, entry: T): void {
    let named = this.byName.get(name);
    if (!named) this.byName.set(name, (named = { byItem: new Map<Item, T[]>(), list: undefined }));
    const ofItem = named.byItem.get(entry.item);
    if (ofItem) ofItem.push(entry);
    else named.byItem.set(entry.item, [entry]);
    named.list = undefined;
  }

  /** Removes what an item declares by a name. */
  remove(name: string, item: Item): void {
    const named = this.byName.get(name);
    if (!named?.byItem.delete(item)) return;
    named.list = undefined;
    if (named.byItem.size === 0) this.byName.delete(name);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Number of names that something is declared by. */
  get size(): number {
    return this.byName.size;
  }

  /** In no particular order. */
  names(): Iterable<string> {
    return this.byName.keys();
  }

  /**
   * All that is declared by a name, in the order of the file names, and in each file in the order in which it came. The same list as long as
   * nothing of that name changes, so that what follows from it can be kept beside it.
   */
  all(name: string): readonly T[] {
    const named = this.byName.get(name);
    if (!named) return NONE;
    return (named.list ??= [...named.byItem.values()]
      .flat()
      .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)));
  }

  *entries(): Iterable<T> {
    for (const { byItem } of this.byName.values()) for (const entries of byItem.values()) yield* entries;
  }
}
