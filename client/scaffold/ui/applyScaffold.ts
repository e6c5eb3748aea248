import * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { cursorPosition, fileToShow } from '../cursorPosition';
import { changedFiles } from '../changedFiles';
import { showError, withProgress } from '../../core/messages';
import { t } from '../../../common/localization';

/**
 * Applies an edit as one step that can be undone.
 *
 * @returns false if nothing was changed: a document has changed since the edit was computed, or a new file already exists
 */
export async function applyScaffold(edit: WorkspaceEdit, label: string): Promise<boolean> {
  const changed = changedDocument(edit);
  if (changed) {
    const name = vscode.workspace.asRelativePath(changed);
    const message = t('{0} changed in the meantime, so nothing was written. Run the command again.', name);
    void showError(message);
    return false;
  }
  const metadata: vscode.WorkspaceEditEntryMetadata = { label, needsConfirmation: false };
  const applied = await withProgress({ location: vscode.ProgressLocation.Window, title: label }, () =>
    vscode.workspace.applyEdit(converted(edit, metadata), { isRefactoring: true }),
  );
  if (!applied) void showError(t('VS Code could not apply the changes. Nothing was written.'));
  return applied;
}

/** Opens the new code, with the cursor at the value that the user still has to fill in. */
export async function showWritten(edit: WorkspaceEdit): Promise<void> {
  const files = changedFiles(edit);
  const path = fileToShow(files.created) ?? fileToShow(files.changed);
  if (path === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(path));
  const editor = await vscode.window.showTextDocument(document);
  const { line, character } = cursorPosition(document.getText());
  editor.selection = new vscode.Selection(line, character, line, character);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Finds an open document that has changed since the edit was computed. */
function changedDocument({ documentChanges = [] }: WorkspaceEdit): vscode.Uri | undefined {
  for (const change of documentChanges) {
    if (!('textDocument' in change) || change.textDocument.version === null) continue;
    const uri = vscode.Uri.parse(change.textDocument.uri);
    const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
    if (open?.version !== change.textDocument.version) return uri;
  }
  return undefined;
}

function converted(edit: WorkspaceEdit, metadata: vscode.WorkspaceEditEntryMetadata): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const change of edit.documentChanges ?? []) {
    if ('textDocument' in change) {
      const uri = vscode.Uri.parse(change.textDocument.uri);
      for (const each of change.edits)
        if ('newText' in each) result.replace(uri, rangeOf(each.range), each.newText, metadata);
    } else if (change.kind === 'create')
      result.createFile(vscode.Uri.parse(change.uri), { overwrite: false, ignoreIfExists: false }, metadata);
    else if (change.kind === 'delete')
      result.deleteFile(vscode.Uri.parse(change.uri), { recursive: true, ignoreIfNotExists: true }, metadata);
    else result.renameFile(vscode.Uri.parse(change.oldUri), vscode.Uri.parse(change.newUri), {}, metadata);
  }
  for (const [uri, edits] of Object.entries(edit.changes ?? {}))
    for (const each of edits) result.replace(vscode.Uri.parse(uri), rangeOf(each.range), each.newText, metadata);
  return result;
}

type PlainRange = Readonly<Record<'start' | 'end', { readonly line: number; readonly character: number }>>;

const rangeOf = ({ start, end }: PlainRange): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);
