/** *What Changed Here?* on a cluster: the changes that touched it, newest first, each with a way back. */
import * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { Command } from '../../core/ids';
import { showInformation } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { createPick, pickOne, shownItem, type PickItem, type ShownItem } from '../../core/quickPicks';
import { clusterAt } from '../../platform/clusterAt';
import { targetOfActiveEditor } from '../../platform/ui/choose';
import { shortHash } from '../commitGraph';
import { linesOfCluster, whatChangedText, type HistoryRow } from '../history';
import type { Stage } from '../stage';
import { choosePromotionRepository, promotionTarget, readableRepositories } from './promotionPickers';
import type { PromotionRepositories, ReadRepository } from './promotionRepositories';
import type { RevisionChanges } from './revisionChanges';
import { requestRuns, rowsOf } from './showHistory';

/** Number of changes of each environment that are compared before the user is asked whether to search older ones. */
const SEARCHED_AT_ONCE = 30;

type Choice = HistoryRow | 'older' | 'output';
interface ChoiceItem extends PickItem {
  readonly choice?: Choice;
}

interface Search {
  readonly repository: ReadRepository;
  readonly cluster: string;
  readonly environments: readonly string[];
  /** Number of changes of each environment. */
  readonly most: number;
}

/** @param argument of the command: a cluster in the Kubestack view or in the diagram, or nothing */
export class WhatChangedCommand {
  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly platforms: Platforms,
    private readonly changes: RevisionChanges,
  ) {}

  async show(argument: unknown): Promise<void> {
    const target = promotionTarget(argument);
    const readable = await readableRepositories(this.repositories, this.platforms);
    const repository = await choosePromotionRepository(readable, target);
    const cluster = repository && (await chooseCluster(repository, argument));
    if (!repository || cluster === undefined) return;
    const all = repository.stages.map(({ environment }) => environment);
    const environments = all.filter(name => name === target.environment);
    let search: Search = {
      ...{ repository, cluster, most: SEARCHED_AT_ONCE },
      environments: environments.length > 0 ? environments : all,
    };
    let choice = await this.choose(search);
    while (choice === 'older') {
      search = { ...search, most: search.most + SEARCHED_AT_ONCE };
      choice = await this.choose(search);
    }
    if (choice === 'output') await vscode.commands.executeCommand(Command.showOutput);
    else if (choice) await act(repository, choice);
  }

  /** Lets the user choose while the search goes on. */
  private choose(search: Search): Promise<Choice | undefined> {
    const pick = createPick<ChoiceItem>();
    const closed = new AbortController();
    pick.placeholder = t('What changed {0}, newest first', search.cluster);
    pick.matchOnDescription = pick.matchOnDetail = true;
    pick.keepScrollPosition = true;
    const shown: ShownItem<ChoiceItem>[] = [];
    const add = (item: ChoiceItem): void => {
      const active = pick.activeItems;
      shown.push(shownItem(item));
      pick.items = [...shown];
      if (active.length > 0) pick.activeItems = active;
    };
    pick.busy = true;
    pick.show();
    void this.search(search, add, closed.signal)
      .catch(() => undefined)
      .finally(() => (pick.busy = false));
    return new Promise(resolve => {
      pick.onDidAccept(() => {
        const choice = pick.selectedItems[0]?.item.choice;
        if (choice === undefined) return;
        resolve(choice);
        pick.hide();
      });
      pick.onDidHide(() => {
        closed.abort();
        resolve(undefined);
        pick.dispose();
      });
    });
  }

  private async search(search: Search, add: (item: ChoiceItem) => void, signal: AbortSignal): Promise<void> {
    const { repository, cluster, environments, most } = search;
    const rows = environments.flatMap(name => rowsOf(repository, [name]).slice(0, most)).sort((a, b) => b.at - a.at);
    let [found, failed, isAsked] = [0, 0, true];
    for (const row of rows) {
      signal.throwIfAborted();
      const { before, commit, environment } = row;
      const lines =
        before === commit ? [] : (await this.changes.values({ repository, before, after: commit, environment }))?.lines;
      if (!lines) failed++;
      const own = linesOfCluster(lines ?? [], cluster);
      if (own.length === 0) continue;
      isAsked &&= await requestRuns(this.repositories, repository, [row], signal);
      signal.throwIfAborted();
      const current = rowsOf(repository, [environment]).find(each => each.ref === row.ref && each.commit === commit);
      found++;
      add({ ...whatChangedText(current ?? row, own, Date.now()), choice: current ?? row });
    }
    signal.throwIfAborted();
    if (found === 0)
      add({
        label: t('No change of {0} found', cluster),
        icon: 'info',
        description: t('in the last {0} changes of {1}', most, environments.join(', ')),
        alwaysShow: true,
      });
    if (failed > 0)
      add({
        label: failed === 1 ? t("1 change can't be compared") : t("{0} changes can't be compared", failed),
        icon: 'warning',
        description: t('Show Output'),
        alwaysShow: true,
        choice: 'output',
      });
    if (environments.some(name => rowsOf(repository, [name]).length > most))
      add({ label: t('Search Older Changes'), icon: 'search', alwaysShow: true, choice: 'older' });
  }
}

