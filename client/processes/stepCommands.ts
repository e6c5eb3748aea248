/**
 * Converts the commands of next steps, which are written for POSIX shells, for the shell of the user's terminal, and for the platform's image.
 * Commands consist of words and of texts in double quotes without `$`; besides these, there are only the forms below.
 */
import { IMAGE } from '../../common/signIn';
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
const WITHOUT_BROWSER: readonly [command: RegExp, option: string][] = [
  [/^aws configure sso$/, '--use-device-code'],
  [/^az login$/, '--use-device-code'],
  [/^gcloud auth (?:application-default )?login$/, '--no-launch-browser'],
];

/** @returns one line that stops at the first failed command, except in PowerShell, whose older versions don't support `&&` */
export const typedLine = (commands: readonly string[], target: ShellTarget): string =>
  commands.map(command => typedCommand(command, target)).join(target.shell === 'powershell' ? '; ' : ' && ');

export function typedCommand(command: string, target: ShellTarget): string {
  const { shell } = target;
  const output = /^export (\w+)=\$\(([^()]+)\)$/.exec(command);
  if (output) return variableOfOutput(output[1]!, targeted(output[2]!, target, false), shell);
  const variable = /^export (\w+)=(\S+)$/.exec(command);
  if (variable) return variableOfText(variable[1]!, variable[2]!, shell);
  const encoded = /^base64 < (\S+) \| tr -d "\\n" \| (.+)$/.exec(command);
  if (encoded) return encodedFile(encoded[1]!, encoded[2]!, shell);
  const input = /^(.+) < (\S+)$/.exec(command);
  if (input && shell === 'powershell') return `Get-Content -Raw ${input[2]!} | ${input[1]!}`;
  return targeted(command, target, true);
}

/** A command in the image, if its program runs there. */
function targeted(command: string, target: ShellTarget, isInteractive: boolean): string {
  const { shell, imagePrograms, variables, hasBrowser, isGitBash } = target;
  const inImage = imagePrograms.includes(/^\S+/.exec(command)?.[0] ?? '');
  const option = inImage || !hasBrowser ? WITHOUT_BROWSER.find(([each]) => each.test(command))?.[1] : undefined;
  const whole = option === undefined ? command : `${command} ${option}`;
  if (!inImage) return whole;
  return [
    ...(isGitBash ? ['MSYS_NO_PATHCONV=1'] : []),
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
