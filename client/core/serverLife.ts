import { errorMessage } from './errorMessage';

/** `off` until it is started; `failed` when it crashed too often to be restarted automatically. */
export type ServerState = 'off' | 'starting' | 'ready' | 'failed';

/** A language server that is started and ended once. */
export interface Server {
  /** Resolves when it can answer. Rejects when it can't be started or ends before. */
  start(): Promise<void>;
  /** Ends it in any state. Never rejects. */
  end(): Promise<void>;
}

/** How servers are created, and who is told about them. */
export interface ServerLifeHost<S extends Server> {
  /** @param onCrash must be called when the server ends by itself after its start */
  create(onCrash: () => void): Promise<S>;
  stateChanged(state: ServerState): void;
  logError(message: string): void;
  /** Milliseconds of a clock that does not jump. */
  now(): number;
}

/** Maximum number of automatic restarts within `CRASH_PERIOD`. */
const RESTARTS_AT_MOST = 4;
const CRASH_PERIOD = 3 * 60_000;

/** Keeps one language server running: replaces a server that crashed, and is the only place that sets the state. */
export class ServerLife<S extends Server> {
  private current: ServerState = 'off';
  private server: S | undefined;
  /** Number of the latest start. What earlier servers do doesn't count. */
  private turn = 0;
  private crashes: number[] = [];
  private restarting: Promise<void> | undefined;

  constructor(private readonly host: ServerLifeHost<S>) {}

  get state(): ServerState {
    return this.current;
  }

  /** The server that can answer; undefined unless the state is `ready`. */
  get ready(): S | undefined {
    return this.current === 'ready' ? this.server : undefined;
  }

  /** Starts a server unless one was started before. Never rejects. */
  async startOnce(): Promise<void> {
    if (this.current === 'off') await this.start();
  }

  /** Ends the server, if any, and starts a new one. Concurrent calls restart it once. Never rejects. */
  async restart(): Promise<void> {
    this.restarting ??= this.replace().finally(() => (this.restarting = undefined));
    await this.restarting;
  }

  /** Ends the server for good. */
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
    // Unless it was ended for good meanwhile.
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
    this.crashes = [...this.crashes.filter(crash => now - crash <= CRASH_PERIOD), now];
    return this.crashes.length <= RESTARTS_AT_MOST;
  }

  private setState(state: ServerState): void {
    if (this.current === state) return;
    this.current = state;
    this.host.stateChanged(state);
  }
}
