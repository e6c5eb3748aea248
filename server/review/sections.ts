/** The sections of a review: how each is computed, and how it reads. Every place that shows a review takes its sections from this table. */
import type { ReviewResults, ReviewSection } from '../../common/review/review';
import { HEADINGS } from '../../common/review/documentSections';
import { compareContexts } from '../comparison/compareContexts';
import { comparisonMarkdown } from '../comparison/comparisonMarkdown';
import { comparisonLines } from '../comparison/comparisonText';
import type { Forecaster, ForecastRequest } from '../forecast/forecaster';
import { overlaysIn } from '../manifests/overlays';
import type { RequestContext } from '../semantics/requestContext';
import { upgradesOf } from '../upgrades/upgrades';
import { upgradesLines, upgradesMarkdown } from '../upgrades/upgradesText';
import { problemsIn } from './problemsIn';
import { rulesReview, rulesReviewLines, rulesReviewMarkdown } from './rulesReview';

/** A pair of revisions, and what of it is reviewed. */
export interface ReviewedPair extends Omit<ForecastRequest, 'environment'> {
  readonly before: RequestContext;
  readonly after: RequestContext;
  /** Folder whose platforms are reviewed. */
  readonly uri: string;
  /** Only this environment. */
  readonly environment?: string | undefined;
  /** Only the overlays of this module call of the root module. */
  readonly module?: string | undefined;
  /** Missing in web workers, which have no forecasts. */
  readonly forecaster: Forecaster | undefined;
  /** Whether texts name the file and line of the code that causes a change of a resource. */
  readonly withLocations?: boolean;
}

/** Something that was not read or evaluated. */
export interface Unread {
  readonly module?: string;
  readonly message: string;
  readonly side?: 'before' | 'after';
}

/** How a section is computed, and how it reads. */
export interface SectionOf<Result> {
  /**
   * Pauses.
   * @param earlier the results of the selected sections before it in `REVIEW_SECTIONS`
   * @returns undefined if this process can't compute it
   */
  readonly compute: (pair: ReviewedPair, earlier: Partial<ReviewResults>) => Generator<undefined, Result | undefined>;
  /** The heading on the command line; without one, the text needs none. */
  readonly heading?: (() => string) | undefined;
  /** Lines of plain text; none if there is nothing to show. */
  readonly lines?: (result: Result, pair: ReviewedPair) => readonly string[];
  /** Markdown; '' if there is nothing to show. */
  readonly markdown?: (result: Result, pair: ReviewedPair) => Generator<undefined, string>;
  /** What the result doesn't cover: the command line exits with 1. */
  readonly unread?: (result: Result) => readonly Unread[];
  /** Whether `lines` and `markdown` are worth showing beside other sections. */
  readonly isShown?: (result: Result) => boolean;
}

export const SECTIONS: { readonly [S in ReviewSection]: SectionOf<ReviewResults[S]> } = {
  values: {
    compute: ({ before, after, uri, environment }) => compareContexts(before, after, uri, environment),
    lines: comparisonLines,
    markdown: comparisonMarkdown,
    unread: ({ problems }) => problems,
  },
  forecast: {
    *compute({ forecaster, ...request }) {
      return forecaster && (yield* forecaster.forecast(request));
    },
    heading: HEADINGS.get('forecast'),
    lines: (forecast, { forecaster }) => forecaster?.lines(forecast) ?? [],
    *markdown(forecast, { forecaster, withLocations = false }) {
      yield;
      return forecaster?.markdown(forecast, withLocations) ?? '';
    },
    unread: ({ skipped = [] }) => skipped.map(message => ({ message })),
    // Without the other reasons why nothing is known, which the forecast alone lists.
    isShown: ({ environments, skipped = [] }) =>
      skipped.length > 0 ||
      Object.values(environments).some(
        ({ resources, cannotPlan = [], providers = [] }) => resources.length + cannotPlan.length + providers.length > 0,
      ),
  },
  rules: {
    *compute(pair, { forecast }) {
      return yield* rulesReview(pair, forecast);
    },
    heading: HEADINGS.get('rules'),
    lines: rulesReviewLines,
    *markdown(rules) {
      yield;
      return rulesReviewMarkdown(rules);
    },
  },
  problems: {
    *compute(pair) {
      return yield* ofBothSides(pair, side => problemsIn(side, pair.uri));
    },
  },
  upgrades: {
    compute: ({ after, uri, forecaster, frameworkAt }) => upgradesOf(after, uri, { forecaster, frameworkAt }),
    lines: upgradesLines,
    *markdown(upgrades) {
      yield;
      return upgradesMarkdown(upgrades);
    },
  },
  overlays: {
    *compute(pair) {
      const { uri, environment, module } = pair;
      return yield* ofBothSides(pair, side => overlaysIn(side, { uri, environment, module }));
    },
  },
};

/** The same of both sides; once if they are the same. */
function* ofBothSides<T>(
  { before, after }: ReviewedPair,
  compute: (side: RequestContext) => Generator<undefined, T>,
): Generator<undefined, { before: T; after: T }> {
  const old = yield* compute(before);
  return { before: old, after: before === after ? old : yield* compute(after) };
}
