import * as vscode from 'vscode';
import { editorText } from '../../../common/markdown';
import { visibleText } from '../../../common/visibleText';
import { ContextKey, View } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { treeItem } from '../../core/treeItem';
import { platformLabel } from '../../platform/ui/choose';
import { nextStepsTree, type NextStepsNode } from '../nextStepsTree';
import type { StagedSource } from '../stagedSource';
import type { NextStepsDocuments } from './nextStepsDocuments';

/** The section *Next Steps* of the Kubestack view, shown while something is open. */
export class NextStepsView implements vscode.TreeDataProvider<NextStepsNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<NextStepsNode>;
  private readonly subscriptions: vscode.Disposable[] = [];
  private staged: StagedSource | undefined;
  private roots: readonly NextStepsNode[] = [];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly platforms: Platforms,
    private readonly documents: NextStepsDocuments,
  ) {
    this.view = vscode.window.createTreeView(View.nextSteps, {
      treeDataProvider: this,
      showCollapseAll: true,
      manageCheckboxStateManually: true,
    });
    this.subscriptions.push(
      this.view,
      this.changed,
      documents.onDidChange(() => this.refresh()),
      platforms.onDidChange(() => this.refresh()),
      this.view.onDidChangeCheckboxState(({ items }) => {
        for (const [node] of items) if (node.at) this.documents.toggle(node.platform, node.at);
      }),
    );
    this.refresh();
  }

  /** Also shows what is replaced in stages. */
  stagedWith(source: StagedSource): void {
    this.staged = source;
    this.subscriptions.push(source.onDidChange(() => this.refresh()));
    this.refresh();
  }

  getChildren(node?: NextStepsNode): NextStepsNode[] {
    return [...(node ? node.children : this.roots)];
  }

  getTreeItem(node: NextStepsNode): vscode.TreeItem {
    const color = node.isWaiting ? 'disabledForeground' : node.icon === 'pass' ? 'testing.iconPassed' : undefined;
    const item = treeItem({ ...node, color }, node.children.length > 0, true);
    item.contextValue = node.context;
    if (node.done !== undefined)
      item.checkboxState = node.done ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked;
    const [first = '', ...others] = node.tooltip.split('\n\n');
    item.tooltip = new vscode.MarkdownString(
      node.kind === 'step' ? visibleText(node.tooltip) : [editorText(first), ...others.map(editorText)].join('\n\n'),
    );
    return item;
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  private refresh(): void {
    const { all } = this.platforms;
    const shown = all.map(platform => ({
      platform: platform.uri,
      title: all.length > 1 ? platformLabel(platform) : '',
      lists: this.documents.lists(platform.uri),
      staged: this.staged?.of(platform.uri) ?? [],
    }));
    this.roots = nextStepsTree(shown, step => this.documents.canRun(step), new Date());
    void vscode.commands.executeCommand('setContext', ContextKey.nextStepsView, this.roots.length > 0);
    this.changed.fire();
  }
}
