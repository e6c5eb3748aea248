import * as vscode from 'vscode';
import { iconLabel } from '../../../common/messageText';
import { gitApi } from '../../git/gitExtension';
import { Command } from '../../ids';
import type { Platforms } from '../../platforms';

/** Adds *Commit & Open Pull Request* to the commit button of the source control view, in windows that have a platform. */
export function extendCommitButton(platforms: Platforms): vscode.Disposable {
  let registration: vscode.Disposable | undefined;
  let asked = false;
  const listener = platforms.onDidChange(() => {
    // Git's extension is not waited for where there is nothing to review.
    if (asked || platforms.all.length === 0) return;
    asked = true;
    void gitApi().then(api => {
      const title = iconLabel('git-pull-request-create', vscode.l10n.t('Commit & Open Pull Request'));
      const tooltip = vscode.l10n.t('Commit, then open a pull request with the change per environment');
      const command = { command: Command.openPullRequest, title, tooltip };
      registration = api?.registerPostCommitCommandsProvider?.({
        getCommands: repository => [{ ...command, arguments: [repository] }],
      });
    });
  });
  return new vscode.Disposable(() => {
    listener.dispose();
    registration?.dispose();
  });
}
