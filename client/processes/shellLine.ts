/** Formats a command as a line for a shell. */
import { hasControlCharacter, quotedVisibly } from '../../common/controlCharacters';

/** Shells with their own quoting rules; all others use those of POSIX. */
export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd';

/**
 * @param path of the terminals' shell, as in `vscode.env.shell`; '' if unknown.
 * @param system determines the shell in that case.
 */
export function shellOf(path: string, system: NodeJS.Platform): Shell {
  const name = /(?<![^\\/])[^\\/]*$/.exec(path.toLowerCase())?.[0].replace(/\.exe$/, '') ?? '';
  if (name === '') return system === 'win32' ? 'powershell' : 'posix';
  if (name === 'pwsh' || name === 'powershell') return 'powershell';
  return name === 'cmd' || name === 'fish' ? name : 'posix';
}

/**
 * @param program name or path.
 * @returns one line in which each word is quoted if necessary.
 * @throws Error if a word contains a control character, which a terminal interprets even in quotes
 */
export function shellLine(program: string, parameters: readonly string[], shell: Shell): string {
  const words = [program, ...parameters];
  const refused = words.find(hasControlCharacter);
  if (refused !== undefined) throw new Error(`${quotedVisibly(refused)} has a control character.`);
  const quoted = words.map(word => (isPlain(word, shell) ? word : QUOTES[shell](word)));
  // PowerShell interprets a quoted first word as a string, unless it is preceded by `&`.
  return shell === 'powershell' && quoted[0]?.startsWith("'") ? `& ${quoted.join(' ')}` : quoted.join(' ');
}

function isPlain(word: string, shell: Shell): boolean {
  const isWindows = shell === 'powershell' || shell === 'cmd';
  return (isWindows ? /^[\w+=:./\\-]+$/ : /^[\w@%+=:,./-]+$/).test(word) && !/^[=~]/.test(word);
}

const QUOTES: Readonly<Record<Shell, (word: string) => string>> = {
  posix: word => `'${word.replaceAll("'", `'\\''`)}'`,
  // Inside single quotes, a backslash escapes itself and the quote.
  fish: word => `'${word.replace(/[\\']/g, '\\$&')}'`,
  // PowerShell also interprets typographic quotes as single quotes.
  powershell: word => `'${word.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`,
  // First quotes for the program's own parser, then escapes every character with a meaning for cmd, including `%` and `"`.
  cmd: word =>
    `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(?<!\\)\\+$/, '$&$&')}"`.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&'),
};
