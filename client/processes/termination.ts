/** Ends a program in steps: interrupt, terminate, kill. */

/** How long to wait for a program to end, in milliseconds. */
export interface StopTimeouts {
  /** After an interrupt, until the program is asked to terminate: it has to finish what it reads and release the lock. */
  interrupt: number;
  /** After that, until it is killed. */
  terminate: number;
}

/** Long enough for a backend that answers slowly. */
export const DEFAULT_STOP_TIMEOUTS: StopTimeouts = { interrupt: 30_000, terminate: 10_000 };

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

export class Termination {
  begun = false;
  /** It did not end when it was interrupted. */
  forced = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param send gives a signal to the program and what it has started; nothing happens where they have ended already. */
  constructor(
    private readonly send: (signal: EndSignal) => void,
    private readonly timeout: StopTimeouts = DEFAULT_STOP_TIMEOUTS,
  ) {}

  /** @param isInterrupted somebody has sent the interrupt: by a second one terraform exits at once and leaves its lock. */
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

  /** The program has ended. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private terminate(): void {
    this.forced = true;
    this.send('SIGTERM');
    this.timer = setTimeout(() => this.kill(), this.timeout.terminate);
  }
}
