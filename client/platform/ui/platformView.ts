import * as vscode from 'vscode';
import type { Location } from 'vscode-languageserver-types';
import { editorText, strongName } from '../../../common/markdown';
import { shortVersion } from '../../../common/shortNames';
import { visibleLines } from '../../../common/visibleText';
import { Command, View, type PlatformItemKind } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { treeItem } from '../../core/treeItem';
import { platformName } from '../platformName';
import { platformTree, type PlatformNode } from '../platformTree';
import { ProblemBadges, uriOfItem } from './problemBadges';
import { nodesAt, withDescendants } from '../problems';
import { t } from '../../../common/localization';

/** Maximum number of ignored files in the message of the view. */
const MAX_IGNORED = 3;

const ICONS: Record<PlatformItemKind, string> = {
  platform: 'repo',
  environment: 'layers',
  cluster: 'server-environment',
  nodePool: 'server',
  service: 'package',
  otherProblems: 'warning',
};

/** The Kubestack view: the platforms as a tree, which is kept current and follows the active editor while it is visible. */
export class PlatformView implements vscode.TreeDataProvider<PlatformNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<PlatformNode>;
  private readonly badges: ProblemBadges;
  private readonly subscriptions: vscode.Disposable;
  private roots: PlatformNode[] = [];
  private other: PlatformNode | undefined;

  constructor(private readonly platforms: Platforms) {
    this.badges = new ProblemBadges(() => this.roots);
    this.view = vscode.window.createTreeView(View.platform, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = vscode.Disposable.from(
      this.view,
      this.badges,
      this.badges.onDidCount(({ errors, warnings, other, ignoredFiles }) => {
        this.setBadge(errors, warnings);
        this.setOther(other);
        this.setMessage(ignoredFiles);
      }),
      platforms.onDidChange(() => this.refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.followEditor()),
      this.view.onDidChangeVisibility(() => this.followEditor()),
    );
    this.refresh();
  }

  readonly onDidChangeTreeData = this.changed.event;

  getChildren(node?: PlatformNode): PlatformNode[] {
    return node ? node.children : [...this.roots, ...(this.other ? [this.other] : [])];
  }

  getParent(node: PlatformNode): PlatformNode | undefined {
    return node.parent;
  }

  getTreeItem(node: PlatformNode): vscode.TreeItem {
    const item = treeItem({ ...node, icon: ICONS[node.kind] }, node.children.length > 0, node.expanded);
    item.contextValue = node.kind;
    item.resourceUri = uriOfItem(node.id);
    item.tooltip = tooltip(node);
    const command = openCommand(node);
    if (command) item.command = command;
    return item;
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private refresh(): void {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({ name, uri: uri.toString() }));
    this.roots = platformTree(this.platforms.all, ({ uri }) => platformName(uri, folders));
    const [only, ...others] = this.platforms.all;
    this.view.description = only && others.length === 0 ? only.frameworkVersions.map(shortVersion).join(', ') : '';
    this.changed.fire();
    this.badges.count();
    this.followEditor();
  }

  /** @param other the last item: problems that no other item counts. */
  private setOther(other: PlatformNode | undefined): void {
    const isSame = JSON.stringify(other) === JSON.stringify(this.other);
    this.other = other;
    if (!isSame) this.changed.fire();
  }

  /** Says above the items which files they lack. */
  private setMessage(ignoredFiles: readonly string[]): void {
    const message = visibleLines(ignoredFiles.slice(0, MAX_IGNORED).join('\n'));
    if ((this.view.message ?? '') !== message) this.view.message = message;
  }

  /** The message above the items. */
  get message(): string | undefined {
    return this.view.message;
  }

  private setBadge(errors: number, warnings: number): void {
    const value = errors + warnings;
    this.view.badge =
      value === 0 ? undefined : { value, tooltip: t('Kubestack problems: {0}', problemText(errors, warnings)) };
  }

  /** Selects the module at the cursor, in the environment of the current selection, otherwise in the first one. */
  private followEditor(): void {
    const editor = vscode.window.activeTextEditor;
    if (!editor || !this.view.visible) return;
    const uri = editor.document.uri.toString();
    const inFile = this.roots.flatMap(withDescendants).filter(node => node.module?.uri === uri);
    const candidates = nodesAt(inFile, editor.selection.active.line);
    const selected = this.view.selection[0];
    const node = candidates.find(candidate => candidate.environment === selected?.environment) ?? candidates[0];
    if (!node || selected?.id === node.id) return;
    // The tree may have been replaced in the meantime; the next refresh then reveals the module.
    this.view.reveal(node, { select: true, focus: false }).then(undefined, () => undefined);
  }
}

/** Opens the code of a location with the cursor at its start. */
export function openLocation(title: string, { uri, range }: Location): vscode.Command {
  const { start, end } = range;
  const selection = new vscode.Range(
    start.line,
    start.character,
    start.line,
    end.line === start.line ? end.character : start.character,
  );
  return { title, command: 'vscode.open', arguments: [vscode.Uri.parse(uri), { selection, preview: true }] };
}

function openCommand(node: PlatformNode): vscode.Command | undefined {
  if (node.location) return openLocation(t('Open'), node.location);
  if (node.kind !== 'environment') return undefined;
  return {
    title: t('Show Effective Configuration'),
    command: Command.showEffectiveConfiguration,
    arguments: [node],
  };
}

function tooltip(node: PlatformNode): vscode.MarkdownString {
  return new vscode.MarkdownString([strongName(node.name), ...node.details.map(editorText)].join('\n\n'));
}

function problemText(errors: number, warnings: number): string {
  const parts = [
    ...(errors === 0 ? [] : [errors === 1 ? t('1 error') : t('{0} errors', errors)]),
    ...(warnings === 0 ? [] : [warnings === 1 ? t('1 warning') : t('{0} warnings', warnings)]),
  ];
  return parts.join(', ');
}
