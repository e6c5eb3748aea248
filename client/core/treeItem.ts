import * as vscode from 'vscode';
import { visibleText } from '../../common/visibleText';

/** What the items of all views have. The texts are not escaped. */
export interface ShownNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Names of a codicon and of its color. */
  readonly icon?: string | undefined;
  readonly color?: string | undefined;
  /** Label for screen readers. */
  readonly accessibilityLabel?: string;
}

/** An item of a view. @param isExpanded at first */
export function treeItem(node: ShownNode, isParent: boolean, isExpanded: boolean | undefined): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(visibleText(node.label), !isParent ? None : isExpanded ? Expanded : Collapsed);
  item.id = node.id;
  item.description = visibleText(node.description);
  const color = node.color === undefined ? undefined : new vscode.ThemeColor(node.color);
  if (node.icon !== undefined) item.iconPath = new vscode.ThemeIcon(node.icon, color);
  if (node.accessibilityLabel !== undefined) item.accessibilityInformation = { label: node.accessibilityLabel };
  return item;
}
