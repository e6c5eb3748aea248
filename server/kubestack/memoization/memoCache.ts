/** Caches results by module instance and name. Names that no longer exist are evicted. */
import type { ModuleInstance } from '../modules/moduleInstance';
import type { Cached } from './dependencyTracker';

/** Number of results per instance beyond its declarations: names come and go during typing. */
export const MAX_SPARE_RESULTS = 1_000;

export class MemoCache<T> {
  private readonly byInstance = new WeakMap<ModuleInstance, Map<string, Cached<T>>>();

  /** @param declared number of declarations of an instance, whose results are never evicted for each other */
  constructor(private readonly declared: (instance: ModuleInstance) => number) {}

  get(instance: ModuleInstance, name: string): Cached<T> | undefined {
    return this.byInstance.get(instance)?.get(name);
  }

  set(instance: ModuleInstance, name: string, cached: Cached<T>): void {
    let names = this.byInstance.get(instance);
    if (!names) this.byInstance.set(instance, (names = new Map<string, Cached<T>>()));
    // Maps iterate in insertion order: the first is the oldest.
    names.delete(name);
    names.set(name, cached);
    if (names.size <= MAX_SPARE_RESULTS || names.size <= MAX_SPARE_RESULTS + this.declared(instance)) return;
    for (const oldest of names.keys()) {
      names.delete(oldest);
      return;
    }
  }

  /** Maximum number of results per instance. */
  sizeOf(instance: ModuleInstance): number {
    return this.byInstance.get(instance)?.size ?? 0;
  }
}
