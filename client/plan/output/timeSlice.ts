import { setImmediate } from 'node:timers/promises';
import type { WorkSlice } from '../../../common/plan/workSlice';

/**
 * Cuts long work into slices, so that other work of the process gets its turn. Call `rest` between small steps.
 */
export class TimeSlice implements WorkSlice {
  private start = performance.now();

  /** @param milliseconds how long a slice may take. */
  constructor(private readonly milliseconds = 8) {}

  /** Whether the slice is used up. Cheap: ask before awaiting `rest` in loops. */
  get isOver(): boolean {
    return performance.now() - this.start >= this.milliseconds;
  }

  /** Lets others work, and starts the next slice. */
  async rest(): Promise<void> {
    await setImmediate();
    this.start = performance.now();
  }
}
