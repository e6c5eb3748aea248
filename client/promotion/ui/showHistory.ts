/** *Show History…* and *Show Changes Between Two Times…*. */
import * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { cancellable } from '../../core/cancellable';
import type { MarkdownDocuments } from '../../core/markdownDocuments';
import { promptForText } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { pickMany, pickOne } from '../../core/quickPicks';
import {
  appliedAt,
  changesBetweenMarkdown,
  historyCsv,
  historyMarkdown,
  historyRows,
  isInRange,
  parsedTime,
  timeText,
  type DetailedRow,
  type HistoryRow,
  type TimeRange,
} from '../history';
import { choosePromotionRepository, promotionTarget, readableRepositories } from './promotionPickers';
import type { PromotionRepositories, ReadRepository } from './promotionRepositories';
import type { RevisionChanges } from './revisionChanges';

/** Number of changes whose runs are requested and whose values are compared: each takes requests to the Git host and a comparison. */
const MAX_DETAILED = 50;
/** Number of runs that are requested at the same time. */
const RUNS_AT_ONCE = 5;
const DAY_MS = 24 * 60 * 60_000;

/** What a list of applied changes is selected by. */
interface HistoryFilter {
  readonly label: string;
  readonly matches: (row: HistoryRow) => boolean;
}

export class HistoryCommands {
  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly platforms: Platforms,
    private readonly changes: RevisionChanges,
    private readonly documents: MarkdownDocuments,
  ) {}

  /** Shows what was applied to environments, as a document or for a spreadsheet. */
  async showHistory(argument: unknown): Promise<void> {
    const target = promotionTarget(argument);
    const repository = await this.repository(argument);
    const environments = repository && (await chooseEnvironments(repository, target.environment));
    const range = environments && (await chooseTimeRange(t('History of {0}', environments.join(', '))));
    const filter = range && (await chooseFilter());
    if (!repository || !environments || !range || !filter) return;
    const rows = rowsOf(repository, environments).filter(row => isInRange(row, range));
    const format = await chooseFormat(rows.length);
    if (!format) return;
    const reading = t('Reading the history of {0}', environments.join(', '));
    const detailed = await cancellable(reading, async signal => {
      await requestRuns(this.repositories, repository, rows.slice(0, MAX_DETAILED), signal);
      const current = rowsOf(repository, environments).filter(row => isInRange(row, range));
      return this.withChanges(repository, current.filter(filter.matches), signal);
    });
    if (!detailed) return;
    if (format === 'csv') {
      const document = await vscode.workspace.openTextDocument({ language: 'csv', content: historyCsv(detailed) });
      await vscode.window.showTextDocument(document);
      return;
    }
    const title = t('History of {0}', environments.join(', '));
    const limit = t(
      'Results and changes are those of the newest {0} changes. Choose a shorter time for others.',
      MAX_DETAILED,
    );
    const selected = [range.label, filter.label, ...(rows.length > MAX_DETAILED ? [limit] : [])].join(' · ');
    await this.documents.show(title, historyMarkdown({ title, filter: selected, rows: detailed }));
  }

  /** Shows what changed in an environment between two times. */
  async showBetween(argument: unknown): Promise<void> {
    const repository = await this.repository(argument);
    const environment = repository && (await chooseEnvironment(repository, promotionTarget(argument).environment));
    const range = environment === undefined ? undefined : await promptForRange(t('Changes of {0}', environment));
    if (!repository || environment === undefined || !range) return;
    const { from, to } = range;
    const all = rowsOf(repository, [environment]);
    const [before, after] = [appliedAt(all, from), appliedAt(all, to)];
    const rows = after ? all.slice(all.indexOf(after), before ? all.indexOf(before) : all.length) : [];
    const title = t('Computing changes in {0}', environment);
    const found = await cancellable(title, async signal => {
      await requestRuns(this.repositories, repository, rows.slice(0, MAX_DETAILED), signal);
      const states = new Map(rowsOf(repository, [environment]).map(row => [row.ref + row.commit, row]));
      const current = rows.map(row => states.get(row.ref + row.commit) ?? row);
      if (!after || rows.length === 0) return { rows: [], comparison: '', lost: [] };
      const compared = [repository, before?.commit, after.commit, environment] as const;
      const [comparison, lost] = await Promise.all([
        this.changes.markdown(...compared),
        this.changes.lostIfComputed(...compared),
      ]);
      return { rows: current, comparison, lost };
    });
    if (!found) return;
    const name = t('Changes of {0}', environment);
    await this.documents.show(name, changesBetweenMarkdown({ environment, from, to, ...found }));
  }

  private async repository(argument: unknown): Promise<ReadRepository | undefined> {
    const readable = await readableRepositories(this.repositories, this.platforms);
    return choosePromotionRepository(readable, promotionTarget(argument));
  }

  /** Adds what each of the newest rows changed. Results stay cached. */
  private async withChanges(
    repository: ReadRepository,
    rows: readonly HistoryRow[],
    signal: AbortSignal,
  ): Promise<DetailedRow[]> {
    const detailed: DetailedRow[] = [];
    for (const row of rows.slice(0, MAX_DETAILED)) {
      signal.throwIfAborted();
      const { before, commit, environment } = row;
      const compared = [repository, before, commit, environment] as const;
      if (before === undefined || before === commit) {
        detailed.push({ ...row, changes: { values: [], lost: [] } });
        continue;
      }
      const values = await this.changes.linesIfComputed(...compared);
      const lost = values?.length === 0 ? [] : await this.changes.lostIfComputed(...compared);
      detailed.push({ ...row, changes: { values, lost } });
    }
    return [...detailed, ...rows.slice(MAX_DETAILED)];
  }
}

