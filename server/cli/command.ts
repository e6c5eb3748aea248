/** A command of the command line, and what all commands share: arguments, options, target, settings, session and output. */
import { alternatives, t } from '../../common/localization';
import { resolve } from 'node:path';
import { failureText } from '../../common/failureText';
import { refusalReason } from '../../common/refusal';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { isDay, type Lifecycle } from '../kubestack/lifecycle/lifecycle';
import { lifecycleIn } from '../kubestack/lifecycle/readLifecycle';
import { readAssetIn } from '../node/assetFiles';
import { nodeRuntime, today } from '../node/nodeRuntime';
import type { RequestContext } from '../semantics/requestContext';
import type { Settings } from '../semantics/settings';
import { openSession, type ReadingOptions, type Session } from '../session';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, fsPathOf } from '../workspace/uri';
import { displayPath } from './displayPath';
import { RevisionError } from '../../common/node/git/revisionError';
import { printedLines } from './printedText';
import { nearestSettings, settingsFile } from './settingsFile';
import { isThere, targetAt, type Target } from './target';
import type { Options, Terminal } from './terminal';
import { UsageError } from './readArguments';

/** The arguments of a command without its options. */
export interface CommandArguments {
  /** Of the target. */
  readonly path: string;
  /** At most two. */
  readonly revisions?: readonly string[];
  /** Path of the JSON of a plan; `-` for standard input. */
  readonly plan?: string;
}

export interface CommandInput<Format extends string> extends Required<CommandArguments> {
  readonly format: Format;
  readonly options: Options;
  readonly target: Target;
  readonly settings: Settings;
  readonly assets: string;
  readonly terminal: Terminal;
  readonly currentFolder: string;
}

export type CommandReport =
  | {
      readonly text: string;
      /** Written to standard error; each is a problem. */
      readonly findings?: readonly string[];
      readonly hasProblems?: boolean;
      /** Whether a file could not be read. */
      readonly isUnreadable?: boolean;
    }
  | { readonly problem: string };

export interface CommandRow<Format extends string = string> {
  /** The first one is the default. */
  readonly formats: readonly Format[];
  /** Options that only some commands have. */
  readonly options: readonly (keyof Options)[];
  /** By default, one path. @throws UsageError for wrong arguments */
  readonly read?: (positionals: readonly string[], currentFolder: string) => CommandArguments;
  /** @throws UsageError for wrong values of options */
  readonly verify?: (options: Options) => void;
  /** Whether the target can be a file. */
  readonly takesFile?: boolean;
  /** @throws UsageError, RevisionError */
  run(input: CommandInput<Format>): Promise<CommandReport>;
}

/** The options that every command has. */
const COMMON: readonly string[] = ['settings', 'format'] satisfies (keyof Options)[];

/**
 * Runs a command and prints its report.
 * @returns the exit status
 * @throws UsageError for wrong arguments, and if nothing can be reported
 */
export async function runRow(
  name: string,
  row: CommandRow,
  positionals: readonly string[],
  options: Options,
  assets: string,
  terminal: Terminal,
): Promise<number> {
  const { formats, options: own, read = onePath, verify, takesFile = false } = row;
  const currentFolder = terminal.cwd();
  for (const [option, value] of Object.entries(options))
    if (value !== undefined && !COMMON.includes(option) && !own.some(each => each === option))
      throw new UsageError(t('{0} has no option --{1}.', name, option));
  const { path, revisions = [], plan = '' } = read(positionals, currentFolder);
  const format = formats.find(each => each === (options.format ?? formats[0]));
  if (format === undefined)
    throw new UsageError(t('"{0}" is not a supported format: use {1}.', options.format ?? '', alternatives(formats)));
  verify?.(options);
  const target = targetAt(path, currentFolder);
  if (target.isFile && !takesFile) throw new UsageError(t('{0}: {1} takes a folder.', path, name));
  const settings = settingsFor(target, options, currentFolder);
  const input = { path, revisions, plan, format, options, target, settings, assets, terminal, currentFolder };
  const report = await row.run(input).catch((error: unknown) => {
    throw error instanceof RevisionError ? new UsageError(error.message) : error;
  });
  if ('problem' in report) throw new UsageError(report.problem);
  const { text, findings = [], hasProblems = findings.length > 0, isUnreadable = false } = report;
  terminal.stdout.write(text);
  terminal.stderr.write(printedLines(findings));
  if (isUnreadable) return 2;
  return hasProblems ? 1 : 0;
}

