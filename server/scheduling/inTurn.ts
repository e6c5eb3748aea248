/** Works on many items with pauses. */
import { append } from '../../common/lists';

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
    append(results, resultsOf(thing));
  }
  return results;
}

/** The result of a computation that yields `progress` at each of its pauses. */
export function* reporting<P, T>(progress: P, work: Generator<unknown, T>): Generator<P, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}

/**
 * Visits all items in order.
 * @param every number of items between two pauses
 */
export function* forEachInTurn<T>(
  things: Iterable<T>,
  visit: (thing: T) => void,
  every = THINGS,
): Generator<undefined, void> {
  let count = 0;
  for (const thing of things) {
    visit(thing);
    if (++count % every === 0) yield;
  }
}
