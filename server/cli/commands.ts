/** The commands of the command line. */
import { alternatives, t } from '../../common/localization';
import { resolve } from 'node:path';
import { refusalReason } from '../../common/refusal';
import type { Options, Terminal } from './terminal';
import { CHECK_FORMATS, runCheck } from './checkCommand';
import { COMPARISON_FORMATS, compareRevisions } from './compareCommand';
import { DIAGRAM_FORMATS, runDiagram } from './diagramCommand';
import { FORECAST_FORMATS, runForecast } from './forecastCommand';
import { GitRevisionError } from './gitRevision';
import { runEffective, EFFECTIVE_FORMATS } from './effectiveCommand';
import { nearestSettings, settingsFile } from './settingsFile';
import { isThere, targetAt, type Target } from './target';
import { MANIFESTS_FORMATS, runManifests } from './manifestsCommand';
import { runPlanReport } from './planReportCommand';
import { listPlatforms } from '../kubestack/platform/platform';
import type { PlatformParts } from '../../common/plan/planOwner';
import { commandLineHost } from './renderingPrograms';
import { UsageError } from './usageError';
import type { Settings } from '../semantics/settings';
import { printedLines } from './printedText';
import { nodeRuntime } from '../node/nodeRuntime';
import { openSession, type ReadingOptions } from '../session';
import { failureText } from '../../common/failureText';
import { displayPath } from './displayPath';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { fsPathOf, baseNameOf } from '../workspace/uri';

declare const KUBESTACK_VERSION: string | undefined;

/**
 * The requested format, or else the first one.
 * @throws UsageError for options that the command does not have, and for unknown formats
 */
function formatOf<Format extends string>(
  command: string,
  options: Options,
  formats: readonly Format[],
  unknown: readonly ('environment' | 'module')[] = ['environment', 'module'],
): Format {
  for (const name of unknown)
    if (options[name] !== undefined) throw new UsageError(t('{0} has no option --{1}.', command, name));
  const format = formats.find(each => each === (options.format ?? formats[0]));
  if (!format)
    throw new UsageError(t('"{0}" is not a supported format: use {1}.', options.format ?? '', alternatives(formats)));
  return format;
}

async function check(path: string, options: Options, assets: string, terminal: Terminal): Promise<number> {
  const format = formatOf('check', options, CHECK_FORMATS);
  const target = targetAt(path, terminal.cwd());
  const settings = settingsFor(target, options, terminal);
  // Called modules and pipelines may be anywhere in the repository.
  const session = await openSession(nodeRuntime(assets), [target.rootUri], reportFailures(terminal));
  if (target.isFile) session.indexer.readNow(target.uri);
  await session.indexer.done();
  const version = typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development';
  const { uri, isFile, rootUri } = target;
  const question = { uri, isFile, rootUri, format, version, currentFolder: terminal.cwd() };
  const report = runCheck(session.model, settings, question);
  if ('problem' in report) throw new UsageError(report.problem);
  terminal.stdout.write(report.text);
  if (report.isUnreadable) return 2;
  return report.hasProblems ? 1 : 0;
}

