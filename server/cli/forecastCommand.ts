/** `kubestack-language-server forecast`: prints what a change does to resources in each environment. */
import { t } from '../../common/localization';
import type { ReadingOptions } from '../session';
import { sectionLines } from '../review/review';
import { reviewRevisions, type CompareOptions } from './compareCommand';
import { printedJson, printedLines } from './printedText';
import { UsageError } from './readArguments';

export const FORECAST_FORMATS = ['text', 'json', 'markdown'] as const;

export interface ForecastQuestion extends Omit<CompareOptions, 'manifests'> {
  readonly environment: string | undefined;
}

export interface ForecastReport {
  readonly text: string;
  /** Whether a plan of an environment fails. */
  readonly hasProblems: boolean;
}

/**
 * @throws RevisionError where git has no such revision
 * @throws UsageError for an unknown environment
 */
export async function runForecast(
  question: ForecastQuestion,
  assets: string,
  reading: ReadingOptions,
): Promise<ForecastReport> {
  const { environment, format } = question;
  const { results, pair } = await reviewRevisions(question, ['forecast'], assets, reading);
  const { environments = {} } = results.forecast ?? {};
  if (environment !== undefined && !Object.hasOwn(environments, environment))
    throw new UsageError(t('There is no environment "{0}".', environment));
  const hasProblems = Object.values(environments).some(each => (each.cannotPlan ?? []).length > 0);
  if (format === 'json') return { text: printedJson(results.forecast), hasProblems };
  const lines = sectionLines('forecast', results, pair, format);
  return { text: printedLines(lines.length > 0 ? lines : [t('No resource changes in any environment.')]), hasProblems };
}
