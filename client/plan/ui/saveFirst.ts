import * as vscode from 'vscode';
import { mayAffect } from '../model/staleness';
import type { PlanEntry } from '../model/planEntry';
import { showError } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';
import { isWithin } from '../../../common/within';

/** Asks once per window whether to save before runs; later runs save without asking. */
export class SaveFirst {
  private agreed = false;

  /**
   * @param folder of the platform.
   * @param entry its last plan contains the other files that it depends on.
   * @returns false on cancel.
   */
  async save(folder: vscode.Uri, entry?: PlanEntry): Promise<boolean> {
    const documents = vscode.workspace.textDocuments.filter(
      ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && isInput(uri, folder, entry),
    );
    if (documents.length === 0) return true;
    if (!this.agreed) {
      const answer = await this.prompt(documents);
      if (answer === 'cancel') return false;
      if (answer === 'disk') return true;
      this.agreed = true;
    }
    const saved = await Promise.all(documents.map(document => document.save()));
    if (saved.every(Boolean)) return true;
    void showError(t('Some files could not be saved, so nothing was run.'));
    return false;
  }

  private async prompt(documents: readonly vscode.TextDocument[]): Promise<'save' | 'disk' | 'cancel'> {
    const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
    const save = {
      label: t('Save and Continue'),
      icon: 'save',
      description: names,
      answer: 'save' as const,
    };
    const disk = {
      label: t('Continue Without Saving'),
      description: t('Uses the files as saved on disk'),
      answer: 'disk' as const,
    };
    const placeHolder =
      documents.length === 1
        ? t("1 file has unsaved changes. Save it first? You won't be asked again in this window.")
        : t(
            "{0} files have unsaved changes. Save them first? You won't be asked again in this window.",
            documents.length,
          );
    return (await pickOne([save, disk], { placeHolder, ignoreFocusOut: true }))?.answer ?? 'cancel';
  }
}

function isInput(uri: vscode.Uri, folder: vscode.Uri, entry: PlanEntry | undefined): boolean {
  if (isWithin(uri.path, folder.path)) return true;
  return entry?.plan !== undefined && mayAffect(entry.plan, uri.fsPath);
}
