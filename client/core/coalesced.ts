/** Coalesces repeated requests: any number of calls during a running request cause one further request. */

/**
 * @param request handles its own failures
 * @returns a function that runs `request` immediately or, during a running request, once more after it
 */
export function coalesced(request: () => Promise<void>): () => void {
  let isRunning = false;
  let isOutdated = false;
  const run = (): void => {
    if (isRunning) {
      isOutdated = true;
      return;
    }
    isRunning = true;
    void request().finally(() => {
      isRunning = false;
      if (!isOutdated) return;
      isOutdated = false;
      run();
    });
  };
  return run;
}
