/** The history of an environment: what was applied, when and by whom, and with which result. */
import { reasonIn } from '../../common/promotion/passedRefusals';
import { csvRows } from '../../common/csv';
import type { LostResource } from '../../common/forecast/lostClusters';
import { t } from '../../common/localization';
import { codeSpan, editorText, markdownLink, markdownName, markdownTable } from '../../common/markdown';
import type { PipelineState } from '../gitHost/pipelineState';
import type { ChangeLine } from '../platform/changeLines';
import { shortHash, type Commit } from './commitGraph';
import { pipelineSummary } from './previewMarkdown';
import { pipelineKey, type PipelineStates, type RepositorySnapshot, type Stage } from './stage';
import { durationText } from './stageStates';
import { agoText } from './stageText';
import { isRollbackTag } from './stages';

/** One applied change. */
export interface HistoryRow {
  readonly environment: string;
  /** The deploy tag; '' for a commit of the main branch. */
  readonly tag: string;
  readonly commit: string;
  readonly subject: string;
  /** In milliseconds since 1970; 0 if it is unknown. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  readonly isRollback: boolean;
  /** The reference whose pipelines applied it. */
  readonly ref: string;
  readonly state: PipelineState;
  /** The commit that the environment had before. */
  readonly before: string | undefined;
}

/** What a change did, as far as files tell. */
export interface AppliedChanges {
  /** Undefined if they can't be computed. */
  readonly values: readonly ChangeLine[] | undefined;
  /** Undefined if there is no complete forecast. */
  readonly lost: readonly LostResource[] | undefined;
}

/** A row with what it changed; undefined for a change that isn't computed, since there are too many. */
export type DetailedRow = HistoryRow & { readonly changes?: AppliedChanges };

/** Maximum number of values and resources in a cell. A spreadsheet accepts 32,767 characters. */
const MAX_IN_CELL = 100;

/** What was applied to an environment, newest first. */
export function historyRows(stage: Stage, facts: RepositorySnapshot, pipelines: PipelineStates): HistoryRow[] {
  const { environment, history } = stage;
  const stateOf = (commit: string, ref: string): PipelineState =>
    pipelines.get(pipelineKey(commit, ref)) ?? { state: 'unknown' };
  if (stage.previous === undefined) {
    const ref = `refs/heads/${facts.mainBranch}`;
    return mainCommits(facts).map(({ hash, parents, subject, committedAt, author }) => ({
      ...{ environment, tag: '', commit: hash, subject, at: committedAt, by: author, reason: '', isRollback: false },
      ...{ ref, state: stateOf(hash, ref), before: parents[0] },
    }));
  }
  return history.map((tag, index) => {
    const { name, commit, taggedAt: at, tagger: by, message } = tag;
    const [ref, before] = [`refs/tags/${name}`, history[index + 1]];
    return {
      ...{ environment, tag: name, commit, subject: facts.graph.get(commit)?.subject ?? '', at, by },
      ...{ reason: reasonIn(message) ?? '', isRollback: isRollbackTag(tag, before, facts) },
      ...{ ref, state: stateOf(commit, ref), before: before?.commit },
    };
  });
}

/** The commits that the main branch had: those of a merged branch were never applied by themselves. */
function mainCommits({ graph, main }: RepositorySnapshot): Commit[] {
  const found: Commit[] = [];
  let commit = main === undefined ? undefined : graph.get(main);
  while (commit) {
    found.push(commit);
    const [parent] = commit.parents;
    // In a shallow clone, what the oldest commit changed is unknown.
    if (parent === undefined && !graph.isComplete) found.pop();
    commit = parent === undefined ? undefined : graph.get(parent);
  }
  return found;
}

/** What an environment had at a time; undefined if nothing was applied before, as far as the times are known. @param rows newest first */
export const appliedAt = (rows: readonly HistoryRow[], time: number): HistoryRow | undefined =>
  rows.find(({ at }) => at > 0 && at <= time);

/** Times in milliseconds since 1970; undefined if they are not limited. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

/** The rows that contain every word of a filter, for example `apps failed 2026-11-20`. */
export function matchingRows(rows: readonly HistoryRow[], filter: string): HistoryRow[] {
  const words = filter.toLowerCase().split(/\s+/);
  return rows.filter(row => {
    const { environment, at, tag, commit, subject, by, state, reason } = row;
    const texts = [environment, timeText(at), tag, commit, subject, by, kindText(row), resultText(state), reason];
    const text = texts.join('\n').toLowerCase();
    return words.every(word => text.includes(word));
  });
}

