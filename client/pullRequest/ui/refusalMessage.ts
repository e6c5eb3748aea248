import * as vscode from 'vscode';
import type { PullRequestRefusal } from '../nextStep';
import { showWarning } from '../../core/messages';

/** Says why there can't be a pull request now, and offers the way out. */
export async function showRefusal(refusal: PullRequestRefusal): Promise<void> {
  const { message, action, command } = wordsOf(refusal);
  const choice = await showWarning(message, ...(action === undefined ? [] : [action]));
  if (choice !== undefined && command !== undefined) await vscode.commands.executeCommand(command);
}

interface Words {
  message: string;
  action?: string;
  command?: string;
}

const openSourceControl = () => ({
  action: vscode.l10n.t('Open Source Control'),
  command: 'workbench.view.scm',
});

function wordsOf(refusal: PullRequestRefusal): Words {
  switch (refusal.reason) {
    case 'noCommit':
      return {
        message: vscode.l10n.t(
          'This repository has no commit yet. Make the first one, and push the main branch, before you open a pull request.',
        ),
        ...openSourceControl(),
      };
    case 'operation':
      return {
        message: vscode.l10n.t(
          'A {0} is not finished. Finish or abort it before you open a pull request.',
          refusal.operation,
        ),
        ...openSourceControl(),
      };
    case 'conflicts':
      return {
        message: vscode.l10n.t(
          'There are conflicts in {0}. Resolve them before you open a pull request.',
          refusal.files.join(', '),
        ),
        ...openSourceControl(),
      };
    case 'noRemote':
      return {
        message: vscode.l10n.t('This repository has no remote to open a pull request on.'),
        action: vscode.l10n.t('Add Remote…'),
        command: 'git.addRemote',
      };
    case 'noMainBranch':
      return {
        message: vscode.l10n.t(
          'It is not known which branch is the main branch. Name it in the setting {0}.',
          'kubestack.mainBranch',
        ),
        action: vscode.l10n.t('Open Settings'),
        command: 'workbench.action.openSettings',
      };
    case 'nothingOnMain':
      return {
        message: vscode.l10n.t(
          'There is nothing to propose: no file has changed, and all commits are on {0} already.',
          refusal.main,
        ),
      };
    case 'nothingOnBranch':
      return {
        message: vscode.l10n.t(
          'There is nothing to propose: {0} has no commit that is not on {1}, and no file has changed.',
          refusal.branch,
          refusal.main,
        ),
      };
  }
}
