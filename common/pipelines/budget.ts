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
