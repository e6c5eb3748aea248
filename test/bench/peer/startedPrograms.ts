/** Counts the programs that a server starts, except for those that end between two samples. */
import type { LanguageServerProcess } from './languageServerProcess';

const LOOK = 25;

export class StartedPrograms {
  private readonly seen = new Set<number>();
  private largest = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(server: LanguageServerProcess) {
    this.timer = setInterval(() => {
      const usage = server.usage();
      for (const child of usage?.children ?? []) this.seen.add(child);
      this.largest = Math.max(this.largest, usage?.resident ?? 0);
    }, LOOK);
    this.timer.unref();
  }

  get count(): number {
    return this.seen.size;
  }

  /** Maximum memory of the server and its programs at one time, in bytes. */
  get largestResident(): number {
    return this.largest;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
