/** Something to fuzz: it reads bytes, and must not fail, hang, or leak memory. */

export interface FuzzTarget {
  readonly name: string;
  /** Initial inputs: those that people and programs write. Never empty. */
  readonly corpus: () => readonly Buffer[];
  /** Tokens with a meaning for the reader. */
  readonly dictionary: readonly string[];
  /** The structure of the inputs, for mutations that keep them well-formed. */
  readonly structure?: 'json' | 'json-lines' | 'lines';
  /** Number of inputs after which the target is opened again; by default, it is opened once. */
  readonly reopenAfter?: number;
  open(): Promise<FuzzSession>;
}

export interface FuzzSession {
  /** @throws if the result for this input is wrong */
  run(input: Buffer): Promise<void>;
  close(): Promise<void>;
}
