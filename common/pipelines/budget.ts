/** Limits the work of analyzing pipelines, since a repository can contain pipelines of any size. */

/** Thrown when the limit is reached: the analysis is incomplete, so nothing can be concluded from what was not found. */
export class TooMuchError extends Error {}

export class PipelineBudget {
  /** Steps of work so far. */
  spent = 0;

  constructor(private readonly limit: number) {}

  /** @throws TooMuchError when the limit is reached */
  spend(work = 1): void {
    if (this.spent >= this.limit) throw new TooMuchError();
    this.spent += work;
  }
}

/** Yields the result of a run for each trigger, and pauses after each. */
export function* runsInSteps<Start, Result>(
  starts: Iterable<Start>,
  runOf: (start: Start) => readonly Result[],
): Generator<undefined, Result[]> {
  const results: Result[] = [];
  for (const start of starts) {
    for (const each of runOf(start)) results.push(each);
    yield;
  }
  return results;
}
