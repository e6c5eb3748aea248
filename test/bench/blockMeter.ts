import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Times for which other work had to wait, in milliseconds. */
export interface Blocks {
  /** Longest time between two turns of the event loop. On a busy machine, it includes the time of other programs. */
  clock: number;
  /** Longest processor time of this process between two turns, including garbage collection. */
  processor: number;
  /** Total processor time of this process. */
  total: number;
}

/**
 * Measures the event loop while something runs. It checks every millisecond instead of at each turn, since a loop that never waits would use
 * processor time itself.
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
  // The time of the last turn is known one turn later.
  await new Promise(resolve => setTimeout(resolve, 2));
  watching = false;
  delay.disable();
  const { user, system } = process.cpuUsage(begun);
  return { clock: delay.max / 1e6, processor, total: (user + system) / 1000 };
}
