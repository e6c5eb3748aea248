/**
 * Three-valued logic (Kleene's strong logic) for conditions that depend on values known only at run time. A result is `true` or `false`
 * only if it is the same for every value of the unknown parts.
 */

/** `undefined` means unknown. */
export type Truth = boolean | undefined;

export const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

/** Conjunction: true if all are true, false if any is false. */
export function and(...all: readonly Truth[]): Truth {
  if (all.includes(false)) return false;
  return all.includes(undefined) ? undefined : true;
}

/** Disjunction: true if any is true, false if all are false. */
export function or(...all: readonly Truth[]): Truth {
  if (all.includes(true)) return true;
  return all.includes(undefined) ? undefined : false;
}

/** The common value; undefined if the values differ, or there are none. */
export const agreement = (all: readonly Truth[]): Truth =>
  all.length > 0 && all.every(each => each === all[0]) ? all[0] : undefined;
