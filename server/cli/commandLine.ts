/** The server as a command line for pipelines. Results go to standard output, everything else to standard error. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { refusalReason } from '../../common/refusal';
import { CHECK_FORMATS, runCheck } from './checkCommand';
import { COMPARISON_FORMATS, compareRevisions } from './compareCommand';
import { GitRevisionError } from './gitRevision';
import { runEffective, EFFECTIVE_FORMATS } from './effectiveCommand';
import { nearestSettings, settingsFile } from './settingsFile';
import { isThere, targetAt, type Target } from './target';
import { UsageError } from './usageError';
import type { Settings } from '../semantics/settings';
import { printedLines } from './printedText';
import { openSession, type ReadingOptions } from '../session';
import { displayPath } from './displayPath';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { fsPathOf, baseNameOf } from '../workspace/uri';

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
       kubestack-language-server mcp [--root PATH]... [--instructions]
       kubestack-language-server --stdio | --node-ipc | --pipe=NAME | --socket=PORT

Commands:
  effective [PATH]       the effective configuration of the platforms in a folder, or of one file
  check [PATH]           every mistake in the platforms in a folder, or in one file
  compare [PATH] [REV] [REV]
                         what has changed between two revisions of a folder, in each environment; one revision: since it;
                         none: since HEAD. Files are read from git, and the working tree stays as it is
  mcp                    serves facts to coding agents by the Model Context Protocol; see mcp --help

Options:
  --environment NAME     only this environment
  --module NAME          only the module block of this name
  --format FORMAT        text (default), json; effective: or hcl; check: or sarif; compare: or markdown
  --settings FILE        settings to use; by default .vscode/settings.json in the folder
  --help, --version

Nothing outside the workspace is read: the git repository that PATH is in, else PATH itself. What leads outside, by a symbolic
link for example, is reported and counts as unknown.

Exit status: 0; 1 when a configuration is not understood, or a check found something; 2 for wrong usage or unreadable input.
`;

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
    const lines = (error as Error).message.split('\n');
    terminal.stderr.write(printedLines([...lines, 'See kubestack-language-server --help.']));
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
  return command === 'check' ? check(path, values, assets, terminal) : effective(path, values, assets, terminal);
}

interface Options {
  readonly environment?: string | undefined;
  readonly module?: string | undefined;
  readonly settings?: string | undefined;
  readonly format: string;
}

/** @throws UsageError for options that a command does not have, and for another format than its own */
function formatOf<Format extends string>(
  command: string,
  options: Options,
  formats: readonly Format[],
  unknown: readonly ('environment' | 'module')[] = ['environment', 'module'],
): Format {
  for (const name of unknown)
    if (options[name] !== undefined) throw new UsageError(`${command} has no option --${name}.`);
  const format = formats.find(each => each === options.format);
  if (!format)
    throw new UsageError(
      `"${options.format}" is not a format: ${formats.slice(0, -1).join(', ')} or ${formats.at(-1)!}.`,
    );
  return format;
}

async function check(path: string, options: Options, assets: string, terminal: Terminal): Promise<number> {
  const format = formatOf('check', options, CHECK_FORMATS);
  const target = targetAt(path, terminal.cwd());
  const settings = settingsFor(target, options, terminal);
  // The modules that a file calls, and pipelines, may be anywhere in the repository.
  const session = await openSession(assets, [target.rootUri]);
  if (target.isFile) session.indexer.readNow(target.uri);
  await session.indexer.done();
  const version = typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development';
  const { uri, isFile } = target;
  const question = { uri, isFile, format, version, currentFolder: terminal.cwd() };
  const report = runCheck(session.model, settings, question);
  if ('problem' in report) throw new UsageError(report.problem);
  terminal.stdout.write(report.text);
  if (report.isUnreadable) return 2;
  return report.found > 0 ? 1 : 0;
}

async function compare(
  positionals: readonly string[],
  options: Options,
  assets: string,
  terminal: Terminal,
): Promise<number> {
  const [first = '.', ...others] = positionals;
  // A name that is no folder is a revision, so that `compare main` does what it says.
  const [path, revisions] = isThere(first, terminal.cwd()) ? [first, others] : ['.', positionals];
  if (revisions.length > 2)
    throw new UsageError(`Two revisions are enough: "${revisions.slice(2).join(' ')}" is too much.`);
  const format = formatOf('compare', options, COMPARISON_FORMATS);
  const target = targetAt(path, terminal.cwd());
  if (target.isFile) throw new UsageError(`${path}: compare takes a folder.`);
  const settings = settingsFor(target, options, terminal);
  const question = { folder: fsPathOf(target.uri), revisions, format, settings };
  try {
    const report = await compareRevisions(question, assets, reportRefusals(terminal));
    terminal.stdout.write(report.text);
    terminal.stderr.write(printedLines(report.findings));
    return report.findings.length > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof GitRevisionError) throw new UsageError(error.message);
    throw error;
  }
}

async function effective(path: string, options: Options, assets: string, terminal: Terminal): Promise<number> {
  const format = formatOf('effective', options, EFFECTIVE_FORMATS, []);
  const target = targetAt(path, terminal.cwd());
  const settings = settingsFor(target, options, terminal);
  const { uri, isFile, rootUri } = target;
  const folders = [isFile ? rootUri : uri];
  const session = await openSession(assets, folders, { readable: [rootUri], ...reportRefusals(terminal) });
  if (isFile) session.indexer.readNow(uri);
  await session.indexer.done();
  const { environment, module } = options;
  const question = { uri, isFile, environment, module, format, currentFolder: terminal.cwd() };
  const report = runEffective(session.model, settings, question);
  if ('problem' in report) throw new UsageError(report.problem);
  terminal.stdout.write(report.text);
  terminal.stderr.write(printedLines(report.findings));
  if (report.isUnreadable) return 2;
  return report.findings.length > 0 ? 1 : 0;
}

function settingsFor({ folderUri, rootUri }: Target, { settings }: Options, terminal: Terminal): Settings {
  const cwd = terminal.cwd();
  if (settings !== undefined) return settingsFile(resolve(cwd, settings), settings);
  return nearestSettings(fsPathOf(folderUri), fsPathOf(rootUri), path => displayPath(path, cwd));
}

/** What is not read is said, but for configuration, which says so in its own place. `check` finds it (KS516). */
const reportRefusals = (terminal: Terminal): ReadingOptions => ({
  refused: (uri, refusal) => {
    if (sourceSyntaxOf(baseNameOf(uri))) return;
    const path = displayPath(fsPathOf(uri), terminal.cwd());
    terminal.stderr.write(printedLines([`${path} is not read: ${refusalReason(refusal)}.`]));
  },
});
