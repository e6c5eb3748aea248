/** How much work a look at pipelines may be: what a repository writes must not keep anybody waiting. */

/** There is more than is looked at: nothing may be concluded from what was not found. */
export class TooMuchError extends Error {}

export class PipelineBudget {
  /** Work that was done. */
  spent = 0;

  constructor(private readonly limit: number) {}

  /** @throws TooMuchError when it is used up */
  spend(work = 1): void {
    if (this.spent >= this.limit) throw new TooMuchError();
    this.spent += work;
  }
}

/** The results of a run for each thing that starts it, with a pause after each. */
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
