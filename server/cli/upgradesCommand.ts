/** `kubestack-language-server upgrades`: prints until when clusters are supported, and the steps to the next version. */
import { t } from '../../common/localization';
import { now } from '../../common/now';
import { forecasterIn } from '../forecast/forecaster';
import { readAssetIn } from '../node/assetFiles';
import { reviewOf, sectionLines } from '../review/review';
import type { RequestContext } from '../semantics/requestContext';
import type { ComparisonFormat } from './compareCommand';
import { withFramework, type LocalFramework } from './frameworkClone';
import { printedJson, printedLines } from './printedText';

export const UPGRADES_FORMATS = ['text', 'json', 'markdown'] as const;

export interface UpgradesQuestion {
  /** A folder. */
  readonly uri: string;
  readonly format: ComparisonFormat;
  readonly framework: LocalFramework | undefined;
}

export const runUpgrades = (
  request: RequestContext,
  { uri, format, framework }: UpgradesQuestion,
  assets: string,
): Promise<{ text: string }> =>
  withFramework(framework, frameworkAt => {
    const forecaster = forecasterIn(readAssetIn(assets));
    const pair = { before: request, after: request, uri, forecaster, frameworkAt };
    const results = now(reviewOf(pair, ['upgrades']));
    if (format === 'json') return { text: printedJson(results.upgrades) };
    const lines = sectionLines('upgrades', results, pair, format);
    return { text: printedLines(lines.length > 0 ? lines : [t('There is no cluster.')]) };
  });
