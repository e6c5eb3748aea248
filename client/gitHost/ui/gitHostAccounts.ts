import * as vscode from 'vscode';
import type { Credentials, HostedRepository } from '../gitHost';
import { enterpriseHostOf, githubProvider } from '../githubProvider';
import { t } from '../../../common/localization';

/** A sign-in without its token. */
export interface SignedIn {
  web: string;
  kind: HostedRepository['kind'];
  /** Account name on the Git host. */
  account: string;
}

/** Key of the list of sign-ins in the global state. Tokens are in VS Code's secret storage. */
const LIST_KEY = 'forges.signedIn';

/** The scopes that GitHub's extension requests, so that the user doesn't need to consent twice. */
const ALL_SCOPES = ['read:user', 'user:email', 'repo', 'workflow'];
const NEEDED = ['repo'];

/**
 * Sign-ins to Git hosts: VS Code's accounts for GitHub, tokens in secret storage for others. A token is sent only to the address for which
 * it was entered.
 */
export class GitHostAccounts implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly memory: vscode.Memento,
  ) {
    this.subscription = vscode.Disposable.from(
      secrets.onDidChange(() => this.changed.fire()),
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (provider.id.startsWith('github')) this.changed.fire();
      }),
    );
  }

  /** Fires after a sign-in or sign-out in any window. */
  readonly onDidChange = this.changed.event;

  /** The Git hosts with stored tokens. */
  get list(): readonly SignedIn[] {
    return this.memory.get<SignedIn[]>(LIST_KEY, []);
  }

  /** Does not prompt. */
  async credentials(hostedRepository: HostedRepository): Promise<Credentials | undefined> {
    if (hostedRepository.kind === 'github') return this.githubSession(hostedRepository, { silent: true });
    const stored = await this.secrets.get(secretKey(hostedRepository));
    return stored === undefined ? undefined : (JSON.parse(stored) as Credentials);
  }

  /**
   * Signs in to GitHub with VS Code's own dialog.
   *
   * @param isRejected whether the Git host has rejected the existing session.
   */
  async signInToGithub(hostedRepository: HostedRepository, isRejected: boolean): Promise<Credentials | undefined> {
    const detail = t('to create pull requests and read pipeline results');
    return this.githubSession(hostedRepository, isRejected ? { forceNewSession: { detail } } : { createIfNone: true });
  }

  /** Stores a token that the Git host has accepted. */
  async keep(hostedRepository: HostedRepository, credentials: Credentials, account: string): Promise<void> {
    await this.secrets.store(secretKey(hostedRepository), JSON.stringify(credentials));
    const others = this.list.filter(({ web }) => web !== hostedRepository.web);
    await this.memory.update(LIST_KEY, [
      ...others,
      { web: hostedRepository.web, kind: hostedRepository.kind, account },
    ]);
    this.changed.fire();
  }

  async forget(signedIn: Pick<SignedIn, 'web'>): Promise<void> {
    await this.secrets.delete(secretKey(signedIn));
    await this.memory.update(
      LIST_KEY,
      this.list.filter(({ web }) => web !== signedIn.web),
    );
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async githubSession(
    hostedRepository: HostedRepository,
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<Credentials | undefined> {
    const provider = githubProvider(hostedRepository.web, enterpriseHost());
    if (!provider) return undefined;
    const silent = { silent: true } as const;
    try {
      const existing = options.forceNewSession
        ? undefined
        : ((await vscode.authentication.getSession(provider, ALL_SCOPES, silent)) ??
          (await vscode.authentication.getSession(provider, NEEDED, silent)));
      const session =
        existing ?? (options.silent ? undefined : await vscode.authentication.getSession(provider, NEEDED, options));
      return session && { kind: 'bearer', token: session.accessToken };
    } catch {
      // This editor has no such provider, or the user has closed the dialog.
      return undefined;
    }
  }
}

const secretKey = ({ web }: Pick<SignedIn, 'web'>): string => `kubestack.forge ${web}`;

/** Host of the GitHub Enterprise Server in the user's VS Code settings. */
export const enterpriseHost = (): string | undefined =>
  enterpriseHostOf(vscode.workspace.getConfiguration('github-enterprise').inspect('uri'));
