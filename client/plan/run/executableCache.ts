import { stat } from 'node:fs/promises';
import { identify, type ExecutableResult, type ExecutableQuery } from './executable';

/** Smaller files are version managers' scripts, which may start another program without being changed. */
const MIN_PROGRAM_BYTES = 1024 * 1024;

/** Caches the versions of programs, since each query starts a process. */
export class ExecutableCache {
  private readonly answers = new Map<string, ExecutableResult>();

  /** @param file absolute path. It is queried again if the file was replaced. */
  async identify(file: string, question: Pick<ExecutableQuery, 'folder' | 'environment'>): Promise<ExecutableResult> {
    const { size, mtimeMs, ino } = await stat(file);
    const key = JSON.stringify([file, size, mtimeMs, ino]);
    const cached = this.answers.get(key);
    if (cached) return cached;
    const answer = await identify(file, question);
    if ('executable' in answer && size >= MIN_PROGRAM_BYTES) this.answers.set(key, answer);
    return answer;
  }
}
