import { stat } from 'node:fs/promises';
import { identify, type ExecutableAnswer, type ExecutableQuestion } from './executable';

/** Smaller files are scripts of version managers: which program they start may change without them. */
const smallestProgram = 1024 * 1024;

/** Remembers what programs have said of themselves, as each question costs a process. */
export class KnownExecutables {
  readonly #answers = new Map<string, ExecutableAnswer>();

  /** @param file absolute path. It is asked again when it was exchanged. */
  async identify(
    file: string,
    question: Pick<ExecutableQuestion, 'folder' | 'environment'>,
  ): Promise<ExecutableAnswer> {
    const { size, mtimeMs, ino } = await stat(file);
    const key = JSON.stringify([file, size, mtimeMs, ino]);
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = await identify(file, question);
    if ('executable' in answer && size >= smallestProgram) this.#answers.set(key, answer);
    return answer;
  }
}
