/** What Node and browsers call differently: the next turn of the event loop, and the processor time. */

/** Runs something in the next turn of the event loop, after the messages that wait already. */
export const inNextTurn: (run: () => void) => void =
  typeof setImmediate === 'function' ? run => void setImmediate(run) : throughMessages();

/** Timers wait four milliseconds at least when they are nested; messages to oneself don't. */
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

/** Resolves after some milliseconds; keeps no process alive. */
export const delay = (milliseconds: number): Promise<void> =>
  new Promise(resolve => {
    const timer: unknown = setTimeout(resolve, milliseconds);
    if (typeof timer === 'object') (timer as { unref(): void }).unref();
  });

/** Milliseconds that this process has computed. In a browser, which does not tell, those that have passed. */
export const processorTime: () => number =
  typeof process === 'object' && typeof process.cpuUsage === 'function'
    ? () => process.cpuUsage().user / 1000
    : () => performance.now();
