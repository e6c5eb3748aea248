import * as vscode from 'vscode';
import { Command, ContextKey, View } from '../../core/ids';
import { editorText, strongName } from '../../../common/markdown';
import type { Platforms } from '../../core/platforms';
import { treeItem } from '../../core/treeItem';
import { ACTIONS_BY_DANGER } from '../../../common/plan/plan';
import { actionWord } from '../../../common/plan/actionWords';
import { planTexts } from '../model/planTexts';
import type { PlanEntry } from '../model/planEntry';
import { NO_FILTER, showsAll, type PlanFilter } from './tree/planFilter';
import type { PlanNode } from './tree/planNode';
import type { PlanResults } from './planResults';
import { planTree } from './tree/planTree';
import { t } from '../../../common/localization';

/** The plan view: the last plan of every environment, in the order of a review. */
export class PlanView implements vscode.TreeDataProvider<PlanNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<PlanNode>;
  private readonly subscriptions: vscode.Disposable;
  private roots: readonly PlanNode[] = [];
  private current: PlanFilter = NO_FILTER;

  constructor(
    private readonly results: PlanResults,
    platforms: Platforms,
  ) {
    this.view = vscode.window.createTreeView(View.plan, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = vscode.Disposable.from(
      this.view,
      results.onDidChange(() => this.refresh()),
      platforms.onDidChange(() => this.refresh()),
    );
  }

  readonly onDidChangeTreeData = this.changed.event;

  /** The filter of the displayed changes. */
  get filter(): PlanFilter {
    return this.current;
  }

  set filter(filter: PlanFilter) {
    this.current = filter;
    void vscode.commands.executeCommand('setContext', ContextKey.planFiltered, !showsAll(filter));
    this.refresh();
  }

  get isVisible(): boolean {
    return this.view.visible;
  }

  /** The message above the items. */
  get message(): string | undefined {
    return this.view.message;
  }

  /** The selected items, for commands without an argument. */
  get selected(): PlanNode | undefined {
    return this.view.selection[0];
  }

  /** Shows the view without moving the focus. */
  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${View.plan}.focus`, { preserveFocus: true });
  }

  getChildren(node?: PlanNode): PlanNode[] {
    return [...(node ? (node.children?.() ?? []) : this.roots)];
  }

  getParent(node: PlanNode): PlanNode | undefined {
    return node.parent;
  }

  getTreeItem(node: PlanNode): vscode.TreeItem {
    const item = treeItem(node, node.children !== undefined, node.expanded);
    item.contextValue = node.kind;
    if (node.target) item.command = { title: titleOf(node), command: Command.planOpenItem, arguments: [node] };
    return item;
  }

  /** Tooltips are created when the mouse is over an item. */
  resolveTreeItem(item: vscode.TreeItem, node: PlanNode): vscode.TreeItem {
    const [first = node.label, ...others] = node.details();
    item.tooltip = new vscode.MarkdownString([strongName(first), ...others.map(editorText)].join('\n\n'));
    return item;
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private refresh(): void {
    this.roots = planTree(this.results.byPlatform, {
      filter: this.current,
      time: milliseconds => new Date(milliseconds).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
      dateTime: milliseconds => new Date(milliseconds).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' }),
      path: file => vscode.workspace.asRelativePath(file),
    });
    const message = filterText(this.current);
    if ((this.view.message ?? '') !== message) this.view.message = message;
    this.view.description = titleText(this.results.planned);
    this.changed.fire();
  }
}

/** Counts of the newest plan, for the badge of the closed view. */
function titleText(planned: readonly PlanEntry[]): string {
  const newest = [...planned].sort((a, b) => (b.plan?.finishedAt ?? 0) - (a.plan?.finishedAt ?? 0))[0];
  return newest?.plan ? `${newest.environment}: ${planTexts(newest.plan).join(' · ')}` : '';
}

function titleOf({ target }: PlanNode): string {
  if (target?.kind === 'command') return target.title;
  return target?.kind === 'difference' ? t('Show Before and After') : t('Open');
}

/** '' if everything is shown. */
function filterText(filter: PlanFilter): string {
  if (showsAll(filter)) return '';
  const actions = ACTIONS_BY_DANGER.filter(action => filter.actions.includes(action));
  const parts = [
    ...(actions.length === 0 ? [] : [actions.map(action => actionWord(action)).join(', ')]),
    ...(filter.text.trim() === '' ? [] : [`“${filter.text.trim()}”`]),
  ];
  return t('Only: {0}', parts.join(' · '));
}
