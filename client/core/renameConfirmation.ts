import type { ChangeAnnotation, WorkspaceEdit } from 'vscode-languageserver-types';
import { promptInDialog } from './messages';
import { t } from '../../common/localization';

/**
 * Asks for confirmation before a rename that requires it, for example of an environment. VS Code's refactoring preview does not show the reason.
 *
 * @returns the confirmed edit; an empty one if the user declines
 */
export async function confirmedRename(edit: WorkspaceEdit | null): Promise<WorkspaceEdit | null> {
  const annotations = Object.entries(edit?.changeAnnotations ?? {});
  const open = annotations.map(([, annotation]) => annotation).filter(needsConfirmation);
  if (open.length === 0) return edit;
  const agree = t('Rename in Code Only');
  const message = open.map(({ label }) => `${label}?`).join(' ');
  const detail = open.map(({ description = '' }) => description).join('\n');
  // The primary button, which Enter presses, changes nothing.
  if ((await promptInDialog(message, detail, [t('Keep the Name'), agree])) !== agree) return {};
  const changeAnnotations = Object.fromEntries(
    annotations.map(([id, annotation]) => [id, { ...annotation, needsConfirmation: false }]),
  );
  return { ...edit, changeAnnotations };
}

const needsConfirmation = (annotation: ChangeAnnotation): boolean => annotation.needsConfirmation === true;
