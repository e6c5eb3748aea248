import type * as vscode from 'vscode';
import { lostResources, type LostResource } from '../../../common/forecast/lostClusters';
import { t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import type { RulesVerdict } from '../../../common/rules/rules';
import { joinedTexts, type SectionTexts } from '../../../common/review/documentSections';
import { QUICK_SECTIONS, SLOW_SECTIONS } from '../../../common/review/review';
import type { Comparison } from '../../../common/comparison';
import { isWhollyRead, type Forecast } from '../../../common/forecast/forecast';
import { errorMessage } from '../../core/errorMessage';
import type { LanguageServerClient } from '../../core/languageClient';
import type { ReviewQuestion, RevisionSide } from '../../core/revisionSide';
import { revisionSide } from '../../git/revisionFiles';
import { changeLines, type ChangeLine } from '../../platform/changeLines';
import { AsyncCache } from '../asyncCache';
import type { PromotionRepository } from './promotionRepositories';

/** A change of what an environment runs. */
export interface RevisionChange {
  readonly repository: PromotionRepository;
  /** The commit before; undefined if nothing was promoted to the environment. */
  readonly before: string | undefined;
  readonly after: string;
  readonly environment: string;
}

/** What a change does to values. */
export interface ChangedValues {
  readonly lines: ChangeLine[];
  /** The attributes that differ in each platform that has the environment. */
  readonly platforms: readonly { readonly uri: string; readonly attributes: Comparison['attributes'] }[];
  readonly texts: SectionTexts;
  /** Versions of Kubernetes that skip one, or reach a later environment first. */
  readonly versionOrder: readonly string[];
}

/** What a change does to resources. */
export interface ChangedResources {
  /** What is replaced and destroyed. */
  readonly lost: readonly LostResource[];
  /** Whether more can't be lost. */
  readonly isComplete: boolean;
  readonly texts: SectionTexts;
}

/** The reviews of environments between two revisions. Each section is requested once, since revisions never change. */
export class RevisionChanges {
  private readonly changedValues = new AsyncCache<ChangedValues>({
    lines: [],
    platforms: [],
    texts: {},
    versionOrder: [],
  });
  private readonly changedResources = new AsyncCache<ChangedResources>({ lost: [], isComplete: false, texts: {} });

  constructor(
    private readonly server: LanguageServerClient,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Undefined on failure, which is logged. */
  async values(change: RevisionChange): Promise<ChangedValues | undefined> {
    try {
      return await this.changedValues.of(keyOf(change), () => this.requestValues(change));
    } catch (error) {
      this.output.warn(t('Changes in {0} are unavailable: {1}', change.environment, errorMessage(error)));
      return undefined;
    }
  }

  /** The cached result of `values`, without changes after a failure; undefined if it is not computed. */
  valuesNow(change: RevisionChange): ChangedValues | undefined {
    return this.changedValues.now(keyOf(change));
  }

  /** Undefined on failure, which is logged. */
  async resources(change: RevisionChange): Promise<ChangedResources | undefined> {
    try {
      return await this.changedResources.of(keyOf(change), () => this.requestResources(change));
    } catch (error) {
      this.output.warn(`There is no forecast for ${change.environment}: ${errorMessage(error)}`);
      return undefined;
    }
  }

  /** The cached result of `resources`, without changes after a failure; undefined if it is not computed. */
  resourcesNow(change: RevisionChange): ChangedResources | undefined {
    return this.changedResources.now(keyOf(change));
  }

  /** All resources that a change replaces or destroys; undefined if a part of the forecast is unknown. */
  async lostIfComputed(change: RevisionChange): Promise<readonly LostResource[] | undefined> {
    const resources = await this.resources(change);
    return resources?.isComplete ? resources.lost : undefined;
  }

  /**
   * What rules and freezes say about promoting a commit.
   * @param newest the newest commit of the main branch, whose freezes count too
   * @throws Error if they can't be judged
   */
  async verdicts(
    { git, platforms, folders }: PromotionRepository,
    [before, after, newest]: readonly [string | undefined, string, string | undefined],
    environment: string,
  ): Promise<RulesVerdict[]> {
    const verdicts = await Promise.all(
      platforms.map(async ({ uri }, index) => {
        const folder = folders[index] ?? '';
        const sideOf = (revision: string): Promise<RevisionSide> => revisionSide(git, revision, folder);
        const verdict = await this.server.rules(
          { uri, environment },
          {
            after: await sideOf(after),
            ...(before === undefined ? {} : { before: await sideOf(before) }),
            ...(newest === undefined || newest === after ? {} : { newest: await sideOf(newest) }),
          },
        );
        return verdict ?? [];
      }),
    );
    return verdicts.flat();
  }

  /** Forgets failures, so that reviews are repeated after a change. */
  forgetFailures(): void {
    this.changedValues.forgetFailures();
    this.changedResources.forgetFailures();
  }

  private async requestValues(change: RevisionChange): Promise<ChangedValues> {
    const { environment } = change;
    const reviews = await ofPlatforms(change, async question => ({
      uri: question.uri,
      ...(await this.server.review({ ...question, sections: QUICK_SECTIONS, markdown: 'text' })),
    }));
    // The platforms that have the environment at one of the revisions, or may have it, whatever is in the work tree.
    const own = reviews.filter(({ values }) => values.environments.length + values.problems.length > 0);
    return {
      platforms: own.map(({ uri, values: { attributes } }) => ({ uri, attributes })),
      lines: own.flatMap(({ values }) => changeLines(values, environment)),
      texts: { values: '', ...joinedTexts(own.map(({ markdown = {} }) => markdown)) },
      versionOrder: own.flatMap(({ values }) => (values.versionOrder ?? []).map(({ message }) => message)),
    };
  }

  private async requestResources(change: RevisionChange): Promise<ChangedResources> {
    const { environment, before } = change;
    // Everything is created.
    if (before === undefined) {
      const texts = await this.requestRules(change);
      return { lost: [], isComplete: true, texts: { ...texts, forecast: '' } };
    }
    const reviews = await ofPlatforms(change, question =>
      this.server.reviewSoon({ ...question, sections: SLOW_SECTIONS, markdown: 'text' }),
    );
    return {
      lost: reviews.flatMap(({ forecast }) => lostResources(forecast, environment)),
      isComplete: reviews.every(({ forecast }) => isComplete(forecast, environment)),
      texts: joinedTexts(reviews.map(({ markdown = {} }) => markdown)),
    };
  }

  private async requestRules(change: RevisionChange): Promise<SectionTexts> {
    const reviews = await ofPlatforms(change, question =>
      this.server.reviewSoon({ ...question, sections: ['rules'], markdown: 'text' }),
    );
    return joinedTexts(reviews.map(({ markdown = {} }) => markdown));
  }
}

type Question = Omit<ReviewQuestion<never>, 'sections'>;

/** Reviews a change of each platform. */
async function ofPlatforms<T>(
  { repository: { git, platforms, folders }, before, after, environment }: RevisionChange,
  review: (question: Question) => Promise<T>,
): Promise<T[]> {
  return Promise.all(
    platforms.map(async ({ uri }, index) => {
      const folder = folders[index] ?? '';
      return review({
        uri,
        before: before === undefined ? { kind: 'files', files: {} } : await revisionSide(git, before, folder),
        after: await revisionSide(git, after, folder),
        environment,
      });
    }),
  );
}

function isComplete(forecast: Forecast, environment: string): boolean {
  const { resources = [] } = ownProperty(forecast.environments, environment) ?? {};
  return isWhollyRead(forecast, environment) && resources.every(({ action }) => action !== 'unknown');
}

const keyOf = ({ repository: { root }, before, after, environment }: RevisionChange): string =>
  JSON.stringify([root, before, after, environment]);
