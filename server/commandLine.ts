/** The server as a command line for pipelines. Results go to standard output, everything else to standard error. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { checkFormats, describeCheck } from './checkReport';
import { comparisonFormats, compareRevisions } from './commandLine/compareCommand';
import { GitProblem } from './commandLine/gitRevision';
import { describeEffective, type EffectiveFormat } from './effectiveReport';
import { readSettings, type Settings } from './features/settings';
import { openSession } from './session';
import { shownPath } from './shownPath';
import { uriOfPath } from './workspace/uri';

declare const KUBESTACK_VERSION: string | undefined;

/** What a command needs of the process. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  cwd(): string;
}

const HELP = `Usage: kubestack-language-server effective [PATH] [options]
       kubestack-language-server check [PATH] [options]
       kubestack-language-server compare [PATH] [REV] [REV] [options]
       kubestack-language-server --stdio | --node-ipc | --pipe=NAME | --socket=PORT

Commands:
  effective [PATH]       the effective configuration of the platforms in a folder, or of one file
  check [PATH]           every mistake in the platforms in a folder, or in one file
  compare [PATH] [REV] [REV]
                         what has changed between two revisions of a folder, in each environment; one revision: since it;
                         none: since HEAD. Files are read from git, and the working tree stays as it is

Options:
  --environment NAME     only this environment
  --module NAME          only the module block of this name
  --format FORMAT        text (default), json; effective: or hcl; check: or sarif; compare: or markdown
  --settings FILE        settings to use; by default .vscode/settings.json in the folder
  --help, --version

Exit status: 0; 1 when a configuration is not understood, or a check found something; 2 for wrong usage or unreadable input.
`;

/** Arguments that make no sense, or input that can't be read. */
class UsageError extends Error {}

/**
 * Runs a command.
 * @param args without the program's name
 * @param assets folder with the wasm and data files
 * @returns the exit status
 */
export async function runCommandLine(args: readonly string[], assets: string, terminal: Terminal): Promise<number> {
  try {
    return await run(args, assets, terminal);
  } catch (error) {
    if (!(error instanceof UsageError) && !isArgumentError(error)) throw error;
    terminal.stderr.write(`${(error as Error).message}\nSee kubestack-language-server --help.\n`);
    return 2;
  }
}

const isArgumentError = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;

async function run(args: readonly string[], assets: string, terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      environment: { type: 'string' },
      module: { type: 'string' },
      format: { type: 'string', default: 'text' },
      settings: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  if (values.help) {
    terminal.stdout.write(HELP);
    return 0;
  }
  if (values.version) {
    terminal.stdout.write(`${typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development'}\n`);
    return 0;
  }
  const [command, path = '.', ...rest] = positionals;
  if (command === 'compare') return compare(positionals.slice(1), values, assets, terminal);
  if (command !== 'effective' && command !== 'check')
    throw new UsageError(command === undefined ? 'No command given.' : `There is no command "${command}".`);
  if (rest.length > 0) throw new UsageError(`One path is enough: "${rest.join(' ')}" is too much.`);
  const { format } = values;
  if (command === 'check') return check(path, values, assets, terminal);
  if (format !== 'text' && format !== 'json' && format !== 'hcl')
    throw new UsageError(`"${format}" is not a format: text, json or hcl.`);
  const target = resolve(terminal.cwd(), path);
  if (!existsSync(target)) throw new UsageError(`${path}: there is no such file or folder.`);
  return effective(target, { ...values, format }, assets, terminal);
}

async function check(
  path: string,
  options: {
    environment?: string | undefined;
    module?: string | undefined;
    settings?: string | undefined;
    format: string;
  },
  assets: string,
  terminal: Terminal,
): Promise<number> {
  for (const name of ['environment', 'module'] as const)
    if (options[name] !== undefined) throw new UsageError(`check has no option --${name}.`);
  const format = checkFormats.find(each => each === options.format);
  if (!format) throw new UsageError(`"${options.format}" is not a format: ${checkFormats.join(', ')}.`);
  const target = resolve(terminal.cwd(), path);
  if (!existsSync(target)) throw new UsageError(`${path}: there is no such file or folder.`);
  const isFile = statSync(target).isFile();
  // The modules that a file calls, and pipelines, may be anywhere in the repository.
  const project = projectFolder(isFile ? dirname(target) : target);
  const settings = settingsFrom(isFile ? dirname(target) : target, project, options.settings, terminal);
  const session = await openSession(assets, [uriOfPath(project)]);
  await session.indexer.done();
  const version = typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development';
  const report = describeCheck(session.model, settings, {
    uri: uriOfPath(target),
    isFile,
    format,
    version,
    currentFolder: terminal.cwd(),
  });
  if ('problem' in report) throw new UsageError(report.problem);
  terminal.stdout.write(report.text);
  if (report.isUnreadable) return 2;
  return report.found > 0 ? 1 : 0;
}

