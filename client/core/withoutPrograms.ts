import * as vscode from 'vscode';
import { View } from './ids';

/** Views whose content comes from programs and repositories are empty where there are none, and say why: see `viewsWelcome` in package.json. */
export function registerEmptyViews(): vscode.Disposable {
  const nothing: vscode.TreeDataProvider<never> = { getChildren: () => [], getTreeItem: item => item };
  return vscode.Disposable.from(
    ...[View.plan, View.promotion].map(view => vscode.window.registerTreeDataProvider(view, nothing)),
  );
}
