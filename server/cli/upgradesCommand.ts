/** `kubestack-language-server upgrades`: prints until when clusters are supported, and the steps to the next version. */
import { t } from '../../common/localization';
import { now } from '../../common/now';
import { forecasterIn } from '../forecast/forecaster';
import { readAssetIn } from '../node/assetFiles';
import type { RequestContext } from '../semantics/requestContext';
import { upgradesOf } from '../upgrades/upgrades';
import { upgradesLines, upgradesMarkdown } from '../upgrades/upgradesText';
import { withFramework, type LocalFramework } from './frameworkClone';
import { printedJson, printedLines } from './printedText';

export const UPGRADES_FORMATS = ['text', 'json', 'markdown'] as const;
export type UpgradesFormat = (typeof UPGRADES_FORMATS)[number];

export interface UpgradesQuestion {
  /** A folder. */
  readonly uri: string;
  readonly format: UpgradesFormat;
  readonly framework: LocalFramework | undefined;
}

export async function runUpgrades(
  request: RequestContext,
  { uri, format, framework }: UpgradesQuestion,
  assets: string,
): Promise<{ text: string }> {
  const forecaster = forecasterIn(readAssetIn(assets));
  const upgrades = await withFramework(framework, frameworkAt =>
    now(upgradesOf(request, uri, { forecaster, frameworkAt })),
  );
  if (format === 'json') return { text: printedJson(upgrades) };
  const lines = format === 'text' ? upgradesLines(upgrades) : upgradesMarkdown(upgrades).split('\n');
  return { text: printedLines(upgrades.clusters.length > 0 ? lines : [t('There is no cluster.')]) };
}