async function compare(
  positionals: readonly string[],
  options: {
    environment?: string | undefined;
    module?: string | undefined;
    settings?: string | undefined;
    format: string;
  },
  assets: string,
  terminal: Terminal,
): Promise<number> {
  const [first = '.', ...others] = positionals;
  // A name that is no folder is a revision, so that `compare main` does what it says.
  const isPath = existsSync(resolve(terminal.cwd(), first));
  const [path, revisions] = isPath ? [first, others] : ['.', positionals];
  if (revisions.length > 2)
    throw new UsageError(`Two revisions are enough: "${revisions.slice(2).join(' ')}" is too much.`);
  for (const name of ['environment', 'module'] as const)
    if (options[name] !== undefined) throw new UsageError(`compare has no option --${name}.`);
  const format = comparisonFormats.find(each => each === options.format);
  if (!format) throw new UsageError(`"${options.format}" is not a format: ${comparisonFormats.join(', ')}.`);
  const folder = resolve(terminal.cwd(), path);
  if (!statSync(folder).isDirectory()) throw new UsageError(`${path}: compare takes a folder.`);
  const settings = settingsFrom(folder, projectFolder(folder), options.settings, terminal);
  try {
    const report = await compareRevisions({ folder, revisions, format, settings }, assets);
    terminal.stdout.write(report.text);
    for (const line of report.findings) terminal.stderr.write(`${line}\n`);
    return report.findings.length > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof GitProblem) throw new UsageError(error.message);
    throw error;
  }
}

async function effective(
  path: string,
  options: {
    environment?: string | undefined;
    module?: string | undefined;
    settings?: string | undefined;
    format: EffectiveFormat;
  },
  assets: string,
  terminal: Terminal,
): Promise<number> {
  const isFile = statSync(path).isFile();
  const folder = isFile ? projectFolder(dirname(path)) : path;
  const settings = settingsFrom(isFile ? dirname(path) : path, folder, options.settings, terminal);
  const session = await openSession(assets, [uriOfPath(folder)]);
  await session.indexer.done();
  const report = describeEffective(session.model, settings, {
    uri: uriOfPath(path),
    isFile,
    environment: options.environment,
    module: options.module,
    format: options.format,
    currentFolder: terminal.cwd(),
  });
  if ('problem' in report) throw new UsageError(report.problem);
  terminal.stdout.write(report.text);
  for (const line of report.findings) terminal.stderr.write(`${line}\n`);
  if (report.isUnreadable) return 2;
  return report.findings.length > 0 ? 1 : 0;
}

/** What a file belongs to: the calls of its module may be anywhere in the repository. */
function projectFolder(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (['.git', '.hg', '.vscode'].some(name => existsSync(join(at, name)))) return at;
    if (at === dirname(at)) return folder;
  }
}

/** Settings as VS Code keeps them: `"kubestack.environments": […]`. The nearest file counts, up to the project's folder. */
function settingsFrom(folder: string, project: string, given: string | undefined, terminal: Terminal): Settings {
  if (given !== undefined) return readSettingsFile(resolve(terminal.cwd(), given), given);
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, '.vscode', 'settings.json');
    if (existsSync(path)) return readSettingsFile(path, shownPath(path, terminal.cwd()));
    if (at === project || at === dirname(at)) return readSettings({});
  }
}

/** @param shown the path as the user knows it */
function readSettingsFile(path: string, shown: string): Settings {
  if (!existsSync(path)) throw new UsageError(`${shown}: there is no such file.`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${shown}: this file can't be read.`);
  }
  const errors: ParseError[] = [];
  const all: unknown = parseJsonc(text, errors, { allowTrailingComma: true, allowEmptyContent: true }) ?? {};
  const [error] = errors;
  if (error) {
    const before = text.slice(0, error.offset).split('\n');
    const what = printParseErrorCode(error.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    throw new UsageError(`${shown}:${before.length}:${before.at(-1)!.length + 1}: this is not valid JSON: ${what}.`);
  }
  if (typeof all !== 'object' || Array.isArray(all)) throw new UsageError(`${shown}: settings are a JSON object.`);
  const own = Object.entries(all as object).filter(([key]) => key.startsWith('kubestack.'));
  return readSettings(
    Object.fromEntries(own.map(([key, value]) => [key.slice('kubestack.'.length), value as unknown])),
  );
}
