import * as vscode from 'vscode';
import { View } from './ids';

/** The content of the Plan view comes from programs: where there are none, it is empty, and says why: see `viewsWelcome` in package.json. */
export function registerEmptyPlanView(): vscode.Disposable {
  const nothing: vscode.TreeDataProvider<never> = { getChildren: () => [], getTreeItem: item => item };
  return vscode.window.registerTreeDataProvider(View.plan, nothing);
}
