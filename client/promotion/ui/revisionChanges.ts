import type * as vscode from 'vscode';
import type { Forecast } from '../../../common/forecast/forecast';
import { clustersOf, lostResources, type LostCluster, type LostResource } from '../../../common/forecast/lostClusters';
import { ownProperty } from '../../../common/ownProperty';
import type { Comparison } from '../../../common/protocol';
import type { LanguageServerClient } from '../../core/languageClient';
import { revisionFiles } from '../../git/revisionFiles';
import { errorMessage } from '../../core/errorMessage';
import { changeLines, type ChangeLine } from '../../platform/changeLines';
import { AsyncCache } from '../asyncCache';
import type { PromotionRepository } from './promotionRepositories';
import { t } from '../../../common/localization';

/** Compares an environment between two revisions with the server. Files are read from git's objects. */
export class RevisionChanges {
  /** Revisions never change. */
  private readonly kept = new AsyncCache<Comparison[]>([]);
  private readonly keptLosses = new AsyncCache<Losses>({ resources: [], isComplete: false });

  constructor(
    private readonly server: LanguageServerClient,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** A line for each change; empty on failure, which is logged. */
  async lines(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<ChangeLine[]> {
    return (await this.linesIfComputed(repository, before, after, environment)) ?? [];
  }

  /** A line for each change; undefined on failure, which is logged. */
  async linesIfComputed(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<ChangeLine[] | undefined> {
    const comparisons = await this.compare(repository, before, after, environment);
    return comparisons?.flatMap(comparison => changeLines(comparison, environment));
  }

  /** Versions of Kubernetes that skip one, or reach a later environment first; empty on failure, which is logged. */
  async versionOrder(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<string[]> {
    const comparisons = await this.compare(repository, before, after, environment);
    return (comparisons ?? []).flatMap(({ versionOrder = [] }) => versionOrder.map(({ message }) => message));
  }

  /** The cached result of `lines`, else undefined. */
  linesNow(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): ChangeLine[] | undefined {
    const comparisons = this.kept.now(keyOf(repository, before, after, environment));
    return comparisons?.flatMap(comparison => changeLines(comparison, environment));
  }

  /** Forgets failures, so that comparisons are repeated after a change. */
  forgetFailures(): void {
    this.kept.forgetFailures();
    this.keptLosses.forgetFailures();
  }

  /** Markdown of the platforms that have the environment; '' without changes, undefined on failure. */
  async markdown(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<string | undefined> {
    const comparisons = await this.compare(repository, before, after, environment);
    return comparisons
      ?.map(({ markdown }) => markdown ?? '')
      .filter(text => text !== '')
      .join('\n');
  }

  /** What the change replaces, destroys, creates and updates, as Markdown and as data; undefined on failure, which is logged. */
  async forecasts(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<Forecast[] | undefined> {
    try {
      return await this.requestForecasts(repository, before, after, environment);
    } catch (error) {
      this.output.warn(`There is no forecast for ${environment}: ${errorMessage(error)}`);
      return undefined;
    }
  }

  /** The clusters and node pools that the change replaces or destroys; empty on failure, which is logged. */
  async losses(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<LostCluster[]> {
    return clustersOf((await this.allLosses(repository, before, after, environment)).resources);
  }

  /** All resources that the change replaces or destroys; undefined if a part of the forecast is unknown. */
  async lostIfComputed(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<readonly LostResource[] | undefined> {
    const { resources, isComplete } = await this.allLosses(repository, before, after, environment);
    return isComplete ? resources : undefined;
  }

  /** The cached result of `losses`, else undefined. */
  lossesNow(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): LostCluster[] | undefined {
    const kept = this.keptLosses.now(keyOf(repository, before, after, environment));
    return kept && clustersOf(kept.resources);
  }

  private allLosses(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<Losses> {
    return this.keptLosses.of(keyOf(repository, before, after, environment), async () => {
      const forecasts = await this.forecasts(repository, before, after, environment);
      return {
        resources: (forecasts ?? []).flatMap(each => lostResources(each, environment)),
        isComplete: forecasts !== undefined && forecasts.every(each => isComplete(each, environment)),
      };
    });
  }

  private async requestForecasts(
    { git, platforms, folders }: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<Forecast[]> {
    // Everything is created.
    if (before === undefined) return [];
    return Promise.all(
      platforms.map(async ({ uri }, index) => {
        const folder = folders[index] ?? '';
        return this.server.forecastSoon({
          uri,
          before: { kind: 'files', files: await revisionFiles(git, before, folder) },
          after: { kind: 'files', files: await revisionFiles(git, after, folder) },
          environment,
          markdown: 'text',
        });
      }),
    );
  }

  private async compare(
    repository: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<Comparison[] | undefined> {
    const key = keyOf(repository, before, after, environment);
    try {
      return await this.kept.of(key, () => this.request(repository, before, after, environment));
    } catch (error) {
      this.output.warn(t('Changes in {0} are unavailable: {1}', environment, errorMessage(error)));
      return undefined;
    }
  }

  private async request(
    { git, platforms, folders }: PromotionRepository,
    before: string | undefined,
    after: string,
    environment: string,
  ): Promise<Comparison[]> {
    const comparisons = await Promise.all(
      platforms.map(async ({ uri }, index) => {
        const folder = folders[index] ?? '';
        const from = before === undefined ? {} : await revisionFiles(git, before, folder);
        const to = await revisionFiles(git, after, folder);
        return this.server.compareConfigurations({
          uri,
          before: { kind: 'files', files: from },
          after: { kind: 'files', files: to },
          environment,
          markdown: true,
        });
      }),
    );
    // The platforms that have the environment at one of the revisions, or may have it, whatever is in the work tree.
    return comparisons.filter(({ environments, problems }) => environments.length + problems.length > 0);
  }
}

/** What a change replaces or destroys. */
interface Losses {
  readonly resources: readonly LostResource[];
  readonly isComplete: boolean;
}

function isComplete(forecast: Forecast, environment: string): boolean {
  const { environments, missingVersions = [], missingModules = [], skipped = [] } = forecast;
  const { resources = [], unknown = [] } = ownProperty(environments, environment) ?? {};
  const reasons = [...missingVersions, ...missingModules, ...unknown, ...skipped];
  return reasons.length === 0 && resources.every(({ action }) => action !== 'unknown');
}

function keyOf({ root }: PromotionRepository, before: string | undefined, after: string, environment: string): string {
  return JSON.stringify([root, before, after, environment]);
}
