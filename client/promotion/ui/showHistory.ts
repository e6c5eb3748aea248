/** *Show History…* and *Show Changes Between Two Times…*. */
import * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { cancellable } from '../../core/cancellable';
import { Command } from '../../core/ids';
import type { MarkdownDocuments } from '../../core/markdownDocuments';
import { promptForText } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { createPick, pickOne, shownItem, type PickItem } from '../../core/quickPicks';
import { shortHash } from '../commitGraph';
import {
  appliedAt,
  changesBetweenMarkdown,
  historyCsv,
  historyMarkdown,
  historyRows,
  matchingRows,
  parsedTime,
  timeText,
  whatChangedText,
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
/** Number of listed changes; filters search all of them. */
const MAX_LISTED = 500;
const DAY_MS = 24 * 60 * 60_000;

/** A change, or how to show all of them. */
type HistoryFormat = HistoryRow | 'markdown' | 'csv';
interface HistoryChoice {
  readonly format: HistoryFormat;
  /** The typed words. */
  readonly filter: string;
}
interface HistoryItem extends PickItem {
  readonly format: HistoryFormat;
}

export class HistoryCommands {
  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly platforms: Platforms,
    private readonly changes: RevisionChanges,
    private readonly documents: MarkdownDocuments,
  ) {}

  /** Lists what was applied to environments. The typed words filter the list, and what is shown as a document or for a spreadsheet. */
  async showHistory(argument: unknown): Promise<void> {
    const repository = await this.repository(argument);
    if (!repository) return;
    const all = repository.stages.map(({ environment }) => environment);
    const named = all.filter(environment => environment === promotionTarget(argument).environment);
    const environments = named.length > 0 ? named : all;
    const choice = await this.chooseFromHistory(repository, environments);
    if (!choice) return;
    const { format, filter } = choice;
    if (typeof format !== 'string') {
      const { environment, before, commit: after, tag, subject } = format;
      const comparison = { before, after, title: `${tag === '' ? shortHash(after) : tag} ${subject}` };
      await vscode.commands.executeCommand(Command.promotionShowChanges, {
        repository: repository.root,
        environment,
        comparison,
      });
      return;
    }
    const title = t('History of {0}', environments.join(', '));
    const reading = t('Reading the history of {0}', environments.join(', '));
    const detailed = await cancellable(reading, async signal => {
      await requestRuns(this.repositories, repository, rowsOf(repository, environments).slice(0, MAX_DETAILED), signal);
      return this.withChanges(repository, matchingRows(rowsOf(repository, environments), filter), signal);
    });
    if (!detailed) return;
    if (format === 'csv') {
      const document = await vscode.workspace.openTextDocument({ language: 'csv', content: historyCsv(detailed) });
      await vscode.window.showTextDocument(document);
      return;
    }
    const limit = t(
      'Results and changes are those of the newest {0} changes. Filter the list for others.',
      MAX_DETAILED,
    );
    const selected = [
      ...(filter === '' ? [] : [t('Filtered by: {0}', filter)]),
      ...(detailed.length > MAX_DETAILED ? [limit] : []),
    ].join(' · ');
    await this.documents.show(title, historyMarkdown({ title, filter: selected, rows: detailed }));
  }

  /** Opens at once; the results of runs follow. @returns undefined on cancel */
  private async chooseFromHistory(
    repository: ReadRepository,
    environments: readonly string[],
  ): Promise<HistoryChoice | undefined> {
    const pick = createPick<HistoryItem>();
    const abort = new AbortController();
    pick.title = t('History of {0}', environments.join(', '));
    pick.placeholder = t('Type to filter: an environment, a tag, a person, a day, or a result');
    const show = (): void => {
      const rows = matchingRows(rowsOf(repository, environments), pick.value);
      pick.items = historyItems(rows).map(shownItem);
    };
    show();
    pick.busy = true;
    const chosen = new Promise<HistoryChoice | undefined>(resolve => {
      pick.onDidChangeValue(show);
      pick.onDidAccept(() => {
        const format = pick.activeItems[0]?.item.format;
        if (format) resolve({ format, filter: pick.value.trim() });
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
    const newest = rowsOf(repository, environments).slice(0, MAX_DETAILED);
    void requestRuns(this.repositories, repository, newest, abort.signal).then(
      () => {
        if (abort.signal.aborted) return;
        pick.busy = false;
        show();
      },
      () => {
        if (!abort.signal.aborted) pick.busy = false;
      },
    );
    try {
      return await chosen;
    } finally {
      abort.abort();
      pick.dispose();
    }
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
      const change = { repository, before: before?.commit, after: after.commit, environment };
      const [values, lost] = await Promise.all([this.changes.values(change), this.changes.lostIfComputed(change)]);
      return { rows: current, comparison: values?.texts.values, lost };
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
      const change = { repository, before, after: commit, environment };
      if (before === undefined || before === commit) {
        detailed.push({ ...row, changes: { values: [], lost: [] } });
        continue;
      }
      const values = (await this.changes.values(change))?.lines;
      const lost = values?.length === 0 ? [] : await this.changes.lostIfComputed(change);
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

/** The two ways to show all rows, and the rows. VS Code doesn't filter them: the typed words already did. */
function historyItems(rows: readonly HistoryRow[]): HistoryItem[] {
  const count = rows.length === 1 ? t('1 change') : t('{0} changes', rows.length);
  const now = Date.now();
  const list = rows.slice(0, MAX_LISTED).map((row): HistoryItem => {
    const { label, icon, description } = whatChangedText(row, [], now);
    return { label, icon, description, alwaysShow: true, format: row };
  });
  return [
    { label: t('Show as Document'), icon: 'open-preview', description: count, alwaysShow: true, format: 'markdown' },
    { label: t('Open as CSV'), icon: 'table', description: t('for a spreadsheet'), alwaysShow: true, format: 'csv' },
    ...list,
  ];
}

async function chooseEnvironment({ stages }: ReadRepository, named: string | undefined): Promise<string | undefined> {
  const items = stages.map(({ environment }) => ({ label: environment }));
  const only = items.length === 1 ? items[0] : items.find(({ label }) => label === named);
  return (only ?? (await pickOne(items, { placeHolder: t('Select an environment') })))?.label;
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
