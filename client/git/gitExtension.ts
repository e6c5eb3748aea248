/** The used part of the public API of VS Code's built-in git extension (version 1). */
import * as vscode from 'vscode';
import { isPlainBranchName } from '../../common/branchName';
import { withoutCredentials } from '../../common/withoutCredentials';
import { showWarning } from '../core/messages';
import { openWebPage } from '../core/webPage';
import { mayStartPrograms } from '../processes/trust';
import type { FolderGitState } from '../core/gitState';
import { Git } from './git';
import type { GitActions } from './gitActions';
import { firstBranch, mainBranch } from './mainBranch';
import { t } from '../../common/localization';

export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  /** `env` has the variables for git to ask VS Code for credentials; missing in older versions. */
  readonly git: { readonly path: string; readonly env?: Readonly<Record<string, string>> };
  readonly repositories: readonly GitExtensionRepository[];
  readonly onDidOpenRepository: vscode.Event<GitExtensionRepository>;
  readonly onDidCloseRepository: vscode.Event<GitExtensionRepository>;
  getRepository(uri: vscode.Uri): GitExtensionRepository | null;
  openRepository?(root: vscode.Uri): Promise<GitExtensionRepository | null>;
  registerPostCommitCommandsProvider?(provider: {
    getCommands(repository: GitExtensionRepository): vscode.Command[];
  }): vscode.Disposable;
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
}

export interface GitExtensionRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  readonly state: {
    readonly HEAD: { readonly name?: string; readonly commit?: string } | undefined;
    readonly remotes: readonly { readonly name: string }[];
    readonly onDidChange: vscode.Event<void>;
  };
  status(): Promise<void>;
  createBranch(name: string, checkout: boolean, ref?: string): Promise<void>;
  add(paths: string[]): Promise<void>;
  commit(
    message: string,
    options?: { signCommit?: boolean; signoff?: boolean; requireUserConfig?: boolean },
  ): Promise<void>;
  push(remote?: string, branch?: string, setUpstream?: boolean): Promise<void>;
  fetch(options?: { remote?: string; ref?: string }): Promise<void>;
}

/**
 * Waits until the extension has scanned the workspace.
 *
 * @returns undefined if the extension is missing, disabled, or has found no git; also in Restricted Mode, since it would start git
 */
export async function gitApi(): Promise<GitApi | undefined> {
  if (!mayStartPrograms()) return undefined;
  const extension = vscode.extensions.getExtension<{ enabled: boolean; getAPI(version: 1): GitApi }>('vscode.git');
  if (!extension) return undefined;
  const exports = extension.isActive ? extension.exports : await extension.activate();
  if (!exports.enabled) return undefined;
  try {
    const api = exports.getAPI(1);
    await initialized(api);
    return api;
  } catch {
    // It throws if git is missing.
    return undefined;
  }
}

async function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>(resolve => {
    const listener = api.onDidChangeState(state => {
      if (state !== 'initialized') return;
      listener.dispose();
      resolve();
    });
  });
}

/** Says that there is no git program, and offers to install it. */
export async function showGitMissing(): Promise<void> {
  const download = t('Download Git');
  const reload = t('Reload Window');
  const message = t("Git isn't installed, or VS Code doesn't find it. Install it, then reload the window.");
  const chosen = await showWarning(message, download, reload);
  if (chosen === download) await openWebPage('https://git-scm.com/downloads');
  if (chosen === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}

/** The extension's repository of a folder, even if the extension has not opened it yet, for example another work tree. */
export async function repositoryAt(api: GitApi, root: vscode.Uri): Promise<GitExtensionRepository | undefined> {
  const opened = api.getRepository(root);
  if (opened?.rootUri.fsPath === root.fsPath) return opened;
  return (await api.openRepository?.(root)) ?? opened ?? undefined;
}

/** Whether folders are in a repository of the extension, which opens new repositories automatically. */
export const folderGitState = async (folder: vscode.Uri): Promise<FolderGitState | undefined> => {
  const api = await gitApi();
  if (!api) return undefined;
  const repository = api.getRepository(folder);
  const git = new Git(folder.fsPath, { program: api.git.path });
  const [remote] = repository?.state.remotes ?? [];
  const branch = repository ? ((await mainBranch(git, remote?.name)) ?? repository.state.HEAD?.name) : undefined;
  return {
    isRepository: repository !== null,
    hasRemote: remote !== undefined,
    mainBranch: branch !== undefined && isPlainBranchName(branch) ? branch : await firstBranch(git),
  };
};

/** Implements the operations with the extension, which supports sign-ins, password prompts and signing settings. */
export function extensionActions(repository: GitExtensionRepository): GitActions {
  const absolute = (path: string) => vscode.Uri.joinPath(repository.rootUri, path).fsPath;
  return {
    switchToNew: branch => repository.createBranch(branch, true).catch(rethrowWithOutput),
    stage: paths => repository.add(paths.map(absolute)).catch(rethrowWithOutput),
    commit: message => {
      const git = vscode.workspace.getConfiguration('git', repository.rootUri);
      const options = {
        ...(git.get('enableCommitSigning') === true && { signCommit: true }),
        ...(git.get('alwaysSignOff') === true && { signoff: true }),
        requireUserConfig: git.get('requireGitUserConfig', true),
      };
      return repository.commit(message, options).catch(rethrowWithOutput);
    },
    push: (remote, branch, remoteBranch) => {
      // The extension passes no `--` to git.
      if (remote.startsWith('-')) throw new Error(t("{0} can't be the name of a remote.", remote));
      return repository.push(remote, `refs/heads/${branch}:refs/heads/${remoteBranch}`, true).catch(rethrowWithOutput);
    },
  };
}

/** Rethrows an error of the extension with git's output, which its message does not include. */
function rethrowWithOutput(error: unknown): never {
  const { stderr, message } = error as { stderr?: unknown; message?: unknown };
  const output = typeof stderr === 'string' && stderr.trim() !== '' ? stderr.trim() : String(message ?? error);
  throw new Error(withoutCredentials(output));
}
