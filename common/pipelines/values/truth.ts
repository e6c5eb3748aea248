/**
 * Three-valued logic (Kleene's strong one): what is known of a condition that depends on something that only the run knows. A result is
 * `true` or `false` only where it is that whatever the unknown parts turn out to be.
 */

/** `undefined`: not known. */
export type Truth = boolean | undefined;

export const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

/** True where all are, false where one is false. */
export function and(...all: readonly Truth[]): Truth {
  if (all.includes(false)) return false;
  return all.includes(undefined) ? undefined : true;
}

/** True where one is, false where all are false. */
export function or(...all: readonly Truth[]): Truth {
  if (all.includes(true)) return true;
  return all.includes(undefined) ? undefined : false;
}

/** What all of them say; undefined where they differ, or there are none. */
export const agreement = (all: readonly Truth[]): Truth =>
  all.length > 0 && all.every(each => each === all[0]) ? all[0] : undefined;
