import * as vscode from 'vscode';
import { showWarning } from '../../messages';

/** Whether programs may be run for this window; where not, says why and what can be done. */
export function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t(
    'Plans run Terraform, which runs code of this workspace. In an untrusted workspace nothing is run. Trust the workspace to plan.',
  );
  void showWarning(message, manage).then(choice => {
    if (choice === manage) void vscode.commands.executeCommand('workbench.trust.manage');
  });
  return false;
}
