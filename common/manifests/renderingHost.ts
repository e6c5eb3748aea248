/** What rendering needs of the process that it runs in. The client and the command line each have one; nothing else starts a program for it. */

export interface ProgramResult {
  /** -1 when it could not be started or was ended. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RenderingHost {
  /** The user's environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How many programs can run at the same time without waiting for each other. */
  readonly cores: number;
  /** `linux_amd64`: what providers are built for. */
  readonly target: string;
  /** Makes a folder that only the user can read. @returns its absolute path */
  makeFolder(): Promise<string>;
  removeFolder(path: string): Promise<void>;
  /** Makes the folders on the way. @param path absolute */
  writeFile(path: string, content: string, encoding: 'utf8' | 'base64'): Promise<void>;
  /** Joins an absolute path and a path with slashes. */
  join(folder: string, path: string): string;
  /** Names of the folders in a folder; none where there is no such folder. */
  foldersIn(path: string): Promise<readonly string[]>;
  /** Names of the files in a folder; none where there is no such folder. */
  filesIn(path: string): Promise<readonly string[]>;
  /** Text of a file of the platform; '' where there is none. */
  textOf(path: string): Promise<string>;
  /** Absolute path of a program on PATH; undefined where there is none. */
  locate(program: string): Promise<string | undefined>;
  /** The Terraform or OpenTofu to use in a platform's folder, or why there is none, as a sentence. */
  terraformFor(folder: string): Promise<{ readonly file: string } | { readonly problem: string }>;
  /**
   * Runs a program, never through a shell.
   * @throws where the run is cancelled or takes too long
   */
  run(
    file: string,
    parameters: readonly string[],
    options: { readonly folder: string; readonly variables: Readonly<Record<string, string | undefined>> },
  ): Promise<ProgramResult>;
  /** The documents of a YAML text as plain data; integers that a double can't hold as bigint. @throws for what is no YAML */
  parseYaml(text: string): readonly unknown[];
}
