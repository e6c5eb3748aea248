/** Applies the server's edits like an editor: opens documents, and creates, renames and deletes files on disk. */
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { offsetAt } from '../fuzz/textPositions';
import type { ModelWorkspace } from './modelWorkspace';

export async function applyWorkspaceEdit(workspace: ModelWorkspace, edit: WorkspaceEdit): Promise<void> {
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) await applyText(workspace, uri, edits);
  for (const change of edit.documentChanges ?? []) {
    if (!('kind' in change)) await applyText(workspace, change.textDocument.uri, change.edits as TextEdit[]);
    else if (change.kind === 'rename')
      await workspace.move(pathIn(workspace, change.oldUri), pathIn(workspace, change.newUri));
    else {
      if (change.kind === 'create') await workspace.write(pathIn(workspace, change.uri), '');
      else await workspace.remove(pathIn(workspace, change.uri));
      await workspace.notifyFiles();
    }
  }
}

async function applyText(workspace: ModelWorkspace, uri: string, edits: readonly TextEdit[]): Promise<void> {
  const path = pathIn(workspace, uri);
  await workspace.openDocument(path);
  const text = workspace.text(path) ?? '';
  const inOrder = edits
    .map(({ range, newText }) => ({
      start: offsetAt(text, range.start),
      end: offsetAt(text, range.end),
      text: newText,
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  await workspace.change(path, inOrder);
}

/** @throws if an edit changes files outside of the workspace */
function pathIn(workspace: ModelWorkspace, uri: string): string {
  const path = workspace.pathOf(uri);
  if (path === undefined) throw new Error(`The server edits ${uri}, which is outside of the workspace.`);
  return path;
}
