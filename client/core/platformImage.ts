import * as vscode from 'vscode';
import { programsOfImage } from './imagePrograms';

/** The programs in a platform's image. @param folder of the platform */
export async function platformImagePrograms(folder: vscode.Uri): Promise<string[]> {
  return programsOfImage(await textOf(vscode.Uri.joinPath(folder, 'Dockerfile')));
}

async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
