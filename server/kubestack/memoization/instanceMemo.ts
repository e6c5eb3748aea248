/** Results of computations in steps about a module and all below it, kept until what they follow from changes. */
import type { ModuleInstance } from '../modules/moduleInstance';

/** What a result follows from: it holds while each part is the same. */
export type MemoKey = readonly unknown[];

interface Kept<T> {
  readonly key: MemoKey;
  readonly result: T;
}

/** One result per module. A module belongs to one model, so results of another model never meet these. */
export class InstanceMemo<T> {
  private readonly byInstance = new WeakMap<ModuleInstance, Kept<T>>();

  /** The last result, of now or of an earlier state. */
  last(instance: ModuleInstance): T | undefined {
    return this.byInstance.get(instance)?.result;
  }

  /** The result, if it is known for this key. */
  get(instance: ModuleInstance, key: MemoKey): T | undefined {
    const known = this.byInstance.get(instance);
    return known && isSame(known.key, key) ? known.result : undefined;
  }

  /**
   * The known result, or else a new one. It is kept if nothing has changed while it was computed: what was looked at between two changes
   * is of no one state.
   * @param keyOf the key as it is now
   */
  *computeInSteps(
    instance: ModuleInstance,
    keyOf: () => MemoKey,
    compute: () => Generator<undefined, T>,
  ): Generator<undefined, T> {
    const key = keyOf();
    const known = this.byInstance.get(instance);
    if (known && isSame(known.key, key)) return known.result;
    const result = yield* compute();
    if (isSame(keyOf(), key)) this.byInstance.set(instance, { key, result });
    return result;
  }
}

const isSame = (a: MemoKey, b: MemoKey): boolean => a.every((part, index) => part === b[index]);
