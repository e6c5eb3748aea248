/** The guard that all programs share that have no folder: starting one takes longer than most of these programs run. */
import type { ChildProcess } from 'node:child_process';
import { RunGuard } from './runGuard';
import type { StopTimeouts } from './termination';

export class SharedGuard {
  private guard: RunGuard | undefined;
  private running = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param patience how long the guard waits for another program before it ends, in milliseconds: it takes memory. */
  constructor(private readonly patience = 60_000) {}

  /**
   * Ends a program when this process is gone.
   *
   * @param child leader of its group
   * @param timeout how long it may take to end
   * @throws RestrictedModeError in Restricted Mode
   */
  watch(child: ChildProcess, timeout: StopTimeouts): void {
    const { pid: processId } = child;
    // It could not be started.
    if (processId === undefined) return;
    clearTimeout(this.timer);
    // The last one may have been killed.
    if (!this.guard?.isThere) this.guard = RunGuard.start();
    this.guard.watch({ processId, timeout, killAtOnce: false });
    this.running++;
    child.once('close', () => this.ended(processId));
  }

  private ended(processId: number): void {
    this.guard?.ended(processId);
    if (--this.running > 0) return;
    this.timer = setTimeout(() => this.guard?.end(), this.patience).unref();
  }
}

/** Of this process. */
export const sharedGuard = new SharedGuard();
