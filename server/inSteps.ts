/** Long computations in slices, so that edits and cancellations are heard meanwhile. */

/** Milliseconds that a slice may take before others get a turn. */
const SLICE = 8;
/** Steps between two looks at the clock, which takes longer than many a step. */
const STEPS = 16;

/**
 * Runs a computation to its end, unless it is no longer wanted: then undefined.
 * @param work pauses at each of its steps
 * @param isWanted asked after each slice
 */
export async function inSteps<T>(
  work: Generator<unknown, T>,
  isWanted: () => boolean,
): Promise<{ result: T } | undefined> {
  for (;;) {
    const end = performance.now() + SLICE;
    do {
      for (let steps = 0; steps < STEPS; steps++) {
        const step = work.next();
        if (step.done === true) return { result: step.value };
      }
    } while (performance.now() < end);
    await new Promise(resolve => setImmediate(resolve));
    if (!isWanted()) return undefined;
  }
}
