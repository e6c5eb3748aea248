import { stat } from 'node:fs/promises';
import { identify, type ExecutableResult, type ExecutableQuery } from './executable';

/** Smaller files are scripts of version managers: which program they start may change without them. */
const SMALLEST_PROGRAM = 1024 * 1024;

/** Remembers what programs have said of themselves, as each question costs a process. */
export class ExecutableCache {
  private readonly answers = new Map<string, ExecutableResult>();

  /** @param file absolute path. It is asked again when it was exchanged. */
  async identify(file: string, question: Pick<ExecutableQuery, 'folder' | 'environment'>): Promise<ExecutableResult> {
    const { size, mtimeMs, ino } = await stat(file);
    const key = JSON.stringify([file, size, mtimeMs, ino]);
    const known = this.answers.get(key);
    if (known) return known;
    const answer = await identify(file, question);
    if ('executable' in answer && size >= SMALLEST_PROGRAM) this.answers.set(key, answer);
    return answer;
  }
}