/** `2026-11-20 09:30` in UTC, so that it is the same on every machine; '' for an unknown or impossible time. */
export function timeText(at: number): string {
  const time = new Date(at);
  return at === 0 || Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 16).replace('T', ' ');
}

/** The time of a text like `timeText` writes it, or of a day; undefined if it is none. @param edge of that minute or day */
export function parsedTime(text: string, edge: 'start' | 'end'): number | undefined {
  const [, day = '', hour] = /^\s*(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?\s*$/.exec(text) ?? [];
  const start = Date.parse(`${day}T${hour ?? '00:00'}:00Z`);
  // A day that doesn't exist would be a day of the next month.
  if (Number.isNaN(start) || timeText(start).slice(0, 10) !== day) return undefined;
  return edge === 'start' ? start : start + (hour === undefined ? 24 * 60 : 1) * 60_000 - 1;
}

const heads = (): string[] => [
  t('Environment'),
  t('Time (UTC)'),
  t('Deploy tag'),
  t('Commit'),
  t('Subject'),
  t('By'),
  t('Kind'),
  t('Result'),
  t('Duration'),
  t('Changed values'),
  t('Replaced or destroyed'),
  t('Reason'),
];

function cellsOf(row: DetailedRow): string[] {
  const { environment, at, tag, commit, subject, by, state, reason, changes } = row;
  return [
    ...[environment, timeText(at), tag, commit, subject, by, kindText(row), resultText(state), tookText(row)],
    changes ? listText(valueTexts(row, changes)) : t('not computed'),
    changes ? listText(changes.lost?.map(lostText)) : t('not computed'),
    reason,
  ];
}

const kindText = ({ isRollback, tag }: HistoryRow): string =>
  isRollback ? t('rollback') : tag === '' ? t('commit') : t('promotion');

/** Without the reason why a result is unknown, which is the same for all changes. */
const resultText = ({ state, hasNoRun }: PipelineState): string =>
  hasNoRun ? t('no pipeline run') : pipelineSummary({ state });

/** A run that is still going has no duration, since a document doesn't tell when it was written. */
const tookText = ({ state, at }: HistoryRow): string => (state.state === 'running' ? '' : durationText(state, at));

/** Undefined if they can't be computed. */
const valueTexts = ({ before }: HistoryRow, { values }: AppliedChanges): readonly string[] | undefined =>
  before === undefined ? [t('first change: everything')] : values?.map(valueText);

function listText(texts: readonly string[] | undefined): string {
  return texts === undefined ? t('unknown') : limited(texts, MAX_IN_CELL).join('; ');
}

function limited(texts: readonly string[], most: number): readonly string[] {
  return texts.length <= most ? texts : [...texts.slice(0, most), t('{0} more', texts.length - most)];
}

const valueText = ({ cluster, label, description }: ChangeLine): string =>
  [cluster === label ? '' : cluster, label, description.trim()].filter(part => part !== '').join(' ');

export const historyCsv = (rows: readonly DetailedRow[]): string => csvRows([heads(), ...rows.map(cellsOf)]);

export interface HistoryDocument {
  readonly title: string;
  /** What the rows are selected by; '' for all. */
  readonly filter: string;
  readonly rows: readonly DetailedRow[];
}

/** Number of rows in a document, which a preview renders. */
const MAX_ROWS = 200;

/** A table of all changes, and below it what each changed: a table of both would be too wide. */
export function historyMarkdown({ title, filter, rows }: HistoryDocument): string {
  const more = rows.length - MAX_ROWS;
  const shown = rows.slice(0, MAX_ROWS);
  const tableHeads = [t('Time (UTC)'), t('Environment'), t('Change'), t('Subject'), t('By'), t('Kind'), t('Result')];
  const table = shown.map(row => [
    ...[timeText(row.at), markdownName(row.environment), codeSpan(row.tag === '' ? shortHash(row.commit) : row.tag)],
    ...[editorText(row.subject), editorText(row.by), kindText(row), resultMarkdown(row)],
  ]);
  const details = shown.flatMap(detailLines);
  return [
    `# ${editorText(title)}`,
    ...(filter === '' ? [] : [editorText(filter)]),
    ...unknownResults(shown),
    rows.length === 0 ? t('Nothing was applied.') : markdownTable(tableHeads, table),
    ...(more <= 0 ? [] : [t('{0} older changes are left out. The CSV has all of them.', more)]),
    ...(details.length === 0 ? [] : [`## ${t('What Changed')}`, ...details]),
    '',
  ].join('\n\n');
}

/** What a change did, and why; empty if it changed nothing. */
function detailLines(row: DetailedRow): string[] {
  const { environment, at, tag, commit, reason, changes } = row;
  const values = changes ? (valueTexts(row, changes) ?? [t('Changed values: unknown')]) : [];
  const lost = changes ? (changes.lost?.map(lostText) ?? [t('Replaced or destroyed: unknown')]) : [];
  const texts = [...(reason === '' ? [] : [t('Reason: {0}', reason)]), ...lost, ...values];
  if (texts.length === 0) return [];
  const name = codeSpan(tag === '' ? shortHash(commit) : tag);
  const lines = limited(texts, MAX_IN_CELL).map(text => `- ${editorText(text)}`);
  return [`### ${timeText(at)} · ${markdownName(environment)} · ${name}`, lines.join('\n')];
}

/** Why results are unknown, if the Git host can't be asked. */
function unknownResults(rows: readonly HistoryRow[]): string[] {
  const reason = rows.find(({ state }) => state.reason !== undefined && !state.hasNoRun)?.state.reason;
  return reason === undefined ? [] : [editorText(t('Results are unknown: {0}', reason))];
}

/** The result of a run in red if it has failed, with a link to its page. */
function resultMarkdown(row: HistoryRow): string {
  const { state, url } = row.state;
  const result = [resultText(row.state), tookText(row)].filter(part => part !== '').join(', ');
  const text = editorText(`${state === 'failed' ? '❌ ' : ''}${result}`);
  return url !== undefined && /^https?:/i.test(url) ? markdownLink(text, url) : text;
}

export interface ChangesBetween {
  readonly environment: string;
  readonly from: number;
  readonly to: number;
  /** Applied between these times, newest first. */
  readonly rows: readonly HistoryRow[];
  /** What they change together: Markdown of the comparison; undefined if it can't be computed. */
  readonly comparison: string | undefined;
  readonly lost: readonly LostResource[] | undefined;
}

/** What changed in an environment between two times: what was applied, and what that changes together. */
export function changesBetweenMarkdown(between: ChangesBetween): string {
  const { environment, from, to, rows, comparison, lost } = between;
  const applied = rows.map(row => {
    const name = row.tag === '' ? shortHash(row.commit) : row.tag;
    const texts = [resultMarkdown(row), editorText(row.subject), editorText(row.by)];
    return `- ${timeText(row.at)} ${codeSpan(name)} ${texts.filter(text => text !== '').join(' · ')}`;
  });
  return [
    `# ${markdownName(environment)}`,
    t('Changes between {0} and {1} (UTC)', timeText(from), timeText(to)),
    ...unknownResults(rows),
    `## ${t('Applied')}`,
    applied.length === 0 ? t('Nothing was applied.') : applied.join('\n'),
    ...(applied.length === 0
      ? []
      : [
          `## ${t('Changed values')}`,
          comparison === undefined
            ? t('Changes unavailable. See the output for details.')
            : comparison || t('No changes to the effective configuration.'),
          `## ${t('Replaced or destroyed')}`,
          lost === undefined
            ? t('unknown')
            : lost.map(each => `- ${editorText(lostText(each))}`).join('\n') ||
              t('No resource is replaced or destroyed.'),
        ]),
    '',
  ].join('\n\n');
}

const lostText = ({ address, action }: LostResource): string =>
  action === 'replace' ? t('Replaced: {0}', address) : t('Destroyed: {0}', address);

/** The changes of a cluster, its node pools and its services. */
export const linesOfCluster = (lines: readonly ChangeLine[], cluster: string): ChangeLine[] =>
  lines.filter(line => line.cluster === cluster);

/** Maximum number of changed values in a row of a list. */
const MAX_IN_ROW = 4;

/** A change as an item of a list. @param lines what it changed */
export function whatChangedText(
  row: HistoryRow,
  lines: readonly ChangeLine[],
  now: number,
): {
  readonly label: string;
  readonly icon: string;
  readonly description: string;
  readonly detail: string;
} {
  const { environment, tag, commit, at, by, subject, state, isRollback, reason } = row;
  const result = state.state === 'unknown' && !state.hasNoRun ? '' : resultText(state);
  const values = lines.map(({ label, description }) => `${label}: ${description.trim()}`);
  return {
    label: `${environment}: ${tag === '' ? shortHash(commit) : tag}`,
    icon: state.state === 'failed' ? 'error' : isRollback ? 'debug-step-back' : tag === '' ? 'git-commit' : 'tag',
    description: [result, isRollback ? t('rollback') : '', reason, agoText(at, now), by, subject]
      .filter(part => part !== '')
      .join(' · '),
    detail: limited(values, MAX_IN_ROW).join(' · '),
  };
}
