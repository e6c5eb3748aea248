import * as vscode from 'vscode';
import { iconLabel } from '../../../common/messageText';
import { gitApi } from '../../git/gitExtension';
import { Command } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { t } from '../../../common/localization';

/** Adds *Commit & Create Pull Request* to the commit button of the source control view, in windows with a platform. */
export function extendCommitButton(platforms: Platforms): vscode.Disposable {
  let registration: vscode.Disposable | undefined;
  const register = async (): Promise<void> => {
    // Does not wait for the git extension in windows without a platform.
    if (registration || platforms.all.length === 0) return;
    const api = await gitApi();
    const title = iconLabel('git-pull-request-create', t('Commit & Create Pull Request'));
    const tooltip = t('Commit, then create a pull request that shows the changes in each environment');
    const command = { command: Command.openPullRequest, title, tooltip };
    registration ??= api?.registerPostCommitCommandsProvider?.({
      getCommands: repository => [{ ...command, arguments: [repository] }],
    });
  };
  const listeners = [
    platforms.onDidChange(() => void register()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void register()),
  ];
  return new vscode.Disposable(() => {
    vscode.Disposable.from(...listeners).dispose();
    registration?.dispose();
  });
}
