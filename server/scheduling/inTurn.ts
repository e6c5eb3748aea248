/** Maps over many items with pauses. */

/** Number of items between two pauses: a large platform has thousands, and each takes microseconds. */
export const THINGS = 32;

/** The results for all items in order. */
export function* mapInTurn<T, R>(
  things: Iterable<T>,
  resultsOf: (thing: T) => readonly R[],
): Generator<undefined, R[]> {
  const results: R[] = [];
  let count = 0;
  for (const thing of things) {
    if (++count % THINGS === 0) yield;
    results.push(...resultsOf(thing));
  }
  return results;
}
