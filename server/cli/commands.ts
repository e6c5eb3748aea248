/** The commands of the command line, as a table: a new command is one row, and its texts in `commandLineHelp.ts`. */
import { t } from '../../common/localization';
import type { PlatformParts } from '../../common/plan/planOwner';
import { listPlatforms, platformIn } from '../kubestack/platform/platform';
import { fsPathOf } from '../workspace/uri';
import { CHECK_FORMATS, runCheck } from './checkCommand';
import {
  contextOf,
  lifecycleFor,
  pathAndRevisions,
  reportRefusals,
  repositorySession,
  targetSession,
  type CommandRow,
  type CommandArguments,
  type CommandInput,
} from './command';
import { COMPARISON_FORMATS, compareRevisions } from './compareCommand';
import { DIAGRAM_FORMATS, runDiagram } from './diagramCommand';
import { displayPath } from './displayPath';
import { EFFECTIVE_FORMATS, runEffective } from './effectiveCommand';
import { FORECAST_FORMATS, runForecast } from './forecastCommand';
import { frameworkClone } from './frameworkClone';
import { MANIFESTS_FORMATS, runManifests } from './manifestsCommand';
import { PLAN_REPORT_FORMATS, runPlanReport } from './planReportCommand';
import { printedLines } from './printedText';
import { commandLineHost } from './renderingPrograms';
import { runRules } from './rulesCommand';
import { STATE_FORMATS, runState } from './stateCommand';
import { UPGRADES_FORMATS, runUpgrades } from './upgradesCommand';
import { UsageError } from './readArguments';

declare const KUBESTACK_VERSION: string | undefined;

const command = <Format extends string>(row: CommandRow<Format>): CommandRow => row;

