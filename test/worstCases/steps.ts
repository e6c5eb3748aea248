/**
 * Counts the steps of a computation instead of measuring time: V8 counts how often each block of our code, and of libraries, runs. The count does not
 * depend on the machine's load. It excludes native code (regular expressions, `getIndex`).
 */
import { Session, type Profiler } from 'node:inspector';

export class StepCounter {
  private readonly session = new Session();

  constructor() {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Number of steps since the last call. */
  take(): number {
    let steps = 0;
    this.session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      for (const script of result) if (isCounted(script.url)) steps += stepsIn(script);
    });
    return steps;
  }

  stop(): void {
    this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }
}

const isCounted = (url: string): boolean => url.startsWith('file:') && !url.includes('/test/') && !url.includes('tsx');

function stepsIn({ functions }: Profiler.ScriptCoverage): number {
  let steps = 0;
  for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  return steps;
}
