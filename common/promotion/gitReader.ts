/** Runs git commands that read a repository: the client and the command line each have their own. */
export interface GitReader {
  /** Identifies the clone. */
  readonly original: object;
  /** Absolute path of the folder that the commands run in. */
  readonly folder: string;
  /** @returns standard output without the last line break. @throws Error if the command fails */
  run(parameters: readonly string[]): Promise<string>;
  /** @returns undefined if the command fails */
  tryRead(parameters: readonly string[]): Promise<string | undefined>;
  try(parameters: readonly string[]): Promise<{ readonly stdout: string }>;
  /**
   * Runs a command within limits.
   * @returns its output, whatever its exit code
   * @throws Error if it can't be started, is cancelled, or exceeds a limit
   */
  read(parameters: readonly string[], options?: GitReadOptions): Promise<GitOutput>;
  /** The same git in another folder. @param folder absolute path */
  in(folder: string): GitReader;
}

export interface GitReadOptions {
  /** Standard input. */
  readonly input?: string;
  /** Environment variables in addition to those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Maximum size of standard output, in bytes. */
  readonly limit?: number;
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** Time for a command that reads a repository. If a pipe has the place of a file such as .gitignore, git waits for it forever. */
export const GIT_READ_TIMEOUT_MS = 30_000;
/** Maximum size of the output of a command, in bytes. */
export const MAX_GIT_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Variables that keep git from fetching missing objects of a partial clone: the repository's configuration names the remote and the programs that
 * connect to it. The configuration can allow a single protocol again, but can't override `GIT_ALLOW_PROTOCOL`; there is no protocol `none`.
 */
export const OFFLINE = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' } as const;
