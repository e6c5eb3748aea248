/** Runs git commands that read a repository: the client and the command line each have their own. */
export interface GitReader {
  /** Identifies the clone. */
  readonly original: object;
  /** @returns standard output without the last line break. @throws Error if the command fails */
  run(parameters: readonly string[]): Promise<string>;
  /** @returns undefined if the command fails */
  tryRead(parameters: readonly string[]): Promise<string | undefined>;
  try(parameters: readonly string[]): Promise<{ readonly stdout: string }>;
}