export async function compare(
  positionals: readonly string[],
  options: Options,
  assets: string,
  terminal: Terminal,
): Promise<number> {
  const [first = '.', ...others] = positionals;
  // A name that is not a folder is a revision, for example in `compare main`.
  const [path, revisions] = isThere(first, terminal.cwd()) ? [first, others] : ['.', positionals];
  if (revisions.length > 2)
    throw new UsageError(t('Unexpected argument "{0}": only two revisions are allowed.', revisions.slice(2).join(' ')));
  const format = formatOf('compare', options, COMPARISON_FORMATS);
  const target = targetAt(path, terminal.cwd());
  if (target.isFile) throw new UsageError(t('{0}: compare takes a folder.', path));
  const settings = settingsFor(target, options, terminal);
  const manifests = options.manifests
    ? { host: commandLineHost(process.env), fetches: options.fetch ?? false }
    : undefined;
  const question = { folder: fsPathOf(target.uri), revisions, format, settings, manifests };
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

export async function forecast(
  positionals: readonly string[],
  options: Options,
  assets: string,
  terminal: Terminal,
): Promise<number> {
  const cwd = terminal.cwd();
  const [first = '.', ...others] = positionals;
  const [path, revisions] = isThere(first, cwd) ? [first, others] : ['.', positionals];
  if (revisions.length > 2)
    throw new UsageError(t('Unexpected argument "{0}": only two revisions are allowed.', revisions.slice(2).join(' ')));
  const format = formatOf('forecast', options, FORECAST_FORMATS, ['module']);
  const target = targetAt(path, cwd);
  if (target.isFile) throw new UsageError(t('{0}: forecast takes a folder.', path));
  const settings = settingsFor(target, options, terminal);
  const framework = frameworkFolder(options, terminal);
  const { environment } = options;
  const question = { folder: fsPathOf(target.uri), revisions, format, settings, environment, framework };
  try {
    const report = await runForecast(question, assets, reportRefusals(terminal));
    terminal.stdout.write(report.text);
    return report.cannotPlan ? 1 : 0;
  } catch (error) {
    if (error instanceof GitRevisionError) throw new UsageError(error.message);
    throw error;
  }
}

/** The framework's clone: the option, or else the environment variable. */
function frameworkFolder({ framework }: Options, terminal: Terminal): string | undefined {
  const given = framework ?? terminal.env?.['KUBESTACK_FRAMEWORK_CLONE'];
  if (given === undefined || given === '') return undefined;
  if (!isThere(given, terminal.cwd())) throw new UsageError(t('{0} is not a clone of the framework.', given));
  return resolve(terminal.cwd(), given);
}

async function diagram(path: string, options: Options, assets: string, terminal: Terminal): Promise<number> {
  const format = formatOf('diagram', options, DIAGRAM_FORMATS);
  const target = targetAt(path, terminal.cwd());
  if (target.isFile) throw new UsageError(t('{0}: diagram takes a folder.', path));
  const settings = settingsFor(target, options, terminal);
  const { uri, rootUri } = target;
  const session = await openSession(nodeRuntime(assets), [uri], { readable: [rootUri], ...reportRefusals(terminal) });
  await session.indexer.done();
  const report = runDiagram(session.model, settings, { uri, format, currentFolder: terminal.cwd() });
  if ('problem' in report) throw new UsageError(report.problem);
  terminal.stdout.write(report.text);
  terminal.stderr.write(printedLines(report.findings));
  return report.findings.length > 0 ? 1 : 0;
}

async function effective(path: string, options: Options, assets: string, terminal: Terminal): Promise<number> {
  const format = formatOf('effective', options, EFFECTIVE_FORMATS, []);
  const target = targetAt(path, terminal.cwd());
  const settings = settingsFor(target, options, terminal);
  const { uri, isFile, rootUri } = target;
  const folders = [isFile ? rootUri : uri];
  const session = await openSession(nodeRuntime(assets), folders, { readable: [rootUri], ...reportRefusals(terminal) });
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

async function manifests(path: string, options: Options, assets: string, terminal: Terminal): Promise<number> {
  const format = formatOf('manifests', options, MANIFESTS_FORMATS, []);
  const target = targetAt(path, terminal.cwd());
  if (target.isFile) throw new UsageError(t('{0}: manifests takes a folder.', path));
  const settings = settingsFor(target, options, terminal);
  const { uri, rootUri } = target;
  const session = await openSession(nodeRuntime(assets), [uri], { readable: [rootUri], ...reportRefusals(terminal) });
  await session.indexer.done();
  const client = { markdown: false, servedByOtherExtension: () => false, clientUri: (each: string) => each };
  const { environment, module } = options;
  const question = { uri, environment, module, format, fetches: options.fetch ?? false };
  const report = await runManifests({ model: session.model, settings, client }, question, commandLineHost(process.env));
  if (!report)
    throw new UsageError(t('There is no such platform service in {0}.', displayPath(fsPathOf(uri), terminal.cwd())));
  terminal.stdout.write(report.text);
  terminal.stderr.write(printedLines(report.findings));
  return report.findings.length > 0 ? 1 : 0;
}

export async function report(
  positionals: readonly string[],
  options: Options,
  assets: string,
  terminal: Terminal,
): Promise<number> {
  const [plan, path = '.', ...rest] = positionals;
  if (plan === undefined)
    throw new UsageError(t('plan-report takes the JSON of a plan: a file, or - for standard input.'));
  if (rest.length > 0) throw new UsageError(t('Unexpected argument "{0}": only one path is allowed.', rest.join(' ')));
  if (options.module !== undefined) throw new UsageError(t('plan-report has no option --module.'));
  if ((options.format ?? 'json') !== 'json') throw new UsageError(t('plan-report only supports the format json.'));
  const { environment, commit, url } = options;
  if (commit !== undefined && !/^(?:[\da-f]{40}|[\da-f]{64})$/.test(commit))
    throw new UsageError(t('"{0}" is not the full hash of a commit.', commit));
  if (url !== undefined && !/^https?:\/\//.test(url)) throw new UsageError(t('"{0}" is not the URL of a page.', url));
  const platform = await platformParts(path, options, assets, terminal);
  const { cwd, stdin } = { cwd: terminal.cwd(), stdin: terminal.stdin ?? [] };
  const question = { plan, environment, commit, url, platform, currentFolder: cwd };
  await runPlanReport(question, stdin as AsyncIterable<unknown>, text => terminal.stdout.write(text));
  return 0;
}

/** The platform in a folder. If there are several, the one whose root module is the folder itself. */
async function platformParts(
  path: string,
  options: Options,
  assets: string,
  terminal: Terminal,
): Promise<PlatformParts | undefined> {
  const target = targetAt(path, terminal.cwd());
  if (target.isFile)
    throw new UsageError(t('{0}: the second argument of plan-report is the folder of the platform.', path));
  const settings = settingsFor(target, options, terminal);
  const { uri, rootUri } = target;
  const session = await openSession(nodeRuntime(assets), [uri], { readable: [rootUri], ...reportRefusals(terminal) });
  await session.indexer.done();
  const platforms = listPlatforms(session.model, settings.environments);
  const found =
    platforms.find(({ root }) => root.folderUri === uri) ?? (platforms.length === 1 ? platforms[0] : undefined);
  if (!found) {
    const folder = displayPath(fsPathOf(uri), terminal.cwd());
    const message =
      platforms.length === 0
        ? t('There is no Kubestack platform in {0}: changes are grouped by module.', folder)
        : t('There are several Kubestack platforms in {0}: changes are grouped by module.', folder);
    terminal.stderr.write(printedLines([message]));
  }
  return found;
}

function settingsFor({ folderUri, rootUri }: Target, { settings }: Options, terminal: Terminal): Settings {
  const cwd = terminal.cwd();
  if (settings !== undefined) return settingsFile(resolve(cwd, settings), settings);
  return nearestSettings(fsPathOf(folderUri), fsPathOf(rootUri), path => displayPath(path, cwd));
}

/** Reports files that are not read, except for configuration, which is reported in its place. `check` reports them as KS516. */
const reportRefusals = (terminal: Terminal): ReadingOptions => ({
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

/** The commands with one path. */
export const COMMANDS = { check, diagram, effective, manifests };
