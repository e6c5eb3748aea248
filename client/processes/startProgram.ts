/** Starts programs: git, Terraform, Docker, SSH, and those that end them. A lint rule allows `child_process` only in this folder. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { requireTrust } from './trust';

/** A program with its arguments and environment. No shell is used. */
export interface ProgramSpec {
  /** Absolute path, since Windows also searches the current folder for a name. */
  file: string;
  arguments: readonly string[];
  /** Absolute path. */
  cwd: string;
  /** The complete environment. Its values are never logged. */
  environment: NodeJS.ProcessEnv;
}

/** Whether programs with `detached` get a separate process group. On Windows, they would get a window instead. */
export const hasGroups = process.platform !== 'win32';

/**
 * @param options `detached: hasGroups` makes it the leader of a process group, so that `endGroup` reaches all of its child processes.
 * @returns the process; if it can't be started, it emits an `error` event.
 * @throws RestrictedModeError in Restricted Mode; Error if the path is not absolute
 */
export function startProgram(
  spec: ProgramSpec,
  options: Pick<SpawnOptions, 'stdio' | 'detached' | 'timeout'>,
): ChildProcess {
  requireTrust();
  if (!isAbsolute(spec.file)) throw new Error(`${spec.file} is not an absolute path.`);
  return spawn(spec.file, spec.arguments, {
    ...options,
    cwd: spec.cwd,
    env: spec.environment,
    shell: false,
    windowsHide: true,
  });
}
