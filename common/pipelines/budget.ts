/** Limits the work of analyzing pipelines, since a repository can contain pipelines of any size. */

/** Thrown when the limit is reached: the analysis is incomplete, so nothing can be concluded from what was not found. */
export class TooMuchError extends Error {}

export class PipelineBudget {
  /** Steps of work so far. */
  spent = 0;

  constructor(private limit: number) {}

  /** @throws TooMuchError when the limit is reached */
  spend(work = 1): void {
    if (this.spent >= this.limit) throw new TooMuchError();
    this.spent += work;
  }

  /**
   * Does a part of the work, which doesn't pause, within a lower limit.
   * @throws TooMuchError when the part or the whole reaches its limit
   */
  within(steps: number, work: () => void): void {
    const { limit } = this;
    this.limit = Math.min(limit, this.spent + steps);
    try {
      work();
    } finally {
      this.limit = limit;
    }
  }
}

/** Maximum number of steps of one script: a shell doesn't pause. */
export const MAX_SCRIPT_STEPS = 3_000;

/** The results of all runs. */
export function* runsOf<Start, Result>(
  starts: Iterable<Start>,
  runOf: (start: Start) => Generator<undefined, Result>,
): Generator<undefined, Result[]> {
  const results: Result[] = [];
  for (const start of starts) {
    results.push(yield* runOf(start));
    yield;
  }
  return results;
}
