/** Writes the commands of next steps for the shell of the user's terminal, and for the platform's image. */
import { IMAGE } from '../../common/signIn';
import { commandText, type StepCommand } from '../../common/steps';
import type { Shell } from './shellLine';

export interface ShellTarget {
  readonly shell: Shell;
  /** Programs that run in the platform's image; empty if all run on this machine. */
  readonly imagePrograms: readonly string[];
  /** Names of variables that commands in the image need from the terminal. */
  readonly variables: readonly string[];
  /** Whether the terminal runs where a browser can be opened. */
  readonly hasBrowser: boolean;
  /** Whether it is Git Bash, which converts paths in arguments. */
  readonly isGitBash?: boolean;
}

/** The clouds' programs otherwise wait for a browser on the same machine. */
const WITHOUT_BROWSER: ReadonlyMap<string, string> = new Map([
  ['aws configure sso', '--use-device-code'],
  ['az login', '--use-device-code'],
  ['gcloud auth login', '--no-launch-browser'],
  ['gcloud auth application-default login', '--no-launch-browser'],
]);

/** @returns one line that stops at the first failed command, except in PowerShell, whose older versions don't support `&&` */
export const typedLine = (commands: readonly StepCommand[], target: ShellTarget): string =>
  commands.map(command => typedCommand(command, target)).join(target.shell === 'powershell' ? '; ' : ' && ');

export function typedCommand(command: StepCommand, target: ShellTarget): string {
  const { shell } = target;
  if ('output' in command) return variableOfOutput(command.variable, targeted(command.output, target, false), shell);
  if ('value' in command) return variableOfText(command.variable, command.value, shell);
  const { run, input, encoding } = command;
  if (input === undefined) return targeted(run, target, true);
  if (encoding === 'base64') return encodedFile(input, run, shell);
  return shell === 'powershell' ? `Get-Content -Raw ${input} | ${run}` : commandText(command);
}

/** A command in the image, if its program runs there. */
function targeted(command: string, target: ShellTarget, isInteractive: boolean): string {
  const { shell, imagePrograms, variables, hasBrowser, isGitBash } = target;
  const words = wordsOf(command);
  const inImage = imagePrograms.includes(words[0] ?? '');
  const option = inImage || !hasBrowser ? WITHOUT_BROWSER.get(command) : undefined;
  const whole = option === undefined ? command : `${command} ${option}`;
  // Git Bash would make a Windows path of the ID of a resource.
  const unconverted = isGitBash && (inImage || words.some(word => word.startsWith('/'))) ? ['MSYS_NO_PATHCONV=1'] : [];
  if (!inImage) return [...unconverted, whole].join(' ');
  return [
    ...unconverted,
    ...['docker', 'run', '--rm', ...(isInteractive ? ['-ti'] : []), '-v', FOLDER[shell]],
    ...variables.map(name => `--env ${name}`),
    ...[IMAGE, whole],
  ].join(' ');
}

const FOLDER: Readonly<Record<Shell, string>> = {
  posix: '"$PWD":/infra',
  fish: '"$PWD":/infra',
  powershell: '"${PWD}:/infra"',
  cmd: '"%cd%:/infra"',
};

function variableOfText(name: string, value: string, shell: Shell): string {
  switch (shell) {
    case 'posix':
      return `export ${name}=${value}`;
    case 'fish':
      return `set -gx ${name} ${value}`;
    case 'powershell':
      return `$env:${name} = "${value}"`;
    case 'cmd':
      return `set "${name}=${value}"`;
  }
}

function variableOfOutput(name: string, command: string, shell: Shell): string {
  switch (shell) {
    case 'posix':
      return `export ${name}="$(${command})"`;
    case 'fish':
      return `set -gx ${name} (${command})`;
    case 'powershell':
      return `$env:${name} = (${command})`;
    case 'cmd':
      return `for /f "delims=" %i in ('${command}') do @set "${name}=%i"`;
  }
}

/** Passes a file to a command as base64 on one line. */
function encodedFile(file: string, command: string, shell: Shell): string {
  const bytes = (path: string): string => `[Convert]::ToBase64String([IO.File]::ReadAllBytes((Resolve-Path ${path})))`;
  switch (shell) {
    case 'posix':
    case 'fish':
      return `base64 < ${file} | tr -d "\\n" | ${command}`;
    case 'powershell':
      return `${bytes(`"${file}"`)} | ${command}`;
    case 'cmd':
      return `powershell -NoProfile -Command "${bytes(`'${file}'`)}" | ${command}`;
  }
}

/** The words of a command without a shell: a text in double quotes is one word, or a part of one, as in `--format="value(name)"`. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
