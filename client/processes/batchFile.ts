/**
 * The clouds' programs on Windows, which are batch files: `az.cmd`, `gcloud.cmd` and, from some installers, `aws.cmd`. Node.js refuses to start
 * batch files without a shell (CVE-2024-27980), because cmd interprets their arguments, and the batch file does so again, possibly without the
 * quotes. They are started only with arguments whose characters have no meaning for cmd in any place, so no quotes are needed.
 */
import * as path from 'node:path';
import type { ProgramSpec } from './startProgram';

/** Programs that read nothing in the platform's folder. */
const PROGRAMS: ReadonlySet<string> = new Set(['aws', 'az', 'gcloud']);

const PLAIN = /^[A-Za-z0-9._/:=@-]+$/;

export const isBatchFile = (file: string): boolean => /\.(?:bat|cmd)$/i.test(file);

/**
 * The way to start a batch file with cmd. It runs in the folder of the batch file: its path is then no part of the line that cmd interprets, and
 * programs and Python modules that the batch file starts by name aren't taken from the platform's folder.
 *
 * @param spec of a batch file with an absolute path on Windows
 * @returns undefined if that isn't safe, or if it is another program
 */
export function batchFileSpec({ file, arguments: parameters, environment }: ProgramSpec): ProgramSpec | undefined {
  const { dir, base, name } = path.win32.parse(file);
  const windows = Object.entries(environment).find(([variable]) => variable.toLowerCase() === 'systemroot')?.[1];
  // cmd can't work in a folder on another server.
  const isLocal = (folder: string): boolean => /^[A-Za-z]:\\/.test(folder);
  if (!isLocal(file) || windows === undefined || !isLocal(windows)) return undefined;
  if (!PROGRAMS.has(name.toLowerCase()) || !parameters.every(each => PLAIN.test(each))) return undefined;
  return {
    file: path.win32.join(windows, 'System32', 'cmd.exe'),
    // `/d`: without commands of the registry. `/v:off`: `!` has no meaning.
    arguments: ['/d', '/v:off', '/c', `.\\${base}`, ...parameters],
    cwd: dir,
    environment,
  };
}
