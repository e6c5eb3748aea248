// Accesses the stand-ins for other extensions, and the combined results in the editor.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StandIn } from '../standIn/main';

/** Opens a file of the workspace in an editor. */
export async function openFile(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Whether the extension with this id provides the document's features. */
export async function isServedBy(id: string, document: vscode.TextDocument): Promise<boolean> {
  const extension = vscode.extensions.getExtension<StandIn>(id);
  assert.ok(extension, `${id} is not installed`);
  return (await extension.activate()).served().includes(document.uri.path);
}

/** Texts of all hovers at the first occurrence of `word`. */
export async function hoversAt(document: vscode.TextDocument, word: string): Promise<string[]> {
  const position = document.positionAt(document.getText().indexOf(word) + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers.map(({ contents }) => contents.map(each => (typeof each === 'string' ? each : each.value)).join('\n'));
}

/** Resolves once a document has a language. */
export async function languageBecomes(document: vscode.TextDocument, language: string): Promise<void> {
  await new Promise<void>(resolve => {
    const look = (): void => {
      if (document.languageId !== language) return;
      listener.dispose();
      resolve();
    };
    const listener = vscode.workspace.onDidOpenTextDocument(look);
    look();
  });
}

/** Formats the active editor's document by the command, for which VS Code lets the user select one of several formatters. */
export async function formattedText(document: vscode.TextDocument): Promise<string> {
  await vscode.commands.executeCommand('editor.action.formatDocument');
  return document.getText();
}
