import type { RepositoryState } from '../../git/repositoryState';
import type { ChangedFile } from '../../git/statusText';
import { branchProblem } from '../branchName';
import { isRisky } from '../riskyFiles';
import { promptForText, showInformation } from '../../core/messages';
import { pickMany, pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** Asks for the name of the new branch. */
export async function promptForBranch(
  proposal: string,
  main: string,
  taken: ReadonlySet<string>,
): Promise<string | undefined> {
  return promptForText({
    title: t('Create Pull Request: new branch'),
    prompt: t('Name of the new branch for changes to {0} (created locally; your files stay as they are)', main),
    value: proposal,
    ignoreFocusOut: true,
    validateInput: value => {
      const problem = branchProblem(value.trim(), taken);
      if (problem === 'empty') return t('Enter a branch name.');
      if (problem === 'taken') return t('Branch {0} already exists.', value.trim());
      return problem === 'invalid' ? t('This is not a valid branch name.') : undefined;
    },
  });
}

export interface FilesToCommit {
  /** Files to stage first; empty to commit only the index. */
  stage: string[];
}

/**
 * Asks which files to commit. Never unstages files, since the user has staged them.
 *
 * @param mayLeave whether there are commits that can be proposed without these changes.
 * @returns `leave` to commit nothing; undefined on cancel.
 */
export async function promptForFiles(
  state: RepositoryState,
  mayLeave: boolean,
): Promise<FilesToCommit | 'leave' | undefined> {
  const staged = state.changes.filter(file => file.staged);
  const rest = state.changes.filter(file => file.unstaged);
  if (staged.length === 0) return chooseFiles(rest, mayLeave);
  const items = [
    {
      label: t('Commit Staged Changes'),
      icon: 'check',
      description: namesOf(staged),
      answer: 'staged' as const,
    },
    ...(rest.length > 0
      ? [
          {
            label: t('Select More Files to Commit'),
            icon: 'add',
            description: namesOf(rest),
            answer: 'more' as const,
          },
        ]
      : []),
    ...(mayLeave ? [leaveItem()] : []),
  ];
  const title = t('Create Pull Request: changes');
  const choice = await pickOne(items, { title, ignoreFocusOut: true });
  if (!choice) return undefined;
  if (choice.answer === 'leave') return 'leave';
  return choice.answer === 'staged' ? { stage: [] } : chooseFiles(rest, false);
}

function leaveItem() {
  return {
    label: t('Use Existing Commits Only'),
    icon: 'git-commit',
    description: t('Your changes are kept'),
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
      ? { icon: 'warning', description: t('usually not committed') }
      : { description: changeWord(file) }),
    picked: !isRisky(file.path),
    path: file.path,
  }));
  const title = t('Create Pull Request: changes');
  const placeHolder = mayLeave
    ? t('Select the files to commit, or none to use existing commits only')
    : t('Select the files to commit');
  const chosen = await pickMany(items, { title, placeHolder, ignoreFocusOut: true });
  if (!chosen) return undefined;
  if (chosen.length === 0 && !mayLeave)
    void showInformation(t('No file was selected, so there is nothing to create a pull request from.'));
  if (chosen.length === 0) return mayLeave ? 'leave' : undefined;
  return { stage: chosen.map(({ path }) => path) };
}

function changeWord({ change }: ChangedFile): string {
  const words = {
    added: t('added'),
    modified: t('modified'),
    deleted: t('deleted'),
    renamed: t('renamed'),
    untracked: t('new'),
    conflict: t('conflict'),
  };
  return words[change];
}

const namesOf = (files: readonly ChangedFile[]): string => files.map(({ path }) => path).join(', ');

/** Asks for the message of the commit. */
export async function promptForMessage(proposal: string): Promise<string | undefined> {
  const message = await promptForText({
    title: t('Create Pull Request: commit'),
    prompt: t('Commit message'),
    value: proposal,
    ignoreFocusOut: true,
    validateInput: value => (value.trim() === '' ? t('Enter a commit message.') : undefined),
  });
  return message?.trim();
}
