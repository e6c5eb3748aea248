import * as vscode from 'vscode';
import { Setting } from '../../core/ids';
import type { Credentials, GitHost, HostedRepository } from '../gitHost';
import { GitHostError } from '../gitHostError';
import { gitHostErrorText } from '../gitHostErrorText';
import { remoteHosting, type RemoteHosting } from '../hostedRepository';
import { gitHostSettings } from '../gitHostSetting';
import { hasApi, openGitHost } from '../openGitHost';
import type { PipelineStateReader } from '../pipelineState';
import { isSsh, parseRemoteUrl, type RemoteUrl } from '../remoteUrl';
import { hostOfAlias, isHostName } from '../sshHost';
import { promptForGitHostKind } from './promptForGitHostKind';
import { enterpriseHost, type GitHostAccounts } from './gitHostAccounts';
import { signIn } from './signIn';
import { t } from '../../../common/localization';

/** Connects remotes to Git hosts with the user's sign-ins. */
export class GitHostConnections {
  /** Cached results of SSH alias resolution, by host. */
  private readonly sshHosts = new Map<string, Promise<string | undefined>>();

  constructor(
    readonly accounts: GitHostAccounts,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Does not prompt. */
  async hostingOf(remoteUrl: string): Promise<RemoteHosting> {
    const remote = parseRemoteUrl(remoteUrl);
    const resolved = remote && isSsh(remote) ? await this.withoutAlias(remote) : remote;
    const settings = gitHostSettings(vscode.workspace.getConfiguration().get(Setting.gitHosts));
    return remoteHosting(resolved, settings, enterpriseHost());
  }

  /** Like `placeOf`, but asks the user for the kind of an unknown Git host. */
  async promptForRepository(remoteUrl: string): Promise<HostedRepository | undefined> {
    const found = await this.hostingOf(remoteUrl);
    if (found.kind === 'gitHost') return found.hostedRepository;
    if (found.kind === 'none' || !(await promptForGitHostKind(found.host))) return undefined;
    const hosting = await this.hostingOf(remoteUrl);
    return hosting.kind === 'gitHost' ? hosting.hostedRepository : undefined;
  }

  /**
   * @param mode `silent` does not prompt; `prompt` prompts for a missing sign-in; `again` replaces a rejected sign-in.
   * @returns undefined if the user is not signed in, or the Git host's API is not supported.
   */
  async connect(
    hostedRepository: HostedRepository,
    mode: 'silent' | 'prompt' | 'again',
    signal?: AbortSignal,
  ): Promise<GitHost | undefined> {
    const credentials = await this.credentials(hostedRepository, mode);
    return credentials && this.open(hostedRepository, credentials, signal);
  }

  /** The user's credentials; `mode` as in `connect`. */
  async credentials(
    hostedRepository: HostedRepository,
    mode: 'silent' | 'prompt' | 'again',
  ): Promise<Credentials | undefined> {
    if (!hasApi(hostedRepository.kind)) return undefined;
    const stored = mode === 'again' ? undefined : await this.accounts.credentials(hostedRepository);
    return stored ?? (mode === 'silent' ? undefined : signIn(this.accounts, hostedRepository, mode === 'again'));
  }

  /** A repository of a Git host, for credentials of that Git host. */
  async open(
    hostedRepository: HostedRepository,
    credentials: Credentials,
    signal?: AbortSignal,
  ): Promise<GitHost | undefined> {
    const onRetry = (text: string) => this.output.info(text);
    return openGitHost(hostedRepository, credentials, { onRetry, ...(signal && { signal }) });
  }

  /** The state of a commit's pipelines, for promotions. Does not prompt and never rejects. */
  readonly pipelineState: PipelineStateReader = async ({ remoteUrl, commit, ref, file, signal }) => {
    const unknown = (reason: string) => ({ state: 'unknown', reason }) as const;
    const withoutGitHost = (reason: string) => ({ ...unknown(reason), hasNoGitHost: true }) as const;
    try {
      const found = await this.hostingOf(remoteUrl);
      if (found.kind === 'none') return withoutGitHost(t("The remote isn't on a supported Git host."));
      if (found.kind === 'unknownHost') return withoutGitHost(t('Unknown Git host: {0}.', found.host));
      const { host } = new URL(found.hostedRepository.web);
      if (!hasApi(found.hostedRepository.kind)) return withoutGitHost(t("{0} can't be reached.", host));
      const gitHost = await this.connect(found.hostedRepository, 'silent', signal);
      if (!gitHost) return unknown(t("You're not signed in to {0}.", host));
      const state = await gitHost.pipelineState(commit, ref, file);
      if (state.state !== 'unknown') return state;
      return { ...unknown(t('{0} has no pipeline for this commit.', host)), hasNoRun: true };
    } catch (error) {
      return unknown(error instanceof GitHostError ? gitHostErrorText(error) : String(error));
    }
  };

  private async withoutAlias(remote: RemoteUrl): Promise<RemoteUrl> {
    if (!isHostName(remote.host)) return remote;
    const resolved = this.sshHosts.get(remote.host) ?? hostOfAlias(remote.host);
    this.sshHosts.set(remote.host, resolved);
    const host = await resolved;
    // Failures, for example in Restricted Mode, are not cached.
    if (host === undefined) this.sshHosts.delete(remote.host);
    return { ...remote, host: host ?? remote.host };
  }
}