export const COMMANDS: ReadonlyMap<string, CommandRow> = new Map([
  [
    'check',
    command({
      formats: CHECK_FORMATS,
      options: ['date', 'rules', 'test', 'promote'],
      takesFile: true,
      verify: ({ rules, test, promote }) => {
        if (!rules && (test || promote !== undefined))
          throw new UsageError(t('--test and --promote can only be used with check --rules.'));
      },
      run: async input => {
        const { target, format, settings, currentFolder } = input;
        // Called modules and pipelines may be anywhere in the repository, and refused files are reported as KS516.
        const { model } = await repositorySession(input);
        const version = typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development';
        const lifecycle = lifecycleFor(input);
        const { rules, test = false, promote } = input.options;
        if (rules && format !== 'sarif') {
          const request = contextOf(model, settings, lifecycle);
          return runRules(request, { uri: target.folderUri, format, test, promote, assets: input.assets });
        }
        return runCheck(model, settings, { ...target, format, version, currentFolder, lifecycle, onlyRules: rules });
      },
    }),
  ],
  [
    'effective',
    command({
      formats: EFFECTIVE_FORMATS,
      options: ['environment', 'module'],
      takesFile: true,
      run: async input => {
        const { model } = await targetSession(input);
        const { target, options, format, currentFolder } = input;
        return runEffective(model, input.settings, { ...options, ...target, format, currentFolder });
      },
    }),
  ],
  [
    'compare',
    command({
      formats: COMPARISON_FORMATS,
      options: ['manifests', 'fetch', 'framework'],
      read: pathAndRevisions,
      verify: ({ fetch, manifests }) => {
        if (fetch && !manifests)
          throw new UsageError(t('--fetch can only be used with manifests and compare --manifests.'));
      },
      run: ({ target, revisions, format, settings, options, assets, terminal }) => {
        const manifests = options.manifests
          ? { host: commandLineHost(process.env), fetches: options.fetch ?? false }
          : undefined;
        const framework = frameworkClone(options.framework, terminal);
        const question = { folder: fsPathOf(target.uri), revisions, format, settings, manifests, framework };
        return compareRevisions(question, assets, reportRefusals(terminal));
      },
    }),
  ],
  [
    'forecast',
    command({
      formats: FORECAST_FORMATS,
      options: ['environment', 'framework'],
      read: pathAndRevisions,
      run: ({ target, revisions, format, settings, options, assets, terminal }) => {
        const framework = frameworkClone(options.framework, terminal);
        const { environment } = options;
        const question = { folder: fsPathOf(target.uri), revisions, format, settings, environment, framework };
        return runForecast(question, assets, reportRefusals(terminal));
      },
    }),
  ],
  [
    'upgrades',
    command({
      formats: UPGRADES_FORMATS,
      options: ['date', 'framework'],
      run: async input => {
        const { target, settings, options, format, assets, terminal } = input;
        const framework = frameworkClone(options.framework, terminal);
        const request = contextOf((await targetSession(input)).model, settings, lifecycleFor(input));
        return runUpgrades(request, { uri: target.uri, format, framework }, assets);
      },
    }),
  ],
  [
    'state',
    command({
      formats: STATE_FORMATS,
      options: ['date'],
      run: async input => {
        const { target, settings, format, currentFolder } = input;
        const request = contextOf((await repositorySession(input)).model, settings, lifecycleFor(input));
        return runState(request, { uri: target.uri, format, currentFolder });
      },
    }),
  ],
  [
    'manifests',
    command({
      formats: MANIFESTS_FORMATS,
      options: ['environment', 'module', 'fetch'],
      run: async input => {
        const { target, options, settings, format, currentFolder } = input;
        const request = contextOf((await targetSession(input)).model, settings);
        const { environment, module, fetch: fetches = false } = options;
        const question = { uri: target.uri, environment, module, format, fetches };
        const problem = t(
          'There is no such platform service in {0}.',
          displayPath(fsPathOf(target.uri), currentFolder),
        );
        return (await runManifests(request, question, commandLineHost(process.env))) ?? { problem };
      },
    }),
  ],
  [
    'diagram',
    command({
      formats: DIAGRAM_FORMATS,
      options: [],
      run: async input => {
        const { model } = await targetSession(input);
        const { target, settings, format, currentFolder } = input;
        return runDiagram(model, settings, { uri: target.uri, format, currentFolder });
      },
    }),
  ],
  [
    'plan-report',
    command({
      formats: PLAN_REPORT_FORMATS,
      options: ['environment', 'commit', 'url', 'refresh-only'],
      read: planAndPath,
      verify: ({ commit, url }) => {
        if (commit !== undefined && !/^(?:[\da-f]{40}|[\da-f]{64})$/.test(commit))
          throw new UsageError(t('"{0}" is not the full hash of a commit.', commit));
        if (url !== undefined && !/^https?:\/\//.test(url))
          throw new UsageError(t('"{0}" is not the URL of a page.', url));
      },
      run: async input => {
        const { plan, format, options, terminal, currentFolder } = input;
        const { environment, commit, url, 'refresh-only': refreshOnly = false } = options;
        const platform = await platformParts(input);
        const question = { plan, format, environment, commit, url, refreshOnly, platform, currentFolder };
        const stdin = (terminal.stdin ?? []) as AsyncIterable<unknown>;
        await runPlanReport(question, stdin, text => terminal.stdout.write(text));
        return { text: '' };
      },
    }),
  ],
]);

function planAndPath([plan, path = '.', ...rest]: readonly string[]): CommandArguments {
  if (plan === undefined)
    throw new UsageError(t('plan-report takes the JSON of a plan: a file, or - for standard input.'));
  if (rest.length > 0) throw new UsageError(t('Unexpected argument "{0}": only one path is allowed.', rest.join(' ')));
  return { plan, path };
}

/** The platform in a folder. If there are several, the one whose root module is the folder itself. */
async function platformParts(input: CommandInput<string>): Promise<PlatformParts | undefined> {
  const { target, settings, terminal, currentFolder } = input;
  const { model } = await targetSession(input);
  const found = platformIn(model, settings.environments, target.uri);
  if (!found) {
    const folder = displayPath(fsPathOf(target.uri), currentFolder);
    const message =
      listPlatforms(model, settings.environments).length === 0
        ? t('There is no Kubestack platform in {0}: changes are grouped by module.', folder)
        : t('There are several Kubestack platforms in {0}: changes are grouped by module.', folder);
    terminal.stderr.write(printedLines([message]));
  }
  return found;
}
