/** What a command receives from the process. */

/** The interface between a command and the process. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Standard input. */
  readonly stdin?: AsyncIterable<unknown>;
  /** Environment variables, for the language of the output. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

/** The values of the options, for the commands that have them. */
export interface Options {
  readonly environment?: string | undefined;
  readonly module?: string | undefined;
  readonly settings?: string | undefined;
  readonly format?: string | undefined;
  readonly commit?: string | undefined;
  readonly url?: string | undefined;
  readonly framework?: string | undefined;
  readonly date?: string | undefined;
  readonly manifests?: boolean | undefined;
  readonly rules?: boolean | undefined;
  readonly test?: boolean | undefined;
  readonly promote?: string | undefined;
  readonly fetch?: boolean | undefined;
  readonly 'refresh-only'?: boolean | undefined;
}
