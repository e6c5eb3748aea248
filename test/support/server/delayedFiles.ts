import type { FileSource } from '../../../server/workspace/fileMirror';
import type { MemoryFileSystem } from '../memoryFileSystem';

/** What has been asked of a client, and is answered when the test says so. */
export interface Question {
  answer(): void;
}

/** A client whose answers come when, and in the order in which, a test wants them: each with what the files are at that time. */
export class DelayedFiles implements FileSource {
  readonly open: Question[] = [];
  /** URIs that were asked for, in order. */
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

/** Lets everything happen that waits for nobody. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise(resolve => setImmediate(resolve));
}
