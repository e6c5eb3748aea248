import * as vscode from 'vscode';
import type { ChangedFiles } from '../changedFiles';
import { changeLabel } from '../changeLabel';
import { createPick, separator, shownItem, type PickItem } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** How an edit is applied: immediately, or from the editor that shows all changes. */
export type ApplyMode = 'write' | 'review';

interface MannerItem extends PickItem {
  readonly manner?: ApplyMode;
}

/** Shows the files to be written and some notes, and asks whether to review the changes first. */
export async function chooseApplyMode(
  title: string,
  files: ChangedFiles,
  notes: readonly string[],
  canGoBack: boolean,
): Promise<ApplyMode | 'back' | undefined> {
  const pick = createPick<MannerItem>();
  pick.title = title;
  pick.placeholder = t('Write the changes, or review them first');
  pick.ignoreFocusOut = true;
  if (canGoBack) pick.buttons = [vscode.QuickInputButtons.Back];
  const write: MannerItem = {
    label: changeLabel(files),
    icon: 'check',
    manner: 'write',
  };
  const review: MannerItem = {
    label: t('Review First'),
    icon: 'diff',
    description: t('opens all changes in the diff editor'),
    manner: 'review',
  };
  pick.items = [write, review, ...noteItems(notes), ...fileItems(files)].map(shownItem);
  const listeners: vscode.Disposable[] = [];
  const answer = await new Promise<ApplyMode | 'back' | undefined>(resolve => {
    listeners.push(
      pick.onDidTriggerButton(() => resolve('back')),
      pick.onDidHide(() => resolve(undefined)),
      // Choosing a file or a note opens the review.
      pick.onDidAccept(() =>
        resolve(pick.selectedItems[0] ? (pick.selectedItems[0].item.manner ?? 'review') : undefined),
      ),
    );
    pick.show();
  });
  vscode.Disposable.from(...listeners, pick).dispose();
  return answer;
}

/** Choosing a note opens the review, which has all of them. */
function noteItems(notes: readonly string[]): MannerItem[] {
  return notes.length === 0 ? [] : [separator(t('before you write')), ...notes.map(label => ({ label, icon: 'info' }))];
}

function fileItems({ created, changed, deleted }: ChangedFiles): MannerItem[] {
  const group = (title: string, icon: string, uris: readonly string[]): MannerItem[] =>
    uris.length === 0
      ? []
      : [
          separator(title),
          ...uris.map(uri => ({ label: vscode.workspace.asRelativePath(vscode.Uri.parse(uri), false), icon })),
        ];
  return [
    ...group(t('new'), 'diff-added', created),
    ...group(t('changed'), 'diff-modified', changed),
    ...group(t('deleted'), 'diff-removed', deleted),
  ];
}
