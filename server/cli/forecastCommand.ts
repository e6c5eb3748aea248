/** `kubestack-language-server forecast`: prints what a change does to resources in each environment. */
import { t } from '../../common/localization';
import type { Forecast } from '../../common/forecast/forecast';
import { now } from '../../common/now';
import { forecasterIn } from '../forecast/forecaster';
import { forecastLines, forecastMarkdown } from '../forecast/forecastText';
import { readAssetIn } from '../node/assetFiles';
import type { Settings } from '../semantics/settings';
import type { ReadingOptions } from '../session';
import { revisionSides } from './compareCommand';
import { withFramework, type LocalFramework } from './frameworkClone';
import { printedJson, printedLines } from './printedText';
import { UsageError } from './usageError';

export const FORECAST_FORMATS = ['text', 'json', 'markdown'] as const;
export type ForecastFormat = (typeof FORECAST_FORMATS)[number];

export interface ForecastQuestion {
  /** Absolute path of a folder. */
  readonly folder: string;
  /** As for `compare`. */
  readonly revisions: readonly string[];
  readonly format: ForecastFormat;
  readonly settings: Settings;
  readonly environment: string | undefined;
  readonly framework: LocalFramework | undefined;
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
  const { before, after, uri } = await revisionSides(question, assets, reading);
  const { environment, framework } = question;
  const forecaster = forecasterIn(readAssetIn(assets));
  const forecast = await withFramework(framework, frameworkAt =>
    now(forecaster.forecast({ before, after, uri, environment, frameworkAt })),
  );
  if (environment !== undefined && !Object.hasOwn(forecast.environments, environment))
    throw new UsageError(t('There is no environment "{0}".', environment));
  const hasProblems = Object.values(forecast.environments).some(each => (each.cannotPlan ?? []).length > 0);
  return { text: textOf(forecast, question.format), hasProblems };
}

function textOf(forecast: Forecast, format: ForecastFormat): string {
  if (format === 'json') return printedJson(forecast);
  const lines = format === 'text' ? forecastLines(forecast) : linesOf(forecastMarkdown(forecast));
  return printedLines(lines.length > 0 ? lines : [t('No resource changes in any environment.')]);
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
