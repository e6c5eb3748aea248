/** *Show Forecast*: the resources that the uncommitted changes, or the changes since a revision, replace, destroy, create and update. */
import * as vscode from 'vscode';
import type { Forecast } from '../../../common/forecast/forecast';
import { lostClusters } from '../../../common/forecast/lostClusters';
import { wayAroundText } from '../../../common/forecast/wayAround';
import { codeSpan, markdownName } from '../../../common/markdown';
import { t } from '../../../common/localization';
import { errorMessage } from '../../core/errorMessage';
import { ownProperty } from '../../../common/ownProperty';
import { isRecord } from '../../../common/isRecord';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { promptForText, showError, showInformation } from '../../core/messages';
import { pickOne, type PickItem } from '../../core/quickPicks';
import type { Platforms } from '../../core/platforms';
import type { Plan } from '../../../common/plan/plan';
import type { Platform } from '../../../common/protocol';
import type { RevisionReader } from '../../core/revisionSide';
import { commandTarget } from '../../platform/commandTarget';
import type { ForecastBase } from '../forecastBases';
import { planDifferences } from '../planDifferences';
import { choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';
import { GitError } from '../../git/git';
import { showGitMissing } from '../../git/gitExtension';
import { RestrictedModeError } from '../../processes/trust';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import type { ForecastDocuments } from './forecastDocuments';
import { moduleAt } from '../../scaffold/replacedModules';
import { requestForecast } from './requestForecast';

/** What the command reads from other features. */
export interface ForecastSources {
  /** The first one that reads a platform is used. */
  readonly readers: readonly RevisionReader[];
  /** Whether the program that reads revisions of the platform is installed. */
  readonly canRead: (platform: Platform) => Promise<boolean>;
  readonly bases: (platform: Platform) => Promise<readonly ForecastBase[]>;
  /** Branches and tags. */
  readonly revisions: (platform: Platform) => Promise<readonly ForecastBase[]>;
  /** The last plan of an environment; undefined if there is none, or if files have changed since. */
  readonly plan: (platform: string, environment: string) => Plan | undefined;
}

export class ForecastCommand implements vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly platforms: Platforms,
    private readonly documents: ForecastDocuments,
    private readonly sources: ForecastSources,
  ) {
    this.registration = registerTrustedCommand(Command.showForecast, argument => this.show(argument));
  }

  dispose(): void {
    this.registration.dispose();
  }

  private async show(argument: unknown): Promise<void> {
    const active = targetOfActiveEditor(this.platforms.all);
    const platform = await choosePlatform(this.platforms, commandTarget(argument).platform ?? active.platform);
    if (!platform) return;
    const reader = this.sources.readers.find(each => each.reads(platform.uri));
    if (!reader) {
      void showError(t('A forecast compares with a revision, and this folder has none that can be read.'));
      return;
    }
    if (!(await this.sources.canRead(platform))) return await showGitMissing();
    const change = changeIn(argument) ?? (await this.chooseChange(platform));
    if (!change) return;
    try {
      await this.forecast(platform, change, reader);
    } catch (error) {
      if (error instanceof RestrictedModeError) throw error;
      if (error instanceof GitError && error.run.exitCode === -1) return await showGitMissing();
      const [from, to, reason] = [change.base.label, change.head?.label, errorMessage(error)];
      void showError(
        to === undefined
          ? t('There is no forecast of the changes since {0}: {1}', from, reason)
          : t('There is no forecast of the changes from {0} to {1}: {2}', from, to, reason),
      );
    }
  }

  private async forecast(platform: Platform, change: Change, reader: RevisionReader): Promise<void> {
    const { base, head } = change;
    const name = platformLabel(platform);
    const title = t('Forecast of {0}', name);
    const sideOf = ({ revision }: ForecastBase) => reader.side(platform.uri, revision);
    const review = await requestForecast(
      this.server,
      title,
      async () => ({
        uri: platform.uri,
        before: await sideOf(base),
        after: head ? await sideOf(head) : { kind: 'workspace' },
      }),
      ['forecast'],
    );
    if (!review) return;
    const { forecast, markdown: texts } = review;
    const markdown = texts?.forecast ?? '';
    const { environment } = base;
    const plan = environment === undefined || head ? undefined : this.sources.plan(platform.uri, environment);
    if (markdown === '' && !plan) {
      void showInformation(
        head
          ? t('The changes from {0} to {1} affect no resource of {2} in any environment.', base.label, head.label, name)
          : t('The changes since {0} affect no resource of {1} in any environment.', base.label, name),
      );
      return;
    }
    const [shown, from] = [markdownName(name), codeSpan(base.label)];
    const heading = head
      ? t('Forecast of {0}: changes from {1} to {2}', shown, from, codeSpan(head.label))
      : t('Forecast of {0}: changes since {1}', shown, from);
    const compared = plan && environment !== undefined && ownProperty(forecast.environments, environment);
    const differences = compared
      ? `\n## ${t('Compared with the plan of {0}', markdownName(environment))}\n\n${planDifferences(compared, plan)}\n`
      : '';
    await this.documents.show(title, heading, `${markdown}${differences}`);
    if (!head) void offerReplacement(platform, forecast, base);
  }

  /** Undefined on cancel. */
  private async chooseChange(platform: Platform): Promise<Change | undefined> {
    const bases = [HEAD(), ...(await this.sources.bases(platform))];
    const other = { label: t('Another Revision…'), icon: 'search' };
    const two = { label: t('Two Revisions…'), icon: 'git-compare' };
    const since = t('Changes since which revision?');
    const chosen = await pickOne<RevisionItem>([...bases.map(itemOf), other, two], {
      placeHolder: since,
      matchOnDescription: true,
    });
    if (!chosen) return undefined;
    if (chosen.label === two.label) {
      const revisions = [...bases, ...(await this.sources.revisions(platform))];
      const base = await chooseRevision(since, revisions);
      const head = base && (await chooseRevision(t('Up to which revision?'), revisions));
      return head && { base, head };
    }
    const base = chosen.base ?? (await promptForRevision());
    return base && { base };
  }
}

