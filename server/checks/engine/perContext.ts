/** Computes facts for the checks of a platform once per context. */
import { now } from '../../../common/now';
import type { CheckContext } from './checkContext';

/** One generator per fact, in the order in which the facts depend on each other. */
const preparations: ((context: CheckContext) => Generator<undefined, void>)[] = [];

/**
 * Memoizes a function of a context. The computation is a generator with pauses, since it may visit all modules of a platform. {@link prepareFacts}
 * runs it before the checks.
 */
export function perContext<T>(
  compute: (context: CheckContext) => Generator<undefined, T>,
): (context: CheckContext) => T {
  const kept = new WeakMap<CheckContext, { readonly result: T }>();
  function* prepare(context: CheckContext): Generator<undefined, void> {
    if (!kept.has(context)) kept.set(context, { result: yield* compute(context) });
  }
  preparations.push(prepare);
  return context => {
    if (!kept.has(context)) now(prepare(context));
    return kept.get(context)!.result;
  };
}

/** Computes all facts of a context. */
export function* prepareFacts(context: CheckContext): Generator<undefined, void> {
  for (const prepare of preparations) {
    yield* prepare(context);
    yield;
  }
}
