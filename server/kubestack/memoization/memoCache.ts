/** Results by the module instance and the name that they are of. Names that are gone make room for new ones. */
import type { ModuleInstance } from '../modules/moduleInstance';
import type { Cached } from './dependencyTracker';

/** Results that are kept of one instance beyond those that it declares: names come and go while they are typed. */
export const SPARE_RESULTS = 1_000;

export class MemoCache<T> {
  private readonly byInstance = new WeakMap<ModuleInstance, Map<string, Cached<T>>>();

  /** @param declared how many results an instance has while nothing is edited: those are never dropped for one another */
  constructor(private readonly declared: (instance: ModuleInstance) => number) {}

  get(instance: ModuleInstance, name: string): Cached<T> | undefined {
    return this.byInstance.get(instance)?.get(name);
  }

  set(instance: ModuleInstance, name: string, cached: Cached<T>): void {
    let names = this.byInstance.get(instance);
    if (!names) this.byInstance.set(instance, (names = new Map<string, Cached<T>>()));
    // A map is in the order in which names came: the first is the oldest.
    names.delete(name);
    names.set(name, cached);
    if (names.size <= SPARE_RESULTS || names.size <= SPARE_RESULTS + this.declared(instance)) return;
    for (const oldest of names.keys()) {
      names.delete(oldest);
      return;
    }
  }

  /** How many results of an instance are kept. */
  sizeOf(instance: ModuleInstance): number {
    return this.byInstance.get(instance)?.size ?? 0;
  }
}
