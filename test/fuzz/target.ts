/** What is fuzzed: something that takes bytes, and must neither fail, nor hang, nor keep what it was given. */

export interface FuzzTarget {
  readonly name: string;
  /** Inputs to begin with: those that people and programs write. Never empty. */
  readonly corpus: () => readonly Buffer[];
  /** Words that mean something to the reader. */
  readonly dictionary: readonly string[];
  /** What inputs are made of besides bytes, for changes that keep them well-formed. */
  readonly structure?: 'json' | 'json-lines' | 'lines';
  /** Inputs after which it is opened anew; without it, it is opened once. */
  readonly reopenAfter?: number;
  open(): Promise<FuzzSession>;
}

export interface FuzzSession {
  /** @throws whatever is wrong with the answer to this input */
  run(input: Buffer): Promise<void>;
  close(): Promise<void>;
}