/** What was applied to environments, newest first. */
export const rowsOf = ({ stages, reading, pipelines }: ReadRepository, environments: readonly string[]): HistoryRow[] =>
  stages
    .filter(({ environment }) => environments.includes(environment))
    .flatMap(stage => historyRows(stage, reading.facts, pipelines))
    .sort((a, b) => b.at - a.at);

/**
 * Requests the runs of changes whose result isn't final, and stores them.
 * @returns whether the Git host could be asked; if not, the others are not requested
 */
export async function requestRuns(
  repositories: PromotionRepositories,
  repository: ReadRepository,
  rows: readonly HistoryRow[],
  signal: AbortSignal,
): Promise<boolean> {
  const open = rows.filter(({ state }) => state.state !== 'succeeded' && state.state !== 'failed');
  // The first answer tells whether there is a Git host and an account.
  for (let start = 0, end = 1; start < open.length; [start, end] = [end, end + RUNS_AT_ONCE]) {
    signal.throwIfAborted();
    const states = await Promise.all(
      open.slice(start, end).map(({ commit, ref }) => repositories.pipelineOf(repository, commit, ref, signal)),
    );
    if (states.some(({ hasNoRun, reason }) => reason !== undefined && hasNoRun !== true)) return false;
  }
  return true;
}

async function chooseEnvironments(
  { stages }: ReadRepository,
  named: string | undefined,
): Promise<string[] | undefined> {
  const names = stages.map(({ environment }) => environment);
  if (names.length < 2) return names;
  if (named !== undefined && names.includes(named)) return [named];
  const items = names.map(label => ({ label, picked: true }));
  const picked = await pickMany(items, { placeHolder: t('Select the environments to show the history of') });
  return picked && picked.length > 0 ? picked.map(({ label }) => label) : undefined;
}

async function chooseEnvironment({ stages }: ReadRepository, named: string | undefined): Promise<string | undefined> {
  const items = stages.map(({ environment }) => ({ label: environment }));
  const only = items.length === 1 ? items[0] : items.find(({ label }) => label === named);
  return (only ?? (await pickOne(items, { placeHolder: t('Select an environment') })))?.label;
}

async function chooseTimeRange(title: string): Promise<(TimeRange & { readonly label: string }) | undefined> {
  const since =
    (days: number): (() => TimeRange) =>
    () => ({ from: Date.now() - days * DAY_MS });
  const items: { label: string; range: () => TimeRange | Promise<TimeRange | undefined> }[] = [
    { label: t('Any time'), range: () => ({}) },
    { label: t('The last 24 hours'), range: since(1) },
    { label: t('The last 7 days'), range: since(7) },
    { label: t('The last 30 days'), range: since(30) },
    { label: t('The last 365 days'), range: since(365) },
    { label: t('Between Two Times…'), range: () => promptForRange(title) },
  ];
  const chosen = await pickOne(items, { title, placeHolder: t('From when?') });
  const range = await chosen?.range();
  if (!chosen || !range) return undefined;
  const { from, to } = range;
  const isExact = from !== undefined && to !== undefined;
  return { ...range, label: isExact ? t('From {0} to {1} (UTC)', timeText(from), timeText(to)) : chosen.label };
}

async function chooseFilter(): Promise<HistoryFilter | undefined> {
  const items: HistoryFilter[] = [
    { label: t('All changes'), matches: () => true },
    { label: t('Failed only'), matches: ({ state }) => state.state === 'failed' },
    { label: t('Succeeded only'), matches: ({ state }) => state.state === 'succeeded' },
    { label: t('Without a result only'), matches: ({ state }) => /^(?:running|unknown)$/.test(state.state) },
    { label: t('Promotions only'), matches: ({ tag, isRollback }) => tag !== '' && !isRollback },
    { label: t('Rollbacks only'), matches: ({ isRollback }) => isRollback },
  ];
  return pickOne(items, { placeHolder: t('Which changes?') });
}

async function chooseFormat(count: number): Promise<'markdown' | 'csv' | undefined> {
  const items = [
    { label: t('Show as Document'), icon: 'open-preview', format: 'markdown' as const },
    { label: t('Open as CSV'), icon: 'table', description: t('for a spreadsheet'), format: 'csv' as const },
  ];
  const placeHolder = count === 1 ? t('1 change at this time') : t('{0} changes at this time', count);
  return (await pickOne(items, { placeHolder }))?.format;
}

/** @returns the earlier time first */
async function promptForRange(title: string): Promise<Required<TimeRange> | undefined> {
  const one = await promptForTime(title, 'start', Date.now() - DAY_MS);
  const other = one === undefined ? undefined : await promptForTime(title, 'end', Date.now());
  if (one === undefined || other === undefined) return undefined;
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

async function promptForTime(title: string, edge: 'start' | 'end', initial: number): Promise<number | undefined> {
  const text = await promptForText({
    title,
    prompt: edge === 'start' ? t('From when (UTC)?') : t('Until when (UTC)?'),
    value: timeText(initial),
    ignoreFocusOut: true,
    validateInput: value =>
      parsedTime(value, edge) === undefined
        ? t('Enter a time like {0}, or a day like {1}.', '2026-11-20 09:30', '2026-11-20')
        : undefined,
  });
  return text === undefined ? undefined : parsedTime(text, edge);
}
