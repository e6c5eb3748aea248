/** Work on many things, with pauses. */
import type { Finding, Findings } from './check';

/** Things between two pauses: a large platform has thousands, and each takes microseconds. */
const THINGS = 32;

/** What is found in each thing, one after the other. */
export function* inTurn<T>(things: Iterable<T>, findingsOf: (thing: T) => Iterable<Finding>): Findings {
  let count = 0;
  for (const thing of things) {
    if (++count % THINGS === 0) yield undefined;
    yield* findingsOf(thing);
  }
}

/** The results for all things, one after the other. */
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
