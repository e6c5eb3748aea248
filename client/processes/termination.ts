/** Ends a program in steps: interrupt, terminate, kill. */

/** Timeouts for ending a program, in milliseconds. */
export interface StopTimeouts {
  /** Between the interrupt and the request to terminate. The program has to finish reading and to release the lock. */
  interrupt: number;
  /** Between the request to terminate and the kill. */
  terminate: number;
}

/** Long enough for a slow backend. */
export const DEFAULT_STOP_TIMEOUTS: StopTimeouts = { interrupt: 30_000, terminate: 10_000 };

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

export class Termination {
  begun = false;
  /** Whether it did not end after the interrupt. */
  forced = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param send sends a signal to the program and its child processes; does nothing if they have ended. */
  constructor(
    private readonly send: (signal: EndSignal) => void,
    private readonly timeout: StopTimeouts = DEFAULT_STOP_TIMEOUTS,
  ) {}

  /** @param isInterrupted whether it was already interrupted: after a second interrupt, terraform exits immediately and leaves its lock. */
  begin(isInterrupted = false): void {
    if (this.begun) return;
    this.begun = true;
    if (!isInterrupted) this.send('SIGINT');
    this.timer = setTimeout(() => this.terminate(), this.timeout.interrupt);
  }

  kill(): void {
    this.begun = this.forced = true;
    this.stop();
    this.send('SIGKILL');
  }

  /** Notifies that the program has ended. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private terminate(): void {
    this.forced = true;
    this.send('SIGTERM');
    this.timer = setTimeout(() => this.kill(), this.timeout.terminate);
  }
}
