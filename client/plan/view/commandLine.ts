/**
 * A command as a person would type it into the system's usual shell.
 *
 * @param system decides on the quotes: PowerShell's on Windows, those of POSIX shells elsewhere.
 */
export function commandLine(program: string, parameters: readonly string[], system: NodeJS.Platform): string {
  const isWindows = system === 'win32';
  const quoted = [program, ...parameters].map(word => {
    if (word !== '' && /^[\w@%+=:,./\\-]+$/.test(word) && (isWindows || !word.includes('\\'))) return word;
    return isWindows ? `'${word.replaceAll("'", "''")}'` : `'${word.replaceAll("'", `'\\''`)}'`;
  });
  // PowerShell takes a quoted first word for a text, unless it is called.
  return isWindows && quoted[0]?.startsWith("'") ? `& ${quoted.join(' ')}` : quoted.join(' ');
}
