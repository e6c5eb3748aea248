/**
 * Lists the paths at which a program is searched. Relative entries of PATH are ignored, since they could refer to a repository, and so is the
 * current folder, which Windows would search first.
 */
import { ownProperty } from './ownProperty';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * @param name of a program, without a folder: `git`
 * @param environment provides `PATH` and, on Windows, `PATHEXT`
 * @param system as in `process.platform`
 * @returns absolute paths in search order
 */
export function programPaths(name: string, environment: Variables, system: string): string[] {
  const isWindows = system === 'win32';
  const variable = isWindows ? Object.keys(environment).find(key => key.toUpperCase() === 'PATH') : 'PATH';
  const entries = (ownProperty(environment, variable ?? 'PATH') ?? '').split(isWindows ? ';' : ':');
  const folders = entries.map(entry => entry.replace(/^"(.*)"$/, '$1')).filter(entry => isAbsolute(entry, isWindows));
  const separator = isWindows ? '\\' : '/';
  return folders.flatMap(folder =>
    withEndings(`${folder.replace(/(?<![\\/])[\\/]+$/, '')}${separator}${name}`, environment, system),
  );
}

/**
 * @param file path of a program; on Windows, its extension can be missing
 * @returns the possible paths: on Windows with each extension in PATHEXT, programs before batch files
 */
export function withEndings(file: string, environment: Variables, system: string): string[] {
  if (system !== 'win32') return [file];
  const extensions = (environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';').filter(Boolean);
  if (extensions.some(ending => file.toLowerCase().endsWith(ending))) return [file];
  const isBatch = (ending: string): boolean => ending === '.bat' || ending === '.cmd';
  return [...extensions].sort((a, b) => Number(isBatch(a)) - Number(isBatch(b))).map(ending => file + ending);
}

function isAbsolute(path: string, isWindows: boolean): boolean {
  return isWindows ? /^(?:[a-z]:)?[\\/]/i.test(path) : path.startsWith('/');
}
