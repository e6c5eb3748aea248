/**
 * Where a program is looked for. Only absolute entries of PATH count: Windows would otherwise find a program of that name in the
 * current folder, which may be a repository.
 */

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * @param name of a program, without a folder: `git`.
 * @param environment whose `PATH` and, on Windows, `PATHEXT` count.
 * @param system as in `process.platform`.
 * @returns the absolute paths at which the program may be, in the order in which they count
 */
export function programPaths(name: string, environment: Variables, system: string): string[] {
  const isWindows = system === 'win32';
  const variable = isWindows ? Object.keys(environment).find(key => key.toUpperCase() === 'PATH') : 'PATH';
  const entries = (environment[variable ?? 'PATH'] ?? '').split(isWindows ? ';' : ':');
  const folders = entries.map(entry => entry.replace(/^"(.*)"$/, '$1')).filter(entry => isAbsolute(entry, isWindows));
  const separator = isWindows ? '\\' : '/';
  return folders.flatMap(folder =>
    withEndings(`${folder.replace(/[\\/]+$/, '')}${separator}${name}`, environment, system),
  );
}

/**
 * @param file path of a program, perhaps without the ending of its name.
 * @returns the names that it may have: on Windows with each ending of PATHEXT, programs before batch files
 */
export function withEndings(file: string, environment: Variables, system: string): string[] {
  if (system !== 'win32') return [file];
  const known = (environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';').filter(Boolean);
  if (known.some(ending => file.toLowerCase().endsWith(ending))) return [file];
  const isBatch = (ending: string): boolean => ending === '.bat' || ending === '.cmd';
  return [...known].sort((a, b) => Number(isBatch(a)) - Number(isBatch(b))).map(ending => file + ending);
}

function isAbsolute(path: string, isWindows: boolean): boolean {
  return isWindows ? /^(?:[a-z]:)?[\\/]/i.test(path) : path.startsWith('/');
}
