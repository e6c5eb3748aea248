import * as vscode from 'vscode';
import { showInformation, type showError } from '../../core/messages';
import { t } from '../../../common/localization';

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
    const placeHolder = t('Folder of the new platform');
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder }))?.uri;
  }
  const message = t('Open an empty folder first. A new platform needs a folder of its own.');
  await offerOtherFolder(message, showInformation);
  return undefined;
}

/** Shows why a new platform can't be created in this window's folder, and offers to open another one. */
export async function offerOtherFolder(message: string, show: typeof showError): Promise<void> {
  const open = t('Open Folder…');
  if ((await show(message, open)) === open) await vscode.commands.executeCommand('vscode.openFolder');
}
