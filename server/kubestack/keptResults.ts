/** Results by the module instance and the name that they are of; the oldest make room for new ones. */
import type { ModuleInstance } from './moduleInstance';
import type { Cached } from './reads';

/** Results that are kept at once; the oldest are computed again when needed. */
export const MAX_KEPT = 20_000;

interface Entry<T> {
  readonly names: Map<string, Entry<T>>;
  readonly name: string;
  readonly cached: Cached<T>;
}

export class KeptResults<T> {
  private readonly byInstance = new WeakMap<ModuleInstance, Map<string, Entry<T>>>();
  private readonly oldestFirst = new Set<Entry<T>>();

  get size(): number {
    return this.oldestFirst.size;
  }

  get(instance: ModuleInstance, name: string): Cached<T> | undefined {
    return this.byInstance.get(instance)?.get(name)?.cached;
  }

  set(instance: ModuleInstance, name: string, cached: Cached<T>): void {
    let names = this.byInstance.get(instance);
    if (!names) this.byInstance.set(instance, (names = new Map<string, Entry<T>>()));
    const before = names.get(name);
    if (before) this.oldestFirst.delete(before);
    const entry = { names, name, cached };
    names.set(name, entry);
    this.oldestFirst.add(entry);
    if (this.oldestFirst.size > MAX_KEPT) this.dropOldest();
  }

  private dropOldest(): void {
    for (const entry of this.oldestFirst) {
      this.oldestFirst.delete(entry);
      entry.names.delete(entry.name);
      return;
    }
  }
}
