/** `kubestack-language-server compare`: prints the changes between two revisions, or since one. */
import { t } from '../../common/localization';
import { join } from 'node:path';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import { naturalRoot } from '../../common/node/naturalRoot';
import { slashPathBelow } from '../../common/node/paths';
import { forecasterIn } from '../forecast/forecaster';
import { withFramework, type LocalFramework } from './frameworkClone';
import type { ReviewSection } from '../../common/review/review';
import { lineList, reviewOf, reviewTexts, unreadOf, type Results, type ReviewText } from '../review/review';
import { hasRules } from '../review/rulesReview';
import type { ReviewedPair } from '../review/sections';
import { sideContext } from '../comparison/sideContext';
import type { Settings } from '../semantics/settings';
import type { RequestContext } from '../semantics/requestContext';
import { now } from '../../common/now';
import { objectChangeLines, objectChangesMarkdown } from '../../common/manifests/objectChangesText';
import { plainJson, type ObjectComparison } from '../../common/manifests/objectComparison';
import type { RenderingHost } from '../../common/manifests/renderingHost';
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
  const { manifests, format } = question;
  const sections: ReviewSection[] = ['values', 'forecast', 'rules', ...(manifests ? (['overlays'] as const) : [])];
  const { results, pair } = await reviewRevisions(question, sections, assets, reading);
  const { overlays } = results;
  const objects = manifests && overlays && (await compareManifests(overlays, { uri: pair.uri, ...manifests }));
  const findings = [...unreadOf(results), ...(objects?.problems ?? [])];
  if (format === 'json')
    return {
      text: printedJson({
        ...results.values,
        ...(objects && { objects: plainJson(objects.changes) }),
        forecast: results.forecast,
        ...(results.rules && hasRules(results.rules) && { rules: results.rules }),
      }),
      findings,
    };
  const texts = reviewTexts(results, pair, format);
  const all = composed([...texts, ...(objects ? [objectsText(objects, format)] : [])], format);
  const nothing =
    (results.values?.problems ?? []).length > 0 ? t('Some changes are unknown.') : t('No environment changes.');
  return { text: printedLines(all.length > 0 ? all : [nothing]), findings };
}

/** The sections one after the other, each with its heading. */
function composed(texts: readonly ReviewText[], format: 'text' | 'markdown'): string[] {
  const sections = texts.map(({ heading, lines }) => {
    if (heading === undefined) return lines;
    return format === 'text'
      ? [heading, ...lines.map(line => (line === '' ? '' : `  ${line}`))]
      : [`**${heading}**`, '', ...lines];
  });
  const shown = sections.filter(lines => lines.length > 0);
  return shown.flatMap((lines, index) => [...(index > 0 ? [''] : []), ...lines]);
}

function objectsText(objects: ObjectComparison, format: 'text' | 'markdown'): ReviewText {
  // The lines for terminals have a heading for each environment.
  if (format === 'text') return { heading: undefined, lines: objectChangeLines(objects) };
  const lines = lineList(objectChangesMarkdown(objects));
  return { heading: lines.length > 0 ? t('Kubernetes objects') : undefined, lines };
}

/**
 * Reads two revisions, or one and the work tree, and computes sections of their review.
 * @throws RevisionError where git has no such revision
 */
export async function reviewRevisions(
  question: Pick<CompareOptions, 'folder' | 'revisions' | 'settings' | 'framework'> & {
    readonly environment?: string | undefined;
  },
  sections: readonly ReviewSection[],
  assets: string,
  reading: ReadingOptions,
): Promise<{ readonly results: Results; readonly pair: ReviewedPair }> {
  const sides = await revisionSides(question, assets, reading);
  const { environment, framework } = question;
  const forecaster = forecasterIn(nodeRuntime(assets).readAsset);
  return withFramework(framework, frameworkAt => {
    const pair = { ...sides, environment, forecaster, frameworkAt };
    return { results: now(reviewOf(pair, sections)), pair };
  });
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
  const session = openSession(nodeRuntime(assets), [top], reading);
  const current = contextOf(session.model, question.settings);
  const sideOf = (tree: GivenTree): Promise<RequestContext> => sideContext(current, top, tree);
  const left = givenTree(await repository.tree(from));
  if (to === undefined) await addIgnored(left, repository, session.model.workspace.fileSystem, top);
  // Its files are shared with the side before.
  if (to === undefined) await session.indexer.done();
  else session.indexer.stop();
  const before = await sideOf(left);
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