/** Links of a Markdown preview run no commands, so a message below it names the way that loses nothing. */
async function offerReplacement(
  { uri }: Platform,
  forecast: Forecast,
  { revision, environment }: ForecastBase,
): Promise<void> {
  const environments = environment === undefined ? Object.keys(forecast.environments) : [environment];
  const lost = environments.flatMap(each => lostClusters(forecast, each));
  const names = [
    ...new Set(lost.flatMap(({ action, address }) => (action === 'replace' ? (moduleAt(address) ?? []) : []))),
  ];
  const titles = new Map(names.slice(0, MAX_OFFERED).map(name => [t('Replace {0} Step by Step…', name), name]));
  const text = wayAroundText(forecast);
  if (titles.size === 0 || text === undefined) return;
  const name = titles.get((await showInformation(text, ...titles.keys())) ?? '');
  if (name !== undefined)
    await vscode.commands.executeCommand(Command.replaceStepByStep, { platform: uri, name, revision });
}

/** Number of buttons of a message. */
const MAX_OFFERED = 3;

/** Compares a revision with another one, or with the files as they are in the editor. */
interface Change {
  readonly base: ForecastBase;
  readonly head?: ForecastBase;
}

const HEAD = (): ForecastBase => ({ label: 'HEAD', description: t('uncommitted changes'), revision: 'HEAD' });

/** The revision that a code lens passes. */
const changeIn = (argument: unknown): Change | undefined => {
  const revision = isRecord(argument) ? argument['revision'] : undefined;
  return typeof revision === 'string' ? { base: { label: revision, description: '', revision } } : undefined;
};

interface RevisionItem extends PickItem {
  readonly base?: ForecastBase;
}

const itemOf = (base: ForecastBase): RevisionItem => ({ label: base.label, description: base.description, base });

/** Undefined on cancel. */
async function chooseRevision(
  placeHolder: string,
  revisions: readonly ForecastBase[],
): Promise<ForecastBase | undefined> {
  const other: RevisionItem = { label: t('Another Revision…'), icon: 'search' };
  const chosen = await pickOne([...revisions.map(itemOf), other], { placeHolder, matchOnDescription: true });
  return chosen && (chosen.base ?? (await promptForRevision()));
}

/** Undefined on cancel. */
async function promptForRevision(): Promise<ForecastBase | undefined> {
  const prompt = t('A commit, branch or tag, for example the deploy tag of an environment');
  const revision = (await promptForText({ prompt }))?.trim() ?? '';
  return revision === '' ? undefined : { label: revision, description: '', revision };
}
