/** Stores the answers of unfinished commands across reloads of the window. */
import type { GivenAnswers } from './questionRun';

/** The part of VS Code's `Memento` that is used. */
export interface AnswerMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'kubestack.scaffoldAnswers';
/** Maximum number of stored commands; the oldest are dropped. */
const MAX_KEPT = 20;

export class StoredAnswers {
  constructor(private readonly memory: AnswerMemory) {}

  /** @param key identifies the command and its folder */
  get(key: string): GivenAnswers | undefined {
    return this.all().find(([each]) => each === key)?.[1];
  }

  keep(key: string, given: GivenAnswers): void {
    const others = this.all().filter(([each]) => each !== key);
    void this.memory.update(KEY, [...others, [key, given]].slice(-MAX_KEPT));
  }

  forget(key: string): void {
    const others = this.all().filter(([each]) => each !== key);
    void this.memory.update(KEY, others);
  }

  /** Validates stored answers, which another version of the extension may have written. */
  private all(): readonly (readonly [string, GivenAnswers])[] {
    const stored: unknown = this.memory.get(KEY);
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  }
}

const isEntry = (entry: unknown): entry is readonly [string, GivenAnswers] =>
  Array.isArray(entry) &&
  entry.length === 2 &&
  typeof entry[0] === 'string' &&
  typeof entry[1] === 'object' &&
  entry[1] !== null &&
  !Array.isArray(entry[1]);
