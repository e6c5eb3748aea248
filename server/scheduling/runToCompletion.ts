/** Computations that pause, run without a pause. */

/** The result of a computation in steps. */
export function runToCompletion<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
