import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { refusalReason } from '../../common/refusal';
import { RepositoryFiles } from '../../common/node/repositoryFiles';

/** The content of a file on disk; undefined if it is missing. @throws Error for a file that must not be read */
export async function diskFile(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
  const content = await RepositoryFiles.below(folder).read(uri.fsPath);
  if (content && 'refusal' in content) throw new Error(refusalReason(content.refusal));
  return content?.bytes;
}
