/** `kubestack-language-server compare`: what has changed between two revisions, or since one. */
import { join, relative, sep } from 'node:path';
import { realpathSync } from 'node:fs';
import { comparisonMarkdown } from '../comparison/comparisonMarkdown';
import { comparisonLines } from '../comparison/comparisonText';
import { compareContexts } from '../comparison/compareContexts';
import { sideContext } from '../comparison/sideContext';
import type { Settings } from '../semantics/settings';
import type { RequestContext } from '../semantics/requestContext';
import { runToCompletion } from '../scheduling/runToCompletion';
import type { Comparison } from '../../common/protocol';
import { printedJson, printedLines } from './printedText';
import { openSession, type ReadingOptions } from '../session';
import type { GivenTree } from '../comparison/revisionFileSystem';
import type { FileSystem } from '../workspace/fileSystem';
import { resolvePath, uriOfPath } from '../workspace/uri';
import { RevisionRepository } from './gitRevision';

export const COMPARISON_FORMATS = ['text', 'json', 'markdown'] as const;
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

export interface CompareOptions {
  /** Absolute path of a folder. */
  readonly folder: string;
  /** None: HEAD with the working tree; one: that with the working tree; `a..b` and `a...b` as in git. */
  readonly revisions: readonly string[];
  readonly format: ComparisonFormat;
  readonly settings: Settings;
}

export interface CompareReport {
  readonly text: string;
  /** What is not understood on one of the sides. */
  readonly findings: readonly string[];
}

/** @throws GitRevisionError where git has no such revision */
export async function compareRevisions(
  question: CompareOptions,
  assets: string,
  reading: ReadingOptions,
): Promise<CompareReport> {
  const repository = RevisionRepository.around(question.folder);
  const [from, to] = revisionsOf(question.revisions, repository);
  // Git tells the top with all links followed.
  const below = relative(repository.top, realpathSync(question.folder)).split(sep).join('/');
  const top = uriOfPath(repository.top);
  const session = await openSession(assets, [top], reading);
  const client = { markdown: false, servedElsewhere: () => false, clientUri: (uri: string) => uri };
  const current: RequestContext = { model: session.model, settings: question.settings, client };
  const sideOf = (tree: GivenTree): Promise<RequestContext> => sideContext(current, top, tree);
  const left = repository.files(from);
  if (to === undefined) addIgnored(left, repository, session.model.workspace.fileSystem, top);
  const before = await sideOf(left);
  if (to === undefined) await session.indexer.done();
  else session.indexer.stop();
  const after = to === undefined ? current : await sideOf(repository.files(to));
  const uri = below === '' ? top : uriOfPath(join(repository.top, below));
  return reportOf(runToCompletion(compareContexts(before, after, uri)), question);
}

/** What git ignores counts on both sides: it is no difference between a revision and the working tree. */
function addIgnored({ files }: GivenTree, repository: RevisionRepository, disk: FileSystem, top: string): void {
  for (const path of repository.ignoredConfiguration())
    if (!files.has(path)) files.set(path, () => disk.read(resolvePath(top, `./${path}`)));
}

function revisionsOf(revisions: readonly string[], repository: RevisionRepository): [string, string | undefined] {
  const [first = 'HEAD', second] = revisions;
  const range = second === undefined ? /^(.*?)(\.{2,3})(?!\.)(.*)$/.exec(first) : null;
  if (!range) return [repository.commit(first), second === undefined ? undefined : repository.commit(second)];
  const [, left, dots, right] = range;
  const [from, to] = [left || 'HEAD', right || 'HEAD'];
  return [dots === '...' ? repository.mergeBase(from, to) : repository.commit(from), repository.commit(to)];
}

function reportOf(comparison: Comparison, { format }: CompareOptions): CompareReport {
  const findings = comparison.problems.map(({ side, module, message }) => `${side}: ${module}: ${message}`);
  return { text: rendered(comparison, format), findings };
}

function rendered(comparison: Comparison, format: ComparisonFormat): string {
  if (format === 'json') return printedJson(comparison);
  const lines = format === 'text' ? comparisonLines(comparison) : linesOf(comparisonMarkdown(comparison));
  return printedLines(lines.length > 0 ? lines : ['No environment changes.']);
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
