import * as vscode from 'vscode';
import { gitApi } from '../../git/gitExtension';
import { Git, GitError } from '../../git/git';
import { readRemotes } from '../../git/remotes';
import { Command } from '../../core/ids';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import type { HostedRepository } from '../gitHost';
import { hasApi } from '../openGitHost';
import type { GitHostConnections } from './gitHostConnections';
import { signIn } from './signIn';
import { showInformation } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** Sign In to Git host… and Sign Out of Git host… */
export function registerGitHostCommands(connections: GitHostConnections): vscode.Disposable {
  return vscode.Disposable.from(
    registerTrustedCommand(Command.signIn, () => runSignIn(connections)),
    vscode.commands.registerCommand(Command.signOut, () => runSignOut(connections)),
  );
}

async function runSignIn(connections: GitHostConnections): Promise<void> {
  const hostedRepository = await chooseRepository(connections);
  if (!hostedRepository) return;
  const { host } = new URL(hostedRepository.web);
  if (!hasApi(hostedRepository.kind)) {
    const message = t('{0} needs no sign-in: its pull request page opens prefilled.', host);
    void showInformation(message);
    return;
  }
  const stored = await connections.accounts.credentials(hostedRepository);
  const credentials = await signIn(connections.accounts, hostedRepository, stored !== undefined);
  if (credentials) void showInformation(t('Signed in to {0}.', host));
}

async function runSignOut({ accounts }: GitHostConnections): Promise<void> {
  const { list } = accounts;
  if (list.length === 0) {
    const message = t(
      "You're not signed in to any Git host with a token. Find GitHub sign-ins in the Accounts menu of the Activity Bar.",
    );
    void showInformation(message);
    return;
  }
  const items = list.map(signedIn => ({ label: new URL(signedIn.web).host, description: signedIn.account, signedIn }));
  const placeHolder = t('Select a Git host to sign out of. Its token is removed from secret storage.');
  const choice = await pickOne(items, { placeHolder });
  if (!choice) return;
  await accounts.forget(choice.signedIn);
  void showInformation(t('Signed out of {0}.', choice.label));
}

/** Lets the user choose one of the Git hosts of the window's repositories; returns the only one without asking. */
async function chooseRepository(connections: GitHostConnections): Promise<HostedRepository | undefined> {
  const urls = await remoteUrls();
  const repositories = new Map<string, { hostedRepository?: HostedRepository; url: string }>();
  for (const url of urls) {
    const found = await connections.hostingOf(url);
    if (found.kind === 'gitHost')
      repositories.set(found.hostedRepository.web, { hostedRepository: found.hostedRepository, url });
    if (found.kind === 'unknownHost') repositories.set(`https://${found.host}`, { url });
  }
  const items = [...repositories].map(([web, entry]) => ({ label: new URL(web).host, ...entry }));
  if (items.length === 0) {
    const message = t('No repository in this window has a remote on a known Git host. Add the remote, then sign in.');
    void showInformation(message);
    return undefined;
  }
  const placeHolder = t('Select a Git host to sign in to');
  const choice = items.length === 1 ? items[0] : await pickOne(items, { placeHolder });
  return choice && (choice.hostedRepository ?? connections.promptForRepository(choice.url));
}

/** Reads only the configuration, since `git status`, for example, would run the program that a repository configures as its file system monitor. */
async function remoteUrls(): Promise<string[]> {
  const api = await gitApi();
  const folders = [
    ...(api?.repositories.map(({ rootUri }) => rootUri.fsPath) ?? []),
    ...(vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath),
  ];
  const options = api ? { program: api.git.path } : {};
  const remotes = await Promise.all(
    [...new Set(folders)].map(folder =>
      readRemotes(new Git(folder, options)).catch((error: unknown) => {
        // A folder may not be a repository.
        if (error instanceof GitError) return [];
        throw error;
      }),
    ),
  );
  return [...new Set(remotes.flat().map(({ fetchUrl }) => fetchUrl))];
}
