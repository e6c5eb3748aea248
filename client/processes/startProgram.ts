/** The one place that starts programs: git, Terraform, Docker, SSH, and what ends them. Lint keeps `child_process` in this folder. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { requireTrust } from './trust';

/** A program with everything that it gets. Nothing of it goes through a shell. */
export interface ProgramSpec {
  /** Absolute path: a name would be looked for in the current folder too on Windows. */
  file: string;
  arguments: readonly string[];
  /** Absolute path. */
  cwd: string;
  /** The whole environment. Its values are never logged. */
  environment: NodeJS.ProcessEnv;
}

/** Whether a program gets a process group of its own when it is started with `detached`; on Windows that would be a window of its own. */
export const hasGroups = process.platform !== 'win32';

/**
 * @param options `detached: hasGroups` makes it the leader of its own process group, so that `endGroup` reaches all that it starts.
 * @returns the process; that it can't be started is told by its `error` event.
 * @throws RestrictedModeError in Restricted Mode; Error when the path is not absolute
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
