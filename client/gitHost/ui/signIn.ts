import * as vscode from 'vscode';
import { openWebPage } from '../../core/webPage';
import type { Credentials, HostedRepository } from '../gitHost';
import { GitHostError } from '../gitHostError';
import { gitHostErrorText } from '../gitHostErrorText';
import { openGitHost } from '../openGitHost';
import { tokenPage } from '../tokenPage';
import { enterpriseHost, type GitHostAccounts } from './gitHostAccounts';
import { promptForText, showInformation } from '../../core/messages';
import { messageText } from '../../../common/messageText';
import { t } from '../../../common/localization';

/**
 * Signs in: to GitHub with VS Code's accounts, to other Git hosts with a token, which is stored once the Git host has accepted it.
 *
 * @param isRejected whether the existing sign-in was rejected.
 * @returns undefined on cancel.
 */
export async function signIn(
  accounts: GitHostAccounts,
  hostedRepository: HostedRepository,
  isRejected = false,
): Promise<Credentials | undefined> {
  if (hostedRepository.kind === 'github') {
    if (!(await knowsEnterprise(hostedRepository))) return undefined;
    return accounts.signInToGithub(hostedRepository, isRejected);
  }
  const user = tokenPage(hostedRepository).needsUser ? await promptForUser(hostedRepository) : '';
  if (user === undefined) return undefined;
  return promptForToken(accounts, hostedRepository, user);
}

/** VS Code supports one GitHub Enterprise Server: the one in its setting. */
async function knowsEnterprise({ web }: HostedRepository): Promise<boolean> {
  const { host } = new URL(web);
  if (host === 'github.com' || host === enterpriseHost()) return true;
  const yes = t('Set and Sign In');
  const message = t(
    'VS Code signs in to the GitHub Enterprise Server in the setting {0}. Set it to {1}?',
    'github-enterprise.uri',
    web,
  );
  if ((await showInformation(message, yes)) !== yes) return false;
  const configuration = vscode.workspace.getConfiguration('github-enterprise');
  await configuration.update('uri', web, vscode.ConfigurationTarget.Global);
  return true;
}

async function promptForUser({ web }: HostedRepository): Promise<string | undefined> {
  return promptForText({
    title: t('Sign in to {0}', new URL(web).host),
    prompt: t('Email address of the account. Leave empty for a repository or workspace access token.'),
    ignoreFocusOut: true,
  });
}

/** Asks for a token until the Git host accepts it or the user closes the input. */
async function promptForToken(
  accounts: GitHostAccounts,
  hostedRepository: HostedRepository,
  user: string,
): Promise<Credentials | undefined> {
  const page = tokenPage(hostedRepository);
  const input = vscode.window.createInputBox();
  const create = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: t('Create a token in the browser'),
  };
  input.title = t('Sign in to {0}', new URL(hostedRepository.web).host);
  input.prompt = messageText(
    t("Access token with these permissions: {0}. It is stored in VS Code's secret storage.", page.scopes.join(', ')),
  );
  input.placeholder = t('Access token');
  input.password = true;
  input.ignoreFocusOut = true;
  input.buttons = [create];
  try {
    return await new Promise<Credentials | undefined>(resolve => {
      input.onDidTriggerButton(() => void openWebPage(page.url));
      input.onDidChangeValue(() => (input.validationMessage = undefined));
      // Another prompt can hide the input during the request, which is not a cancellation.
      input.onDidHide(() => {
        if (!input.busy) resolve(undefined);
      });
      input.onDidAccept(async () => {
        const token = input.value.trim();
        if (token === '') return;
        input.busy = true;
        input.enabled = false;
        const credentials = credentialsOf(hostedRepository, user, token);
        const problem = await keepWhenAccepted(accounts, hostedRepository, credentials);
        input.busy = false;
        input.enabled = true;
        if (problem === undefined) return resolve(credentials);
        input.validationMessage = messageText(problem);
        input.show();
      });
      input.show();
    });
  } finally {
    input.dispose();
  }
}

function credentialsOf({ kind }: HostedRepository, user: string, token: string): Credentials {
  const isBasic = kind === 'azureDevOps' || user !== '';
  return isBasic ? { kind: 'basic', user, token } : { kind: 'bearer', token };
}

/** @returns the reason if the Git host rejects it; undefined if it was stored. */
async function keepWhenAccepted(
  accounts: GitHostAccounts,
  hostedRepository: HostedRepository,
  credentials: Credentials,
): Promise<string | undefined> {
  try {
    const gitHost = await openGitHost(hostedRepository, credentials);
    const person = await gitHost?.user();
    await accounts.keep(hostedRepository, credentials, person?.name ?? '');
    return undefined;
  } catch (error) {
    if (!(error instanceof GitHostError)) return t('The token could not be stored.');
    const { host } = error.facts;
    return error.failure === 'signedOut' || error.failure === 'forbidden'
      ? t('{0} does not accept this token.', host)
      : gitHostErrorText(error);
  }
}
