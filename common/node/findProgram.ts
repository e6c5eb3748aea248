/** Finds the file of a program, without running it. */
import { access, constants, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { programPaths, withEndings } from '../programPaths';

/**
 * @param program a name to look up on PATH, or a path; a relative path is resolved against the folder.
 * @param folder absolute path.
 * @returns absolute path of the program; undefined if there is none
 */
export async function findProgram(
  program: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
  system: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const isPath = /[/\\]/.test(program);
  const candidates = isPath
    ? withEndings(path.resolve(folder, program), environment, system)
    : programPaths(program, environment, system);
  for (const candidate of candidates) if (await isProgram(candidate, system)) return candidate;
  return undefined;
}

async function isProgram(file: string, system: NodeJS.Platform): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    if (system !== 'win32') await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
