/** *Show Forecast*: the resources that the uncommitted changes, or the changes since a revision, replace, destroy, create and update. */
import type * as vscode from 'vscode';
import { codeSpan, markdownName } from '../../../common/markdown';
import { t } from '../../../common/localization';
import { errorMessage } from '../../core/errorMessage';
import { ownProperty } from '../../../common/ownProperty';
import { isRecord } from '../../../common/isRecord';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { promptForText, showError, showInformation } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import type { Platforms } from '../../core/platforms';
import type { Plan } from '../../../common/plan/plan';
import type { Platform } from '../../../common/protocol';
import type { RevisionReader } from '../../core/revisionReader';
import { commandTarget } from '../../platform/commandTarget';
import type { ForecastBase } from '../forecastBases';
import { planDifferences } from '../planDifferences';
import { choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';
import { GitError } from '../../git/git';
import { showGitMissing } from '../../git/gitExtension';
import { RestrictedModeError } from '../../processes/trust';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import type { ForecastDocuments } from './forecastDocuments';
import { requestForecast } from './requestForecast';

/** What the command reads from other features. */
export interface ForecastSources {
  /** The first one that reads a platform is used. */
  readonly readers: readonly RevisionReader[];
  readonly bases: (platform: Platform) => Promise<readonly ForecastBase[]>;
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
    const base = baseIn(argument) ?? (await chooseBase(await this.sources.bases(platform)));
    if (!base) return;
    const { revision } = base;
    try {
      await this.forecast(platform, base, reader);
    } catch (error) {
      if (error instanceof RestrictedModeError) throw error;
      if (error instanceof GitError && error.run.exitCode === -1) return await showGitMissing();
      void showError(t('There is no forecast of the changes since {0}: {1}', revision, errorMessage(error)));
    }
  }

  private async forecast(
    platform: Platform,
    { label, revision, environment }: ForecastBase,
    reader: RevisionReader,
  ): Promise<void> {
    const name = platformLabel(platform);
    const title = t('Forecast of {0}', name);
    const forecast = await requestForecast(this.server, title, async () => {
      const before = { kind: 'files' as const, files: await reader.read(platform.uri, revision) };
      return { uri: platform.uri, before, after: { kind: 'workspace' as const }, markdown: 'locations' as const };
    });
    if (!forecast) return;
    const { markdown = '' } = forecast;
    const plan = environment === undefined ? undefined : this.sources.plan(platform.uri, environment);
    if (markdown === '' && !plan) {
      void showInformation(t('The changes since {0} affect no resource of {1} in any environment.', label, name));
      return;
    }
    const heading = t('Forecast of {0}: changes since {1}', markdownName(name), codeSpan(label));
    const compared = plan && environment !== undefined && ownProperty(forecast.environments, environment);
    const differences = compared
      ? `\n## ${t('Compared with the plan of {0}', markdownName(environment))}\n\n${planDifferences(compared, plan)}\n`
      : '';
    await this.documents.show(title, heading, `${markdown}${differences}`);
  }
}

/** The revision that a code lens passes. */
const baseIn = (argument: unknown): ForecastBase | undefined => {
  const revision = isRecord(argument) ? argument['revision'] : undefined;
  return typeof revision === 'string' ? { label: revision, description: '', revision } : undefined;
};

/** Undefined on cancel. */
async function chooseBase(bases: readonly ForecastBase[]): Promise<ForecastBase | undefined> {
  const head = { label: 'HEAD', description: t('uncommitted changes'), revision: 'HEAD' };
  const other = { label: t('Another Revision…'), icon: 'search' };
  const items = [...[head, ...bases].map(base => ({ label: base.label, description: base.description, base })), other];
  const chosen = await pickOne<{ label: string; base?: ForecastBase }>(items, {
    placeHolder: t('Changes since which revision?'),
    matchOnDescription: true,
  });
  if (!chosen || chosen.base) return chosen?.base;
  const prompt = t('A commit, branch or tag, for example the deploy tag of an environment');
  const revision = (await promptForText({ prompt }))?.trim() ?? '';
  return revision === '' ? undefined : { label: revision, description: '', revision };
}
