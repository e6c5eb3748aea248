import * as vscode from 'vscode';
import { Setting } from '../../core/ids';
import type { PullRequestRefusal } from '../nextStep';
import { showWarning } from '../../core/messages';
import { t } from '../../../common/localization';

/** Shows why no pull request can be created, with a remedy. */
export async function showRefusal(refusal: PullRequestRefusal): Promise<void> {
  const { message, action, command, argument } = wordsOf(refusal);
  const choice = await showWarning(message, ...(action === undefined ? [] : [action]));
  if (choice !== undefined && command !== undefined) await vscode.commands.executeCommand(command, argument);
}

interface Words {
  message: string;
  action?: string;
  command?: string;
  /** Argument of the command. */
  argument?: string;
}

const openSourceControl = () => ({
  action: t('Open Source Control'),
  command: 'workbench.view.scm',
});

const openSettings = (setting: string) => ({
  action: t('Open Settings'),
  command: 'workbench.action.openSettings',
  argument: setting,
});

function wordsOf(refusal: PullRequestRefusal): Words {
  switch (refusal.reason) {
    case 'noCommit':
      return {
        message: t(
          'This repository has no commits yet. Create the first commit and push the main branch before you create a pull request.',
        ),
        ...openSourceControl(),
      };
    case 'operation':
      return {
        message: t('A {0} is in progress. Finish or abort it before you create a pull request.', refusal.operation),
        ...openSourceControl(),
      };
    case 'conflicts':
      return {
        message: t(
          'There are merge conflicts in {0}. Resolve them before you create a pull request.',
          refusal.files.join(', '),
        ),
        ...openSourceControl(),
      };
    case 'noRemote':
      return {
        message: t('This repository has no remote to create a pull request on.'),
        action: t('Add Remote…'),
        command: 'git.addRemote',
      };
    case 'noGitHost':
      return {
        message: t(
          'The remote {0} is on an unknown Git host, so no pull request can be created there. Set the kind of its host in {1}.',
          refusal.remote,
          Setting.gitHosts,
        ),
        ...openSettings(Setting.gitHosts),
      };
    case 'noMainBranch':
      return {
        message: t('The main branch could not be determined. Set it in {0}.', Setting.mainBranch),
        ...openSettings(Setting.mainBranch),
      };
    case 'nothingOnMain':
      return {
        message: t(
          'Nothing to create a pull request from: no files changed, and all commits are on {0} already.',
          refusal.main,
        ),
      };
    case 'nothingOnBranch':
      return {
        message: t(
          'Nothing to create a pull request from: {0} has no commits that {1} lacks, and no files changed.',
          refusal.branch,
          refusal.main,
        ),
      };
  }
}
