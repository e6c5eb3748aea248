import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long other work had to wait, in milliseconds. */
export interface Blocks {
  /** Longest time between two turns of the event loop, by the clock: on a busy machine other programs are in it. */
  clock: number;
  /** Longest time between two turns that this process was computing, garbage collection included. */
  processor: number;
  /** All the time that this process was computing. */
  total: number;
}

/**
 * Watches the event loop while something runs. It looks every millisecond, rather than at each turn: a loop that never waits takes the processor from
 * the program that is waited for, and counts as computing itself.
 */
export async function measureBlocks(work: () => Promise<unknown>): Promise<Blocks> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let processor = 0;
  const begun = process.cpuUsage();
  let watching = true;
  let last = process.cpuUsage();
  const turn = (): void => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    processor = Math.max(processor, (user + system) / 1000);
    if (watching) setTimeout(turn, 1);
  };
  delay.enable();
  setTimeout(turn, 1);
  await work();
  // What the last turn was is known a turn later.
  await new Promise(resolve => setTimeout(resolve, 2));
  watching = false;
  delay.disable();
  const { user, system } = process.cpuUsage(begun);
  return { clock: delay.max / 1e6, processor, total: (user + system) / 1000 };
}
