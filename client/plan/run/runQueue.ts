/**
 * Schedules the runs in a folder: plans of different environments run concurrently, at most one for each environment, and an initialization runs
 * alone. Runs start in order: those after a waiting initialization wait for it.
 */
interface Entry {
  /** Two runs with the same key don't run concurrently; an exclusive run is never concurrent with another one. */
  key: string;
  exclusive: boolean;
  running: boolean;
  start: () => void;
}

/** Starts the next runs. Call it exactly once, also after a failure. */
export type Release = () => void;

export class RunQueue {
  private readonly entries: Entry[] = [];

  /**
   * @param key of the run: the environment; ignored for exclusive runs.
   * @returns a promise that resolves when the run may start.
   * @throws the signal's reason if it is aborted while waiting.
   */
  async enter(key: string, exclusive: boolean, signal?: AbortSignal): Promise<Release> {
    signal?.throwIfAborted();
    const entry: Entry = { key, exclusive, running: false, start: () => undefined };
    const turn = new Promise<void>((resolve, reject) => {
      entry.start = resolve;
      signal?.addEventListener(
        'abort',
        () => {
          if (entry.running) return;
          this.remove(entry);
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
    this.entries.push(entry);
    this.startWhatMay();
    await turn;
    return () => this.remove(entry);
  }

  /** @returns whether a run would have to wait. */
  wouldWait(key: string, exclusive: boolean): boolean {
    return this.entries.some(other => conflict(other, { key, exclusive }));
  }

  /** @param key an environment; all by default. Exclusive runs count for every environment. */
  isBusy(key?: string): boolean {
    return this.entries.some(entry => key === undefined || entry.exclusive || entry.key === key);
  }

  private remove(entry: Entry): void {
    const index = this.entries.indexOf(entry);
    if (index < 0) return;
    this.entries.splice(index, 1);
    this.startWhatMay();
  }

  private startWhatMay(): void {
    this.entries.forEach((entry, index) => {
      if (entry.running || this.entries.slice(0, index).some(earlier => conflict(earlier, entry))) return;
      entry.running = true;
      entry.start();
    });
  }
}

function conflict(a: Pick<Entry, 'key' | 'exclusive'>, b: Pick<Entry, 'key' | 'exclusive'>): boolean {
  return a.exclusive || b.exclusive || a.key === b.key;
}
