/** Counts the pauses of a long computation, so that tests don't depend on elapsed time. */

/** The result of a computation, and the number of its pauses. */
export function countPauses<T>(work: Generator<unknown, T>): { readonly pauses: number; readonly result: T } {
  for (let pauses = 0; ; pauses++) {
    const step = work.next();
    if (step.done === true) return { pauses, result: step.value };
  }
}
