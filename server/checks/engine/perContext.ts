/** What checks of a platform have in common is computed once. */
import { runToCompletion } from '../../scheduling/runToCompletion';
import type { CheckContext } from './checkContext';

/** Computes each fact that is not known of a context yet, in the order in which they build on each other. */
const preparations: ((context: CheckContext) => Generator<undefined, void>)[] = [];

/**
 * A function of a context that keeps its result as long as there is the context. What looks at every module of a platform is a generator that
 * pauses; {@link prepareFacts} runs it before a check asks.
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
    if (!kept.has(context)) runToCompletion(prepare(context));
    return kept.get(context)!.result;
  };
}

/** Makes every fact of a context known. */
export function* prepareFacts(context: CheckContext): Generator<undefined, void> {
  for (const prepare of preparations) {
    yield* prepare(context);
    yield;
  }
}
