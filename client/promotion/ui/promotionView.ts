import * as vscode from 'vscode';
import { Command, ContextKey, View, type PromotionViewState } from '../../core/ids';
import { treeItem } from '../../core/treeItem';
import { editorText } from '../../../common/markdown';
import type { PromotionNode, ShownRepository } from '../promotionNode';
import { promotionTree } from '../promotionTree';
import { onlyWaiting, promotionViewState } from '../shownRepositories';
import { isWaiting, waitingIn, waitingSummary, waitingText } from '../stageText';
import type { DriftStates } from './driftStates';
import type { PromotionRepositories } from './promotionRepositories';
import type { RevisionChanges } from './revisionChanges';
import { t } from '../../../common/localization';

/**
 * The promotion view in the source control container, with a row per environment. While commits wait, a second view in the Kubestack container
 * shows the rows of the environments that they wait for.
 */
export class PromotionView implements vscode.TreeDataProvider<PromotionNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<PromotionNode>;
  private readonly waiting: vscode.TreeView<PromotionNode>;
  private readonly subscription: vscode.Disposable;

  /** Items that were expanded because something waited. */
  private readonly waited = new Set<string>();

  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly changes: RevisionChanges,
    private readonly drift: DriftStates,
  ) {
    setState('loading');
    this.view = vscode.window.createTreeView(View.promotion, { treeDataProvider: this, showCollapseAll: true });
    this.waiting = vscode.window.createTreeView<PromotionNode>(View.waiting, {
      treeDataProvider: {
        onDidChangeTreeData: this.onDidChangeTreeData,
        getTreeItem: node => this.getTreeItem(node),
        getChildren: node => (node ? this.getChildren(node) : this.tree(onlyWaiting(this.repositories.shown))),
      },
      showCollapseAll: true,
    });
    this.subscription = vscode.Disposable.from(
      repositories.onDidChange(() => this.refresh()),
      drift.onDidChange(() => this.changed.fire()),
    );
  }

  readonly onDidChangeTreeData = this.changed.event;

  getChildren(node?: PromotionNode): PromotionNode[] | Promise<PromotionNode[]> {
    return node ? (node.children?.() ?? []) : this.tree(this.repositories.shown);
  }

  private tree(repositories: readonly ShownRepository[]): PromotionNode[] {
    return promotionTree(repositories, {
      now: Date.now(),
      changes: (root, before, after, environment) => {
        const repository = this.repositories.at(root);
        if (!repository) return [];
        const change = { repository, before, after, environment };
        return this.changes.valuesNow(change)?.lines ?? this.changes.values(change).then(values => values?.lines ?? []);
      },
      drift: this.drift.of,
      refresh: () => this.changed.fire(),
      waited: this.waited,
    });
  }

  getTreeItem(node: PromotionNode): vscode.TreeItem {
    const item = treeItem(node, node.children !== undefined, node.expanded);
    item.contextValue = node.kind;
    item.tooltip = new vscode.MarkdownString(node.details.map(editorText).join('\n\n'));
    if (node.kind === 'promotionRefusal')
      item.command = { title: t('Promote…'), command: Command.promote, arguments: [node] };
    if (node.kind === 'promotionChange' && node.comparison)
      item.command = { title: t('Show Changes'), command: Command.promotionShowChanges, arguments: [node] };
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.waiting.dispose();
    this.changed.dispose();
  }

  /** Tells VS Code which repositories have an icon in their title. It compares URIs, also of a remote window, only if they are passed as URIs. */
  private setWaiting(): void {
    const waiting = waitingIn(this.repositories.promoting);
    for (const name of ['apps', 'apps-prod', 'other'] as const) {
      const roots = waiting[name].map(({ root, extension }) => extension?.rootUri ?? vscode.Uri.file(root));
      void vscode.commands.executeCommand('setContext', WAITING_KEYS[name], roots.length > 0 ? roots : undefined);
    }
  }

  private refresh(): void {
    setState(promotionViewState(this.repositories.problem, this.repositories.all));
    const summary = waitingSummary(this.repositories.shown);
    const waiting = this.repositories.shown.flatMap(({ stages }) => stages.filter(isWaiting));
    void vscode.commands.executeCommand('setContext', ContextKey.promotionWaiting, waiting.length > 0);
    this.setWaiting();
    this.view.description = this.waiting.description = summary;
    this.view.badge =
      waiting.length === 0 ? undefined : { value: waiting.length, tooltip: waiting.map(waitingText).join(' · ') };
    this.changes.forgetFailures();
    this.changed.fire();
  }
}

const WAITING_KEYS = {
  apps: ContextKey.waitingApps,
  'apps-prod': ContextKey.waitingAppsProd,
  other: ContextKey.waitingOther,
} as const;

const setState = (state: PromotionViewState): void =>
  void vscode.commands.executeCommand('setContext', ContextKey.promotionView, state);
