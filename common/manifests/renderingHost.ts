/** What rendering needs of its process. The client and the command line each implement it; rendering starts programs only through it. */

export interface ProgramResult {
  /** -1 if the program could not be started or was killed. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RenderingHost {
  /** The user's environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Number of programs that can usefully run at the same time. */
  readonly cores: number;
  /** Target platform of providers: `linux_amd64`. */
  readonly target: string;
  /** Makes a folder that only the user can read. @returns its absolute path */
  makeFolder(): Promise<string>;
  removeFolder(path: string): Promise<void>;
  /** Writes a file, and creates its missing parent folders. @param path absolute */
  writeFile(path: string, content: string, encoding: 'utf8' | 'base64'): Promise<void>;
  /** Joins an absolute path and a path with slashes. */
  join(folder: string, path: string): string;
  /** Names of the folders in a folder; empty if there is no such folder. */
  foldersIn(path: string): Promise<readonly string[]>;
  /** Names of the files in a folder; empty if there is no such folder. */
  filesIn(path: string): Promise<readonly string[]>;
  /** Text of a file of the platform; '' if there is none. */
  textOf(path: string): Promise<string>;
  /** Absolute path of a program on PATH; undefined if there is none. */
  locate(program: string): Promise<string | undefined>;
  /** The Terraform or OpenTofu to use in a platform's folder, or a sentence on why there is none. */
  terraformFor(folder: string): Promise<{ readonly file: string } | { readonly problem: string }>;
  /**
   * Runs a program, never through a shell.
   * @throws when the run is cancelled or times out
   */
  run(
    file: string,
    parameters: readonly string[],
    options: { readonly folder: string; readonly variables: Readonly<Record<string, string | undefined>> },
  ): Promise<ProgramResult>;
  /** Parses the documents of a YAML text; integers that a double can't hold become bigint. @throws when the text is not valid YAML */
  parseYaml(text: string): readonly unknown[];
}
