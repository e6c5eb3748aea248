import * as vscode from 'vscode';
import { Git } from '../../git/git';
import { gitApi, showGitMissing, type GitApi } from '../../git/gitExtension';
import type { Platforms } from '../../core/platforms';
import { showWarning } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';

export interface ChosenRepository {
  git: Git;
  /** Undefined if VS Code's git extension is disabled. */
  api?: GitApi;
}

/**
 * The repository for a command: that of the source control view that it was called in, else of the active editor, else the only one with platforms,
 * else the one that the user chooses.
 *
 * @returns undefined if there is none, after a message, or on cancel.
 */
export async function chooseRepository(
  argument: unknown,
  platforms: Platforms,
  output: vscode.LogOutputChannel,
): Promise<ChosenRepository | undefined> {
  const api = await gitApi();
  const options = { onCommand: (text: string) => output.info(text), ...(api && { program: api.git.path }) };
  const named = rootOf(argument) ?? fileOfActiveEditor();
  const folders = named === undefined ? candidates(platforms) : [named, ...candidates(platforms)];
  const roots = new Set<string>();
  for (const folder of folders) {
    const root = await new Git(folder, options).tryRead(['rev-parse', '--show-toplevel']);
    if (root === undefined) continue;
    // A named repository is used without asking.
    if (folder === named) return { git: new Git(root, options), ...(api && { api }) };
    roots.add(root);
  }
  if (roots.size === 0 && folders[0] !== undefined && !(await new Git(folders[0], options).isInstalled())) {
    void showGitMissing();
    return undefined;
  }
  const root = await chooseRoot([...roots]);
  return root === undefined ? undefined : { git: new Git(root, options), ...(api && { api }) };
}

/** The arguments of commands in `scm/title` and `scm/repository` (VS Code's SourceControl), and of the commit button (a repository). */
function rootOf(argument: unknown): string | undefined {
  const { rootUri } = (argument ?? {}) as { rootUri?: unknown };
  return rootUri instanceof vscode.Uri && rootUri.scheme === 'file' ? rootUri.fsPath : undefined;
}

function fileOfActiveEditor(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') return undefined;
  return vscode.workspace.getWorkspaceFolder(uri) ? vscode.Uri.joinPath(uri, '..').fsPath : undefined;
}

function candidates(platforms: Platforms): string[] {
  const platformFolders = platforms.all.map(({ uri }) => vscode.Uri.parse(uri));
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  return (platformFolders.length > 0 ? platformFolders : folders)
    .filter(({ scheme }) => scheme === 'file')
    .map(({ fsPath }) => fsPath);
}

async function chooseRoot(roots: readonly string[]): Promise<string | undefined> {
  if (roots.length === 0) {
    const initialize = t('Initialize Repository');
    const message = t('This window has no Git repository to create a pull request from.');
    if ((await showWarning(message, initialize)) === initialize) await vscode.commands.executeCommand('git.init');
    return undefined;
  }
  if (roots.length === 1) return roots[0];
  const items = roots.map(root => ({ label: vscode.workspace.asRelativePath(root, true), description: root, root }));
  return (await pickOne(items, { placeHolder: t('Choose a repository') }))?.root;
}
