/** Coalesces repeated requests: any number of calls during a running request cause one further request. */

/**
 * @param ask handles its own failures
 * @returns a function that runs `ask` immediately or, during a running request, once more after it
 */
export function coalesced(ask: () => Promise<void>): () => void {
  let asking = false;
  let askAgain = false;
  const run = (): void => {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    void ask().finally(() => {
      asking = false;
      if (!askAgain) return;
      askAgain = false;
      run();
    });
  };
  return run;
}
