import * as vscode from 'vscode';
import { showWarning } from '../../messages';

/** A command that runs git, whose hooks are code of the workspace: in an untrusted one it says so instead. */
export function trustedFirst(run: (argument: unknown) => Promise<void>): (argument: unknown) => Promise<void> {
  return async argument => {
    if (vscode.workspace.isTrusted) return run(argument);
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const message = vscode.l10n.t(
      'Pull requests run git, whose hooks are code of this workspace. In an untrusted workspace nothing is run. Trust the workspace to open a pull request.',
    );
    const choice = await showWarning(message, manage);
    if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  };
}
