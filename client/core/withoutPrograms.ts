import * as vscode from 'vscode';
import { View } from './ids';

/** Registers an empty Plan view for windows without programs. `viewsWelcome` in package.json explains why it is empty. */
export function registerEmptyPlanView(): vscode.Disposable {
  const nothing: vscode.TreeDataProvider<never> = { getChildren: () => [], getTreeItem: item => item };
  return vscode.window.registerTreeDataProvider(View.plan, nothing);
}
