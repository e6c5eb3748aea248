/** Commands that start programs. */
import * as vscode from 'vscode';
import { mayStartPrograms, RestrictedModeError } from '../trust';
import { showWarning } from '../../core/messages';
import { t } from '../../../common/localization';

/**
 * Registers a command that starts programs. In Restricted Mode it only shows a message with the action to trust the workspace.
 *
 * @param run the implementation, whose errors are passed on.
 */
export function registerTrustedCommand<Result>(
  id: string,
  run: (...parameters: unknown[]) => Promise<Result>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...parameters: unknown[]): Promise<Result | undefined> => {
    try {
      if (mayStartPrograms()) return await run(...parameters);
    } catch (error) {
      if (!(error instanceof RestrictedModeError)) throw error;
    }
    void offerTrust();
    return undefined;
  });
}

async function offerTrust(): Promise<void> {
  const manage = t('Manage Workspace Trust');
  const message = t(
    'Kubestack starts no program in Restricted Mode, because git and Terraform run code of this workspace. Trust the workspace to use this command.',
  );
  if ((await showWarning(message, manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
