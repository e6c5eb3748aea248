/** Works on many items with pauses. */
import { append } from '../../common/lists';

/** Number of items between two pauses: a large platform has thousands, and each takes microseconds. */
export const ITEMS_PER_PAUSE = 32;

/**
 * The results for all items in order.
 * @param every number of items between two pauses
 */
export function* mapPausing<T, R>(
  items: Iterable<T>,
  resultsOf: (item: T) => readonly R[],
  every = ITEMS_PER_PAUSE,
): Generator<undefined, R[]> {
  const results: R[] = [];
  let count = 0;
  for (const item of items) {
    if (++count % every === 0) yield;
    append(results, resultsOf(item));
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
export function* forEachPausing<T>(
  items: Iterable<T>,
  visit: (item: T) => void,
  every = ITEMS_PER_PAUSE,
): Generator<undefined, void> {
  let count = 0;
  for (const item of items) {
    visit(item);
    if (++count % every === 0) yield;
  }
}
