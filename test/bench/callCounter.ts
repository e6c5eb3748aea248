/** Counts how often functions are called. V8 counts calls exactly, so that the counts don't depend on the machine. */
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Functions of this project, as `path/to/file.ts function`: methods and generators too, but no arrow functions, which have no name for V8. Each time a generator continues counts as a call. */
export type CountedFunction = `${string}.ts ${string}`;

const PROJECT = join(__dirname, '../..');

export class CallCounter {
  private constructor(private readonly session: Session) {}

  /** Must be called before the counted files are imported. */
  static async start(): Promise<CallCounter> {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    return new CallCounter(session);
  }

  /** Calls during some work, by function. */
  async during(functions: readonly CountedFunction[], work: () => unknown): Promise<Map<CountedFunction, number>> {
    await this.session.post('Profiler.takePreciseCoverage');
    await work();
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    const byUrl = new Map(result.map(({ url, functions: all }) => [url, all]));
    return new Map(
      functions.map(each => {
        const [path, name] = each.split(' ') as [string, string];
        const named = (byUrl.get(pathToFileURL(join(PROJECT, path)).href) ?? []).flatMap(({ functionName, ranges }) =>
          functionName === name ? ranges.slice(0, 1) : [],
        );
        // The shorter function of the same name is the getter of the export.
        const [longest] = named.sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
        return [each, longest?.count ?? 0];
      }),
    );
  }

  stop(): void {
    this.session.disconnect();
  }
}
