import * as vscode from 'vscode';
import type { RepositoryState } from '../../git/repositoryState';
import type { ChangedFile } from '../../git/statusText';
import { branchProblem } from '../branchName';
import { isRisky } from '../riskyFiles';
import { askText, showInformation } from '../../core/messages';
import { pickMany, pickOne } from '../../core/quickPicks';

/** Asks for the name of the branch that is to be made. */
export async function askBranch(
  proposal: string,
  main: string,
  taken: ReadonlySet<string>,
): Promise<string | undefined> {
  return askText({
    title: vscode.l10n.t('Open Pull Request: new branch'),
    prompt: vscode.l10n.t(
      'Changes go to {0} by a branch of their own. It is made here, and the files stay as they are.',
      main,
    ),
    value: proposal,
    ignoreFocusOut: true,
    validateInput: value => {
      const problem = branchProblem(value.trim(), taken);
      if (problem === 'empty') return vscode.l10n.t('The branch needs a name.');
      if (problem === 'taken') return vscode.l10n.t('There is a branch {0} already.', value.trim());
      return problem === 'invalid' ? vscode.l10n.t('Git takes no branch of that name.') : undefined;
    },
  });
}

export interface FilesToCommit {
  /** To be put into the index first; empty when it is committed as it is. */
  stage: string[];
}

/**
 * Asks what is committed. What is in the index is never taken out of it: somebody has put it there.
 *
 * @param mayLeave there are commits to propose without these changes.
 * @returns `leave` to commit nothing; undefined to give up.
 */
export async function askFiles(
  state: RepositoryState,
  mayLeave: boolean,
): Promise<FilesToCommit | 'leave' | undefined> {
  const staged = state.changes.filter(file => file.staged);
  const rest = state.changes.filter(file => file.unstaged);
  if (staged.length === 0) return chooseFiles(rest, mayLeave);
  const items = [
    {
      label: vscode.l10n.t('Commit the staged changes'),
      icon: 'check',
      description: namesOf(staged),
      answer: 'staged' as const,
    },
    ...(rest.length > 0
      ? [
          {
            label: vscode.l10n.t('Choose what is committed besides'),
            icon: 'add',
            description: namesOf(rest),
            answer: 'more' as const,
          },
        ]
      : []),
    ...(mayLeave ? [leaveItem()] : []),
  ];
  const title = vscode.l10n.t('Open Pull Request: changes');
  const choice = await pickOne(items, { title, ignoreFocusOut: true });
  if (!choice) return undefined;
  if (choice.answer === 'leave') return 'leave';
  return choice.answer === 'staged' ? { stage: [] } : chooseFiles(rest, false);
}

function leaveItem() {
  return {
    label: vscode.l10n.t('Propose the commits alone'),
    icon: 'git-commit',
    description: vscode.l10n.t('The changes stay where they are'),
    answer: 'leave' as const,
  };
}

async function chooseFiles(
  files: readonly ChangedFile[],
  mayLeave: boolean,
): Promise<FilesToCommit | 'leave' | undefined> {
  const items = files.map(file => ({
    label: file.path,
    ...(isRisky(file.path)
      ? { icon: 'warning', description: vscode.l10n.t('hardly ever committed') }
      : { description: changeWord(file) }),
    picked: !isRisky(file.path),
    path: file.path,
  }));
  const title = vscode.l10n.t('Open Pull Request: changes');
  const placeHolder = mayLeave
    ? vscode.l10n.t('What is committed? Choose nothing to propose the commits alone.')
    : vscode.l10n.t('What is committed?');
  const chosen = await pickMany(items, { title, placeHolder, ignoreFocusOut: true });
  if (!chosen) return undefined;
  if (chosen.length === 0 && !mayLeave)
    void showInformation(
      vscode.l10n.t('No file was chosen, so nothing was committed and there is nothing to propose.'),
    );
  if (chosen.length === 0) return mayLeave ? 'leave' : undefined;
  return { stage: chosen.map(({ path }) => path) };
}

function changeWord({ change }: ChangedFile): string {
  const words = {
    added: vscode.l10n.t('added'),
    modified: vscode.l10n.t('modified'),
    deleted: vscode.l10n.t('deleted'),
    renamed: vscode.l10n.t('renamed'),
    untracked: vscode.l10n.t('new'),
    conflict: vscode.l10n.t('conflict'),
  };
  return words[change];
}

const namesOf = (files: readonly ChangedFile[]): string => files.map(({ path }) => path).join(', ');

/** Asks for the message of the commit. */
export async function askMessage(proposal: string): Promise<string | undefined> {
  const message = await askText({
    title: vscode.l10n.t('Open Pull Request: commit'),
    prompt: vscode.l10n.t('Message of the commit'),
    value: proposal,
    ignoreFocusOut: true,
    validateInput: value => (value.trim() === '' ? vscode.l10n.t('The commit needs a message.') : undefined),
  });
  return message?.trim();
}
