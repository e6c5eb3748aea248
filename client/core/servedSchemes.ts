import * as vscode from 'vscode';

/** Schemes of the documents that the server handles: files on disk, untitled documents, and the schemes of the window's folders. */
export function servedSchemes(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [...new Set(['file', 'untitled', ...folders.map(({ uri }) => uri.scheme)])];
}

/** Whether a document can be part of a platform. Documents of diff editors (`git:`) can't. */
export const isServed = ({ uri }: vscode.TextDocument): boolean => servedSchemes().includes(uri.scheme);

/** Whether at least one folder of the window is not on this machine's disk. */
export const hasVirtualFolder = (): boolean =>
  (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.scheme !== 'file');

/** Whether the window has folders, and none of them is on this machine's disk. */
export const hasOnlyVirtualFolders = (): boolean => {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file');
};
