/** Questions that are asked again and again: whatever happens while an answer is awaited makes one further question. */

/** @param ask handles its own failures. @returns asks now, or once more when the answer that is awaited has come */
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
