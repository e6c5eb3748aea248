/** The guard of all programs. They share it, since starting a guard takes longer than many of them run. */
import type { ChildProcess } from 'node:child_process';
import { GuardProcess } from './guardProcess';
import type { WatchedProgram } from './guardMessages';

export class SharedGuard {
  private guard: GuardProcess | undefined;
  /** Number of running programs and protected folders. */
  private uses = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param idleTime how long the guard is kept without a program or a folder, in milliseconds; it needs memory */
  constructor(private readonly idleTime = 60_000) {}

  /**
   * Makes the guard end a program if this process ends.
   *
   * @param child leader of a process group
   * @param ending how the guard ends it
   * @throws RestrictedModeError in Restricted Mode
   */
  watch(child: ChildProcess, { holdsPipes = false, ...ending }: Ending): void {
    const { pid: processId } = child;
    // The program could not be started.
    if (processId === undefined) return;
    const guard = this.use();
    guard.watch({ killAtOnce: false, ...ending, processId, startedAt: Date.now() });
    if (holdsPipes) guard.holdPipes(child);
    // Its child processes can still be running after it has exited.
    child.once('close', () => {
      guard.ended(processId);
      this.unuse();
    });
  }

  /**
   * Notifies the guard that a program was interrupted, so that it is not interrupted again. Resolves when the guard will receive this even if this
   * process ends.
   */
  interrupted(processId: number): Promise<void> {
    return this.guard?.interrupted(processId) ?? Promise.resolve();
  }

  /**
   * Makes the guard remove a folder if this process ends.
   *
   * @param folder absolute path
   * @returns a function that makes the guard remove the folder now
   * @throws RestrictedModeError in Restricted Mode
   */
  protect(folder: string): () => void {
    const guard = this.use();
    guard.protect(folder);
    return () => {
      guard.release(folder);
      this.unuse();
    };
  }

  private use(): GuardProcess {
    clearTimeout(this.timer);
    // The previous guard may have been killed.
    if (!this.guard?.isRunning) this.guard = GuardProcess.start();
    this.uses++;
    return this.guard;
  }

  private unuse(): void {
    if (--this.uses > 0) return;
    this.timer = setTimeout(() => this.guard?.end(), this.idleTime).unref();
  }
}

/** How the guard ends a program. */
export interface Ending
  extends Partial<Omit<WatchedProgram, 'processId' | 'startedAt' | 'timeout'>>, Pick<WatchedProgram, 'timeout'> {
  /** Whether the guard keeps the program's output readable, for programs that write when they are interrupted. */
  holdsPipes?: boolean;
}

/** The shared guard of this process. */
export const sharedGuard = new SharedGuard();