export function onePath([path = '.', ...rest]: readonly string[]): CommandArguments {
  if (rest.length > 0) throw new UsageError(t('Unexpected argument "{0}": only one path is allowed.', rest.join(' ')));
  return { path };
}

/** A path and revisions. A name that is not a folder is a revision, for example in `compare main`. */
export function pathAndRevisions(positionals: readonly string[], currentFolder: string): CommandArguments {
  const [first = '.', ...others] = positionals;
  const [path, revisions] = isThere(first, currentFolder) ? [first, others] : ['.', positionals];
  if (revisions.length > 2)
    throw new UsageError(t('Unexpected argument "{0}": only two revisions are allowed.', revisions.slice(2).join(' ')));
  return { path, revisions };
}

function settingsFor({ folderUri, rootUri }: Target, { settings }: Options, currentFolder: string): Settings {
  if (settings !== undefined) return settingsFile(resolve(currentFolder, settings), settings);
  return nearestSettings(fsPathOf(folderUri), fsPathOf(rootUri), path => displayPath(path, currentFolder));
}

/** A session that has read the target's folder, or the repository around a file. */
export async function targetSession({ target, assets, terminal }: CommandInput<string>): Promise<Session> {
  const { uri, isFile, rootUri } = target;
  const reading = { readable: [rootUri], ...reportRefusals(terminal) };
  return whenRead(target, openSession(nodeRuntime(assets), [isFile ? rootUri : uri], reading));
}

/** A session that has read the whole repository around the target, and reports no refused files. */
export async function repositorySession({ target, assets, terminal }: CommandInput<string>): Promise<Session> {
  return whenRead(target, openSession(nodeRuntime(assets), [target.rootUri], reportFailures(terminal)));
}

async function whenRead({ uri, isFile }: Target, session: Session): Promise<Session> {
  if (isFile) session.indexer.readNow(uri);
  await session.indexer.done();
  return session;
}

/** Support dates as of the day of an option, or else of today. @throws UsageError if the option is not a day */
export function lifecycleFor({ options: { date }, assets }: CommandInput<string>): Lifecycle | undefined {
  if (date !== undefined && !isDay(date))
    throw new UsageError(t('"{0}" is not a day, such as {1}.', date, '2026-11-30'));
  return lifecycleIn(readAssetIn(assets), () => date ?? today())();
}

/** The context of answers, with URIs as they are. */
export const contextOf = (model: PlatformModel, settings: Settings, lifecycle?: Lifecycle): RequestContext => ({
  model,
  settings,
  lifecycle,
  client: { markdown: false, servedByOtherExtension: () => false, clientUri: uri => uri },
});

/** Reports files that are not read, except for configuration, which is reported in its place. */
export const reportRefusals = (terminal: Terminal): ReadingOptions => ({
  refused: (uri, refusal) => {
    if (sourceSyntaxOf(baseNameOf(uri))) return;
    const path = displayPath(fsPathOf(uri), terminal.cwd());
    terminal.stderr.write(printedLines([t("{0} can't be read: {1}.", path, refusalReason(refusal))]));
  },
  ...reportFailures(terminal),
});

const reportFailures = (terminal: Terminal): ReadingOptions => ({
  failed: (what, error) => terminal.stderr.write(printedLines(failureText(what, error).split('\n'))),
});
