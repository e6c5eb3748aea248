import * as vscode from 'vscode';
import { editorText } from '../../../common/markdown';
import type { Comparison, Platform } from '../../../common/protocol';
import { errorMessage } from '../../core/errorMessage';
import { View } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import { treeItem } from '../../core/treeItem';
import { changeLines, type ChangeLine } from '../../platform/changeLines';
import { platformLabel } from '../../platform/ui/choose';
import { virtualPromotionTree, type VirtualPromotionNode } from '../virtualPromotionTree';
import type { VirtualRevisions } from './virtualRevisions';
import { t } from '../../../common/localization';

/** GitHub Repositories resolves this to the default branch. */
const DEFAULT_BRANCH = 'HEAD';

/** The Promotion view of a window without Git. If the file system does not support revisions, it is empty and explains why. */
export class VirtualPromotionView implements vscode.TreeDataProvider<VirtualPromotionNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private readonly comparisons = new Map<string, Promise<Comparison>>();

  constructor(
    private readonly server: LanguageServerClient,
    private readonly platforms: Platforms,
    private readonly revisions: VirtualRevisions,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.registerTreeDataProvider(View.promotion, this),
      platforms.onDidChange(() => this.refresh()),
      // Refreshed after every change of the code.
      server.onDidChangePlatforms(() => this.refresh()),
      this.changed,
    );
  }

  readonly onDidChangeTreeData = this.changed.event;

  getChildren(node?: VirtualPromotionNode): VirtualPromotionNode[] | Promise<VirtualPromotionNode[]> {
    if (node) return node.children?.() ?? [];
    return virtualPromotionTree(
      this.platforms.all.filter(({ uri }) => this.revisions.reads(uri)),
      {
        labelOf: platformLabel,
        changes: (platform, environment) => this.changes(platform, environment),
      },
    );
  }

  getTreeItem(node: VirtualPromotionNode): vscode.TreeItem {
    const item = treeItem(node, node.children !== undefined, node.expanded);
    item.tooltip = new vscode.MarkdownString(editorText(node.details));
    return item;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private refresh(): void {
    this.comparisons.clear();
    this.changed.fire();
  }

  private async changes(platform: Platform, environment: string): Promise<ChangeLine[]> {
    const { uri } = platform;
    const comparison = this.comparisons.get(uri) ?? this.compare(platform);
    this.comparisons.set(uri, comparison);
    try {
      return changeLines(await comparison, environment);
    } catch (error) {
      this.comparisons.delete(uri);
      this.output.warn(t('Changes in {0} are unavailable: {1}', environment, errorMessage(error)));
      throw error;
    }
  }

  private async compare({ uri }: Platform): Promise<Comparison> {
    const before = await this.revisions.side(uri, DEFAULT_BRANCH);
    const after = { kind: 'workspace' } as const;
    return (await this.server.review({ uri, before, after, sections: ['values'] })).values;
  }
}
