import * as vscode from 'vscode';
import type { Credentials, HostedRepository } from '../gitHost';
import { enterpriseHostOf, githubProvider } from '../githubProvider';

/** What a window may know of a sign-in without its token. */
export interface SignedIn {
  web: string;
  kind: HostedRepository['kind'];
  /** Who, as the Git host calls them. */
  account: string;
}

/** Sign-ins whose list is not secret; their tokens are, and live in VS Code's secret storage. */
const LIST_KEY = 'forges.signedIn';

/** GitHub's extension asks for these: with the same ones a person need not consent twice. */
const WIDEST = ['read:user', 'user:email', 'repo', 'workflow'];
const NEEDED = ['repo'];

/**
 * Who is signed in to which Git host. GitHub by VS Code's own accounts; the others by tokens in secret storage, which are given to the
 * address for which they were entered and to no other.
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

  /** Somebody has signed in or out, here or in another window. */
  readonly onDidChange = this.changed.event;

  /** The Git hosts with tokens of ours. */
  get list(): readonly SignedIn[] {
    return this.memory.get<SignedIn[]>(LIST_KEY, []);
  }

  /** Asks nobody. */
  async credentials(place: HostedRepository): Promise<Credentials | undefined> {
    if (place.kind === 'github') return this.githubSession(place, { silent: true });
    const stored = await this.secrets.get(secretKey(place));
    return stored === undefined ? undefined : (JSON.parse(stored) as Credentials);
  }

  /**
   * GitHub only: asks the person by VS Code's own dialog.
   *
   * @param anew the session that there is was refused by the Git host.
   */
  async askGithub(place: HostedRepository, anew: boolean): Promise<Credentials | undefined> {
    const detail = vscode.l10n.t('to create pull requests and read pipeline results');
    return this.githubSession(place, anew ? { forceNewSession: { detail } } : { createIfNone: true });
  }

  /** Keeps a token that the Git host has accepted. */
  async keep(place: HostedRepository, credentials: Credentials, account: string): Promise<void> {
    await this.secrets.store(secretKey(place), JSON.stringify(credentials));
    const others = this.list.filter(({ web }) => web !== place.web);
    await this.memory.update(LIST_KEY, [...others, { web: place.web, kind: place.kind, account }]);
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
    place: HostedRepository,
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<Credentials | undefined> {
    const provider = githubProvider(place.web, enterpriseHost());
    if (!provider) return undefined;
    const silent = { silent: true } as const;
    try {
      const known = options.forceNewSession
        ? undefined
        : ((await vscode.authentication.getSession(provider, WIDEST, silent)) ??
          (await vscode.authentication.getSession(provider, NEEDED, silent)));
      const session =
        known ?? (options.silent ? undefined : await vscode.authentication.getSession(provider, NEEDED, options));
      return session && { kind: 'bearer', token: session.accessToken };
    } catch {
      // No such provider in this editor, or the person has closed the dialog.
      return undefined;
    }
  }
}

const secretKey = ({ web }: Pick<SignedIn, 'web'>): string => `kubestack.forge ${web}`;

/** Host of the GitHub Enterprise Server that the user has set in VS Code. */
export const enterpriseHost = (): string | undefined =>
  enterpriseHostOf(vscode.workspace.getConfiguration('github-enterprise').inspect('uri'));
