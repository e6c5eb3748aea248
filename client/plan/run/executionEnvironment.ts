/** Where terraform runs: on this machine, or in a container of the platform's image. The runs don't know which. */
import type { CommandSpec } from './commandRun';
import type { Executable } from './planOutcome';

export interface ExecutionEnvironment {
  /**
   * @param parameters what follows the program's name.
   * @param variables for this command, besides the user's environment; undefined takes a variable away.
   */
  command(parameters: readonly string[], variables?: Readonly<Record<string, string | undefined>>): CommandSpec;
  /** How a file of the private storage is called where the command runs. */
  inside(file: string): string;
}

/** What every command gets: it changes the hints that terraform gives, and nothing else. */
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
