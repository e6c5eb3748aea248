import * as vscode from 'vscode';
import type { Manner } from './applyScaffold';
import type { ChangedFiles } from './changedFiles';

interface MannerItem extends vscode.QuickPickItem {
  readonly manner?: Manner;
}

/** Shows which files are written, and asks whether to look at the changes first. */
export async function chooseManner(
  title: string,
  files: ChangedFiles,
  canGoBack: boolean,
): Promise<Manner | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<MannerItem>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Write the changes, or look at each of them first');
  pick.ignoreFocusOut = true;
  if (canGoBack) pick.buttons = [vscode.QuickInputButtons.Back];
  const write: MannerItem = {
    label: vscode.l10n.t('$(check) Write'),
    description: countText(files),
    manner: 'write',
  };
  const review: MannerItem = {
    label: vscode.l10n.t('$(diff) Review First'),
    description: vscode.l10n.t('in the refactor preview; tick there what to write'),
    manner: 'review',
  };
  pick.items = [write, review, ...fileItems(files)];
  const listeners: vscode.Disposable[] = [];
  const answer = await new Promise<Manner | 'back' | undefined>(resolve => {
    listeners.push(
      pick.onDidTriggerButton(() => resolve('back')),
      pick.onDidHide(() => resolve(undefined)),
      // A file stands for looking at it.
      pick.onDidAccept(() => resolve(pick.selectedItems[0] ? (pick.selectedItems[0].manner ?? 'review') : undefined)),
    );
    pick.show();
  });
  vscode.Disposable.from(...listeners, pick).dispose();
  return answer;
}

function fileItems({ created, changed, deleted }: ChangedFiles): MannerItem[] {
  const group = (title: string, icon: string, uris: readonly string[]): MannerItem[] =>
    uris.length === 0
      ? []
      : [
          { label: title, kind: vscode.QuickPickItemKind.Separator },
          ...uris.map(uri => ({
            label: `$(${icon}) ${vscode.workspace.asRelativePath(vscode.Uri.parse(uri), false)}`,
          })),
        ];
  return [
    ...group(vscode.l10n.t('new'), 'diff-added', created),
    ...group(vscode.l10n.t('changed'), 'diff-modified', changed),
    ...group(vscode.l10n.t('deleted'), 'diff-removed', deleted),
  ];
}

function countText({ created, changed, deleted }: ChangedFiles): string {
  const parts = [
    ...(created.length > 0 ? [vscode.l10n.t('{0} new', created.length)] : []),
    ...(changed.length > 0 ? [vscode.l10n.t('{0} changed', changed.length)] : []),
    ...(deleted.length > 0 ? [vscode.l10n.t('{0} deleted', deleted.length)] : []),
  ];
  return parts.join(', ');
}
