import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Opens a file of the workspace in an editor. */
export async function openSource(name: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = folder && (await fileNamed(folder.uri, name));
  assert.ok(file, name);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** Finds a file without VS Code's search, which does not work in virtual file systems. */
async function fileNamed(folder: vscode.Uri, name: string): Promise<vscode.Uri | undefined> {
  for (const [entry, type] of await vscode.workspace.fs.readDirectory(folder)) {
    const uri = vscode.Uri.joinPath(folder, entry);
    if (entry === name) return uri;
    const found = type === vscode.FileType.Directory ? await fileNamed(uri, name) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Replaces the first occurrence of a text, without saving. */
export async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, `${text} is not in ${document.uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(start), document.positionAt(start + text.length)),
    by,
  );
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

/** Reverts all unsaved edits. */
export async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    // The command affects the active editor, which can be a different one for a moment on a busy machine.
    for (let attempt = 0; document.isDirty && attempt < 10; attempt++) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    assert.equal(document.isDirty, false, `${document.uri.path} was not reverted`);
  }
}
