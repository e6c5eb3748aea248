import * as vscode from 'vscode';
import { IGNORED_FOLDERS, isModuleFile, isIgnoredFolder, MODULE_FILES, SEARCH_LIMITS } from './detectKubestack';

/** Files of the window's folders that can call a module, up to a limit. */
export async function configurationFiles(): Promise<vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const virtual = folders.filter(({ uri }) => uri.scheme !== 'file');
  const walked = await Promise.all(virtual.map(({ uri }) => filesBelow(uri)));
  if (virtual.length === folders.length) return walked.flat();
  return [...(await vscode.workspace.findFiles(MODULE_FILES, IGNORED_FOLDERS, SEARCH_LIMITS.listed)), ...walked.flat()];
}

/** VS Code's own search finds nothing in most virtual file systems. */
async function filesBelow(top: vscode.Uri): Promise<vscode.Uri[]> {
  const files: vscode.Uri[] = [];
  let level = [top];
  let listed = 0;
  while (level.length > 0 && files.length < SEARCH_LIMITS.listed && listed < SEARCH_LIMITS.folders) {
    const folders = level.slice(0, SEARCH_LIMITS.folders - listed);
    listed += folders.length;
    const contents = await Promise.all(folders.map(entriesOf));
    level = [];
    for (const [index, entries] of contents.entries())
      for (const [name, type] of entries) {
        const uri = vscode.Uri.joinPath(folders[index]!, name);
        if (type === vscode.FileType.Directory && !isIgnoredFolder(name)) level.push(uri);
        if (type === vscode.FileType.File && isModuleFile(name)) files.push(uri);
      }
  }
  return files.slice(0, SEARCH_LIMITS.listed);
}

/** Returns no entries for a folder that can't be listed. */
const entriesOf = (uri: vscode.Uri): Thenable<[string, vscode.FileType][]> =>
  vscode.workspace.fs.readDirectory(uri).then(
    entries => entries,
    () => [],
  );
