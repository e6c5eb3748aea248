import * as vscode from 'vscode';
import { showInformation } from '../../core/messages';

/**
 * The folder for a new platform: the only one of the window, otherwise the one that the user chooses.
 *
 * @returns undefined on cancel
 */
export async function targetFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only, ...others] = folders;
  if (only && others.length === 0) return only.uri;
  if (only) {
    const placeHolder = vscode.l10n.t('Folder of the new platform');
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder }))?.uri;
  }
  const open = vscode.l10n.t('Open Folder…');
  const message = vscode.l10n.t('Open an empty folder first. A new platform needs a folder of its own.');
  if ((await showInformation(message, open)) === open) await vscode.commands.executeCommand('vscode.openFolder');
  return undefined;
}
