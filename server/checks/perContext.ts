/** What checks of a platform have in common is computed once. */
import type { CheckContext } from './checkContext';

/** A function of a context that keeps its result as long as there is the context. */
export function perContext<T>(compute: (context: CheckContext) => T): (context: CheckContext) => T {
  const kept = new WeakMap<CheckContext, { readonly result: T }>();
  return context => {
    let known = kept.get(context);
    if (!known) kept.set(context, (known = { result: compute(context) }));
    return known.result;
  };
}