/** Shows a change, its run, or rolls back to before it. */
async function act(repository: ReadRepository, row: HistoryRow): Promise<void> {
  const { environment, tag, commit, before, state } = row;
  const stage = repository.stages.find(each => each.environment === environment);
  const name = tag === '' ? shortHash(commit) : tag;
  const earlier = stage && earlierPromotion(stage, row);
  const run = (command: string, more: object): Thenable<unknown> =>
    vscode.commands.executeCommand(command, { repository: repository.root, environment, ...more });
  // The first item is preselected, so it changes nothing.
  const items = [
    {
      label: t('Show Changes'),
      icon: 'open-preview',
      run: () => run(Command.promotionShowChanges, { comparison: { before, after: commit, title: name } }),
    },
    ...(state.url === undefined
      ? []
      : [
          {
            label: t('Open Pipeline Run'),
            icon: 'link-external',
            run: () => run(Command.promotionOpenRun, { url: state.url }),
          },
        ]),
    ...(earlier
      ? [
          {
            label: t('Roll Back to Before This…'),
            icon: 'debug-step-back',
            description: `${earlier.name} · ${shortHash(earlier.commit)}`,
            run: () => run(Command.rollBack, { tag: earlier.name }),
          },
        ]
      : []),
  ];
  const chosen = await pickOne(items, { title: name, placeHolder: whyNoRollback(stage, row) });
  await chosen?.run();
}

/** The promotion before a change, unless the environment runs its commit. */
function earlierPromotion({ history, there }: Stage, { tag }: HistoryRow): Stage['history'][number] | undefined {
  const index = tag === '' ? -1 : history.findIndex(({ name }) => name === tag);
  const earlier = index < 0 ? undefined : history[index + 1];
  return earlier?.commit === there?.commit ? undefined : earlier;
}

/** Why the environment can't be rolled back to before a change; '' if it can. */
function whyNoRollback(stage: Stage | undefined, row: HistoryRow): string {
  const { environment, tag, before } = row;
  if (tag === '') return t('{0} runs the main branch: revert the commit there.', environment);
  if (before === undefined) return t('Nothing was promoted to {0} before.', environment);
  return stage && earlierPromotion(stage, row) ? '' : t('{0} already runs the commit before this.', environment);
}

/** The cluster that a command was started on, the one at the cursor, or the one that the user chooses. */
async function chooseCluster({ platforms }: ReadRepository, argument: unknown): Promise<string | undefined> {
  const { kind, name } = (argument ?? {}) as { readonly kind?: unknown; readonly name?: unknown };
  const items = platforms.flatMap(({ clusters }) => clusters.map(cluster => ({ label: cluster.name })));
  const { at } = targetOfActiveEditor(platforms);
  const wanted = kind === 'cluster' ? name : at && clusterAt(platforms, at)?.name;
  const named = items.find(({ label }) => label === wanted);
  if (named ?? items.length === 1) return (named ?? items[0])?.label;
  if (items.length === 0) {
    void showInformation(t('This platform has no cluster.'));
    return undefined;
  }
  return (await pickOne(items, { placeHolder: t('Select a cluster') }))?.label;
}
