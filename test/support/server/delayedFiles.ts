import type { FileSource } from '../../../server/workspace/fileMirror';
import type { MemoryFileSystem } from '../memoryFileSystem';

/** A pending request to the client, which the test answers. */
export interface Question {
  answer(): void;
}

/** A client whose responses the test sends at any time and in any order. Each response has the current content of the files. */
export class DelayedFiles implements FileSource {
  readonly open: Question[] = [];
  /** Requested URIs, in order. */
  readonly listed: string[] = [];
  readonly asked: string[] = [];

  constructor(
    private readonly files: MemoryFileSystem,
    readonly together: number,
  ) {}

  list: FileSource['list'] = uris => {
    this.listed.push(...uris);
    return this.later(() => uris.map(uri => this.files.list(uri)));
  };

  read: FileSource['read'] = uris => {
    this.asked.push(...uris);
    return this.later(() => uris.map(uri => this.files.read(uri)));
  };

  private later<T>(answer: () => T): Promise<T> {
    return new Promise(resolve => {
      const question: Question = {
        answer: () => {
          this.open.splice(this.open.indexOf(question), 1);
          resolve(answer());
        },
      };
      this.open.push(question);
    });
  }
}

/** Waits a few turns of the event loop, so that pending callbacks run. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise(resolve => setImmediate(resolve));
}
