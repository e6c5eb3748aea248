/** Caches results of cooperative computations about a module and all modules below it, until their inputs change. */
import type { ModuleInstance } from '../modules/moduleInstance';

/** The cache key: the result is valid as long as each part is the same. */
export type MemoKey = readonly unknown[];

interface Kept<T> {
  readonly key: MemoKey;
  readonly result: T;
}

/** One result per module instance. An instance belongs to one model, so results of different models never mix. */
export class InstanceMemo<T> {
  private readonly byInstance = new WeakMap<ModuleInstance, Kept<T>>();

  /** The last result, which may be outdated. */
  last(instance: ModuleInstance): T | undefined {
    return this.byInstance.get(instance)?.result;
  }

  /** The result for this key, if it is cached. */
  get(instance: ModuleInstance, key: MemoKey): T | undefined {
    const cached = this.byInstance.get(instance);
    return cached && isSame(cached.key, key) ? cached.result : undefined;
  }

  /**
   * The cached result or a new one, which is cached unless something has changed during its computation: then it mixes two states.
   * @param keyOf returns the current key
   */
  *compute(
    instance: ModuleInstance,
    keyOf: () => MemoKey,
    compute: () => Generator<undefined, T>,
  ): Generator<undefined, T> {
    const key = keyOf();
    const cached = this.byInstance.get(instance);
    if (cached && isSame(cached.key, key)) return cached.result;
    const result = yield* compute();
    if (isSame(keyOf(), key)) this.byInstance.set(instance, { key, result });
    return result;
  }
}

const isSame = (a: MemoKey, b: MemoKey): boolean => a.every((part, index) => part === b[index]);
