/** A command as a person would type it into a shell. */
import { hasControlCharacter, quotedVisibly } from '../../common/controlCharacters';

/** Shells that read quotes in different ways; all others read them as POSIX says. */
export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd';

/**
 * @param path of the shell that terminals start, as in `vscode.env.shell`; '' where it is not known.
 * @param system what decides then.
 */
export function shellOf(path: string, system: NodeJS.Platform): Shell {
  const name = /[^\\/]*$/.exec(path.toLowerCase())?.[0].replace(/\.exe$/, '') ?? '';
  if (name === '') return system === 'win32' ? 'powershell' : 'posix';
  if (name === 'pwsh' || name === 'powershell') return 'powershell';
  return name === 'cmd' || name === 'fish' ? name : 'posix';
}

/**
 * @param program name or path.
 * @returns one line in which each word is read as it is.
 * @throws Error when a word has a control character: no quotes keep a terminal from acting on it
 */
export function shellLine(program: string, parameters: readonly string[], shell: Shell): string {
  const words = [program, ...parameters];
  const refused = words.find(hasControlCharacter);
  if (refused !== undefined) throw new Error(`${quotedVisibly(refused)} has a control character.`);
  const quoted = words.map(word => (isPlain(word, shell) ? word : QUOTES[shell](word)));
  // PowerShell takes a quoted first word for a string, unless it is called.
  return shell === 'powershell' && quoted[0]?.startsWith("'") ? `& ${quoted.join(' ')}` : quoted.join(' ');
}

function isPlain(word: string, shell: Shell): boolean {
  const isWindows = shell === 'powershell' || shell === 'cmd';
  return (isWindows ? /^[\w+=:./\\-]+$/ : /^[\w@%+=:,./-]+$/).test(word) && !/^[=~]/.test(word);
}

const QUOTES: Readonly<Record<Shell, (word: string) => string>> = {
  posix: word => `'${word.replaceAll("'", `'\\''`)}'`,
  // Inside single quotes a backslash escapes itself and the quote.
  fish: word => `'${word.replace(/[\\']/g, '\\$&')}'`,
  // PowerShell takes typographic quotes for single quotes too.
  powershell: word => `'${word.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`,
  // First as the program's own parser reads it, then every character that cmd would act on, `%` and `"` among them.
  cmd: word =>
    `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&'),
};

/** @returns one line that stops at the first command that fails, for the shell of a system */
export const commandLineOf = (commands: readonly string[], system: NodeJS.Platform): string =>
  // Older PowerShell knows no `&&`.
  commands.join(system === 'win32' ? '; ' : ' && ');
