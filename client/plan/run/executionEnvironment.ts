/** Where terraform runs: on this machine or in a container of the platform's image. */
import type { CommandSpec } from './commandRun';
import type { Executable } from './planOutcome';

export interface ExecutionEnvironment {
  /**
   * @param parameters arguments of the program.
   * @param variables of this command, in addition to the user's environment; undefined removes a variable.
   */
  command(parameters: readonly string[], variables?: Readonly<Record<string, string | undefined>>): CommandSpec;
  /** Maps a path in the private storage to its path in the execution environment. */
  inside(file: string): string;
}

/** Variables for every command. They only change terraform's hints. */
export const AUTOMATION_VARIABLES = { TF_IN_AUTOMATION: '1' };

export function hostEnvironment(
  executable: Executable,
  folder: string,
  environment: NodeJS.ProcessEnv,
): ExecutionEnvironment {
  return {
    command: (parameters, variables = {}) => ({
      file: executable.path,
      arguments: parameters,
      cwd: folder,
      environment: { ...environment, ...AUTOMATION_VARIABLES, ...variables },
    }),
    inside: file => file,
  };
}
