/** `kubestack-language-server compare`: prints the changes between two revisions, or since one. */
import { t } from '../../common/localization';
import { join } from 'node:path';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import { naturalRoot } from '../../common/node/naturalRoot';
import { slashPathBelow } from '../../common/node/paths';
import type { Forecast } from '../../common/forecast/forecast';
import { forecasterIn } from '../forecast/forecaster';
import { withFramework, type LocalFramework } from './frameworkClone';
import { forecastLines, forecastMarkdown } from '../forecast/forecastText';
import { comparisonMarkdown } from '../comparison/comparisonMarkdown';
import { comparisonLines } from '../comparison/comparisonText';
import { compareContexts } from '../comparison/compareContexts';
import { sideContext } from '../comparison/sideContext';
import type { Settings } from '../semantics/settings';
import type { RequestContext } from '../semantics/requestContext';
import { now } from '../../common/now';
import { objectChangeLines, objectChangesMarkdown } from '../../common/manifests/objectChangesText';
import { plainJson, type ObjectComparison } from '../../common/manifests/objectComparison';
import type { RenderingHost } from '../../common/manifests/renderingHost';
import type { Comparison } from '../../common/protocol';
import { contextOf } from './command';
import { compareManifests } from './manifestsCommand';
import { printedJson, printedLines } from './printedText';
import { nodeRuntime } from '../node/nodeRuntime';
import { openSession, type ReadingOptions } from '../session';
import type { GivenTree } from '../comparison/revisionFileSystem';
import type { FileSystem } from '../workspace/fileSystem';
import { resolvePath, uriOfPath } from '../workspace/uri';
import { gitReader } from './gitReader';
import { givenTree } from './givenTree';

export const COMPARISON_FORMATS = ['text', 'json', 'markdown'] as const;
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

export interface CompareOptions {
  /** Absolute path of a folder. */
  readonly folder: string;
  /** None: HEAD and the work tree. One: that revision and the work tree. `a..b` and `a...b` have the same meaning as in git; `a merged into b`
   * is what a merge would write. */
  readonly revisions: readonly string[];
  readonly format: ComparisonFormat;
  readonly settings: Settings;
  /** Also compares Kubernetes objects, rendered by programs of this machine. No program runs if this is undefined. */
  readonly manifests?: { readonly host: RenderingHost; readonly fetches: boolean } | undefined;
  readonly framework?: LocalFramework | undefined;
}

export interface CompareReport {
  readonly text: string;
  /** Problems that prevent the evaluation of one of the sides. */
  readonly findings: readonly string[];
}

/** @throws RevisionError where git has no such revision */
export async function compareRevisions(
  question: CompareOptions,
  assets: string,
  reading: ReadingOptions,
): Promise<CompareReport> {
  const { before, after, uri } = await revisionSides(question, assets, reading);
  const comparison = now(compareContexts(before, after, uri));
  const { manifests, framework } = question;
  const objects = manifests && (await compareManifests(before, after, { uri, ...manifests }, manifests.host));
  const forecaster = forecasterIn(nodeRuntime(assets).readAsset);
  const forecast = await withFramework(framework, frameworkAt =>
    now(forecaster.forecast({ before, after, uri, frameworkAt })),
  );
  return reportOf({ comparison, objects, forecast }, question);
}

/** Two revisions of a folder. */
export interface RevisionSides {
  readonly before: RequestContext;
  readonly after: RequestContext;
  /** URI of the folder. */
  readonly uri: string;
}

/**
 * Reads two revisions, or one and the work tree.
 * @throws RevisionError where git has no such revision
 */
export async function revisionSides(
  question: Pick<CompareOptions, 'folder' | 'revisions' | 'settings'>,
  assets: string,
  reading: ReadingOptions,
): Promise<RevisionSides> {
  const folder = realpathSync.native(question.folder);
  const repository = await RevisionRepository.around(gitReader(folder), naturalRoot(folder, homedir()));
  const [from, to] = await repository.named(question.revisions);
  const below = slashPathBelow(repository.folder, folder);
  const top = uriOfPath(repository.folder);
  const session = await openSession(nodeRuntime(assets), [top], reading);
  const current = contextOf(session.model, question.settings);
  const sideOf = (tree: GivenTree): Promise<RequestContext> => sideContext(current, top, tree);
  const left = givenTree(await repository.tree(from));
  if (to === undefined) await addIgnored(left, repository, session.model.workspace.fileSystem, top);
  const before = await sideOf(left);
  if (to === undefined) await session.indexer.done();
  else session.indexer.stop();
  const after = to === undefined ? current : await sideOf(givenTree(await repository.tree(to)));
  const uri = below === '' ? top : uriOfPath(join(repository.folder, below));
  return { before, after, uri };
}

/** Files that git ignores are read on both sides: they are not a difference between a revision and the work tree. */
export async function addIgnored(
  { files }: GivenTree,
  repository: RevisionRepository,
  disk: FileSystem,
  top: string,
): Promise<void> {
  for (const path of await repository.ignoredConfiguration())
    if (!files.has(path)) files.set(path, () => disk.read(resolvePath(top, `./${path}`)));
}

interface Compared {
  readonly comparison: Comparison;
  readonly objects: ObjectComparison | undefined;
  readonly forecast: Forecast;
}

function reportOf(compared: Compared, { format }: CompareOptions): CompareReport {
  const { comparison, objects, forecast } = compared;
  const findings = comparison.problems.map(({ side, module, message }) => `${side}: ${module}: ${message}`);
  const reported = new Set(comparison.problems.map(({ module, message }) => `${module}: ${message}`));
  const skipped = (forecast.skipped ?? []).filter(each => !reported.has(each));
  return { text: rendered(compared, format), findings: [...findings, ...skipped, ...(objects?.problems ?? [])] };
}

function rendered({ comparison, objects, forecast }: Compared, format: ComparisonFormat): string {
  if (format === 'json')
    return printedJson({ ...comparison, ...(objects && { objects: plainJson(objects.changes) }), forecast });
  const isText = format === 'text';
  const sections = [
    isText ? comparisonLines(comparison) : linesOf(now(comparisonMarkdown(comparison))),
    isText ? forecastSectionText(forecast) : forecastSection(forecast),
    ...(objects ? [isText ? objectChangeLines(objects) : objectSection(objects)] : []),
  ].filter(lines => lines.length > 0);
  const all = sections.flatMap((lines, index) => [...(index > 0 ? [''] : []), ...lines]);
  if (all.length > 0) return printedLines(all);
  return printedLines([comparison.problems.length > 0 ? t('Some changes are unknown.') : t('No environment changes.')]);
}

/** Without the other reasons why nothing is known, which `forecast` lists. */
const isKnown = ({ environments, skipped = [] }: Forecast): boolean =>
  skipped.length > 0 ||
  Object.values(environments).some(({ resources, cannotPlan = [] }) => resources.length + cannotPlan.length > 0);

const forecastSectionText = (forecast: Forecast): string[] =>
  isKnown(forecast) ? [t('Forecast'), ...forecastLines(forecast).map(line => (line === '' ? '' : `  ${line}`))] : [];

const forecastSection = (forecast: Forecast): string[] =>
  isKnown(forecast) ? [`**${t('Forecast')}**`, '', ...linesOf(forecastMarkdown(forecast))] : [];

function objectSection(objects: ObjectComparison): string[] {
  const lines = linesOf(objectChangesMarkdown(objects));
  return lines.length > 0 ? [t('**Kubernetes objects**'), '', ...lines] : [];
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
