/** Runs cooperative computations without pauses. */

/** The result of a computation. */
export function now<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
