/** A guard that is shared by all programs except runs of Terraform, since starting a guard takes longer than most of these programs run. */
import type { ChildProcess } from 'node:child_process';
import { RunGuard } from './runGuard';
import type { StopTimeouts } from './termination';

export class SharedGuard {
  private guard: RunGuard | undefined;
  private running = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param idleTime how long the guard is kept without a running program, in milliseconds; it needs memory */
  constructor(private readonly idleTime = 60_000) {}

  /**
   * Makes the guard end a program if this process ends.
   *
   * @param child leader of a process group
   * @param timeout how long it may take to end
   * @throws RestrictedModeError in Restricted Mode
   */
  watch(child: ChildProcess, timeout: StopTimeouts): void {
    const { pid: processId } = child;
    // The program could not be started.
    if (processId === undefined) return;
    clearTimeout(this.timer);
    // The previous guard may have been killed.
    if (!this.guard?.isRunning) this.guard = RunGuard.start();
    this.guard.watch({ processId, timeout, killAtOnce: false });
    this.running++;
    child.once('close', () => this.ended(processId));
  }

  private ended(processId: number): void {
    this.guard?.ended(processId);
    if (--this.running > 0) return;
    this.timer = setTimeout(() => this.guard?.end(), this.idleTime).unref();
  }
}

/** The shared guard of this process. */
export const sharedGuard = new SharedGuard();
