/** Differences between Node and browsers: the next turn of the event loop, and processor time. */

/** Schedules a callback in the next turn of the event loop, after waiting messages. */
export const inNextTurn: (run: () => void) => void =
  typeof setImmediate === 'function' ? run => void setImmediate(run) : throughMessages();

/** Nested timers wait at least four milliseconds; messages to oneself don't. */
function throughMessages(): (run: () => void) => void {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return run => {
    waiting.push(run);
    port2.postMessage(undefined);
  };
}

/** Resolves after some milliseconds without keeping the process alive. */
export const delay = (milliseconds: number): Promise<void> =>
  new Promise(resolve => {
    const timer: unknown = setTimeout(resolve, milliseconds);
    if (typeof timer === 'object') (timer as { unref(): void }).unref();
  });

/** Processor time of this process in milliseconds. Browsers don't provide it, so there it is the elapsed time. */
export const processorTime: () => number =
  typeof process === 'object' && typeof process.cpuUsage === 'function'
    ? () => process.cpuUsage().user / 1000
    : () => performance.now();
