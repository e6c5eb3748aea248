/** Coalesces repeated requests: any number of calls during a running request cause one further request. */

/**
 * @param request handles its own failures
 * @returns a function that runs `request` immediately or, during a running request, once more after it. Its promise ends with that run, so that the
 * caller sees what was so at the call.
 */
export function coalescedRuns(request: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    next = undefined;
    running = request().finally(() => (running = undefined));
    return running;
  };
  return () => {
    if (next || !running) return next ?? start();
    next = running.then(start);
    return next;
  };
}

/** As {@link coalescedRuns}, for callers that don't wait. */
export function coalesced(request: () => Promise<void>): () => void {
  const run = coalescedRuns(request);
  return () => void run();
}
