import { setImmediate } from 'node:timers/promises';
import type { WorkSlice } from '../../../common/plan/workSlice';

/** Splits long work into time slices, so that it does not block the event loop. Call `rest` between small steps. */
export class TimeSlice implements WorkSlice {
  private start = performance.now();

  /** @param milliseconds length of a slice. */
  constructor(private readonly milliseconds = 8) {}

  /** Whether the slice has ended. It is cheap: check it before awaiting `rest` in loops. */
  get isOver(): boolean {
    return performance.now() - this.start >= this.milliseconds;
  }

  /** Yields to the event loop and starts the next slice. */
  async rest(): Promise<void> {
    await setImmediate();
    this.start = performance.now();
  }
}
