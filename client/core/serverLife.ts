import { errorMessage } from './errorMessage';

/** `off` before the first start; `failed` after too many crashes to restart it automatically. */
export type ServerState = 'off' | 'starting' | 'ready' | 'failed';

/** A language server that can be started and ended once. */
export interface Server {
  /** Resolves when it is ready. Rejects if it can't be started, or ends before it is ready. */
  start(): Promise<void>;
  /** Ends it in any state. Never rejects. */
  end(): Promise<void>;
}

/** How servers are created, and who is notified about their state. */
export interface ServerLifeHost<S extends Server> {
  /** @param onCrash must be called if the server ends by itself after its start */
  create(onCrash: () => void): Promise<S>;
  stateChanged(state: ServerState): void;
  logError(message: string): void;
  /** Milliseconds of a monotonic clock. */
  now(): number;
}

/** Maximum number of automatic restarts within `CRASH_PERIOD`. */
const MAX_RESTARTS = 4;
const CRASH_PERIOD_MS = 3 * 60_000;

/** Keeps one language server running and replaces crashed ones. No other code sets the state. */
export class ServerLife<S extends Server> {
  private current: ServerState = 'off';
  private server: S | undefined;
  /** Number of the latest start. Events of earlier servers are ignored. */
  private turn = 0;
  private crashes: number[] = [];
  private restarting: Promise<void> | undefined;

  constructor(private readonly host: ServerLifeHost<S>) {}

  get state(): ServerState {
    return this.current;
  }

  /** The server, if it is ready; otherwise undefined. */
  get ready(): S | undefined {
    return this.current === 'ready' ? this.server : undefined;
  }

  /** Starts a server unless one was already started. Never rejects. */
  async startOnce(): Promise<void> {
    if (this.current === 'off') await this.start();
  }

  /** Ends the server, if any, and starts a new one. Concurrent calls restart it once. Never rejects. */
  async restart(): Promise<void> {
    this.restarting ??= this.replace().finally(() => (this.restarting = undefined));
    await this.restarting;
  }

  /** Ends the server permanently. */
  async end(): Promise<void> {
    const ended = this.server;
    this.turn++;
    this.server = undefined;
    await ended?.end();
  }

  private async replace(): Promise<void> {
    this.setState('starting');
    this.crashes = [];
    const ended = this.end();
    const { turn } = this;
    await ended;
    // Unless it was permanently ended in the meantime.
    if (turn === this.turn) await this.start();
  }

  private async start(): Promise<void> {
    const turn = ++this.turn;
    this.setState('starting');
    try {
      const server = await this.host.create(() => void this.crashed(turn));
      if (turn !== this.turn) return;
      this.server = server;
      await server.start();
      if (turn === this.turn) this.setState('ready');
    } catch (error) {
      if (turn !== this.turn) return;
      this.host.logError(`The language server can't be started: ${errorMessage(error)}`);
      await this.crashed(turn);
    }
  }

  private async crashed(turn: number): Promise<void> {
    if (turn !== this.turn) return;
    void this.end();
    if (this.mayRestart()) await this.start();
    else this.setState('failed');
  }

  /** @returns whether a server that has just crashed is restarted automatically */
  private mayRestart(): boolean {
    const now = this.host.now();
    this.crashes = [...this.crashes.filter(crash => now - crash <= CRASH_PERIOD_MS), now];
    return this.crashes.length <= MAX_RESTARTS;
  }

  private setState(state: ServerState): void {
    if (this.current === state) return;
    this.current = state;
    this.host.stateChanged(state);
  }
}
