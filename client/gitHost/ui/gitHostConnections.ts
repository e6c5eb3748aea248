import * as vscode from 'vscode';
import { Setting } from '../../core/ids';
import type { Credentials, Forge, ForgePlace } from '../gitHost';
import { ForgeError } from '../gitHostError';
import { forgeErrorText } from '../gitHostErrorText';
import { remotePlace, type RemotePlace } from '../hostedRepository';
import { forgeSettings } from '../gitHostSetting';
import { hasApi, openForge } from '../openGitHost';
import type { PipelineStateReader } from '../pipelineState';
import { isSsh, parseRemoteUrl, type RemoteUrl } from '../remoteUrl';
import { hostOfAlias, isHostName } from '../sshHost';
import { askForgeKind } from './askGitHostKind';
import { enterpriseHost, type ForgeAccounts } from './gitHostAccounts';
import { signIn } from './signIn';

/** From remotes to forges that somebody is signed in to. */
export class ForgeConnections {
  /** What SSH makes of a host, by host. */
  private readonly sshHosts = new Map<string, Promise<string | undefined>>();

  constructor(
    readonly accounts: ForgeAccounts,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Asks nobody. */
  async placeOf(remoteUrl: string): Promise<RemotePlace> {
    const remote = parseRemoteUrl(remoteUrl);
    const resolved = remote && isSsh(remote) ? await this.withoutAlias(remote) : remote;
    const settings = forgeSettings(vscode.workspace.getConfiguration().get(Setting.forges));
    return remotePlace(resolved, settings, enterpriseHost());
  }

  /** As `placeOf`, but asks what runs on a host of which nothing is known. */
  async askPlace(remoteUrl: string): Promise<ForgePlace | undefined> {
    const found = await this.placeOf(remoteUrl);
    if (found.kind === 'forge') return found.place;
    if (found.kind === 'none' || !(await askForgeKind(found.host))) return undefined;
    const known = await this.placeOf(remoteUrl);
    return known.kind === 'forge' ? known.place : undefined;
  }

  /**
   * @param mode `silent` asks nobody; `ask` signs in where nobody is; `again` signs in anew, as what is there was refused.
   * @returns undefined when nobody is signed in, or the forge has no API that we speak.
   */
  async connect(place: ForgePlace, mode: 'silent' | 'ask' | 'again', signal?: AbortSignal): Promise<Forge | undefined> {
    const credentials = await this.credentials(place, mode);
    return credentials && this.open(place, credentials, signal);
  }

  /** Who asks; `mode` as that of `connect`. */
  async credentials(place: ForgePlace, mode: 'silent' | 'ask' | 'again'): Promise<Credentials | undefined> {
    if (!hasApi(place.kind)) return undefined;
    const known = mode === 'again' ? undefined : await this.accounts.credentials(place);
    return known ?? (mode === 'silent' ? undefined : signIn(this.accounts, place, mode === 'again'));
  }

  /** A repository of a forge, for credentials of that forge. */
  async open(place: ForgePlace, credentials: Credentials, signal?: AbortSignal): Promise<Forge | undefined> {
    const onRetry = (text: string) => this.output.info(text);
    return openForge(place, credentials, { onRetry, ...(signal && { signal }) });
  }

  /** How the pipelines of a commit ended, for promotions. Asks nobody, and never rejects. */
  readonly pipelineState: PipelineStateReader = async ({ remoteUrl, commit, ref, signal }) => {
    const unknown = (reason: string) => ({ state: 'unknown', reason }) as const;
    try {
      const found = await this.placeOf(remoteUrl);
      if (found.kind === 'none') return unknown(vscode.l10n.t('The remote is on no forge.'));
      if (found.kind === 'unknownHost')
        return unknown(vscode.l10n.t('It is not known which forge runs on {0}.', found.host));
      const { host } = new URL(found.place.web);
      if (!hasApi(found.place.kind)) return unknown(vscode.l10n.t('{0} can’t be asked.', host));
      const forge = await this.connect(found.place, 'silent', signal);
      if (!forge) return unknown(vscode.l10n.t('Nobody is signed in to {0}.', host));
      const state = await forge.pipelineState(commit, ref);
      return state.state === 'unknown'
        ? unknown(vscode.l10n.t('{0} knows of no pipeline of this commit.', host))
        : state;
    } catch (error) {
      return unknown(error instanceof ForgeError ? forgeErrorText(error, vscode.l10n.t) : String(error));
    }
  };

  private async withoutAlias(remote: RemoteUrl): Promise<RemoteUrl> {
    if (!isHostName(remote.host)) return remote;
    const known = this.sshHosts.get(remote.host) ?? hostOfAlias(remote.host);
    this.sshHosts.set(remote.host, known);
    const host = await known;
    // Without an answer, as in Restricted Mode, it is asked again the next time.
    if (host === undefined) this.sshHosts.delete(remote.host);
    return { ...remote, host: host ?? remote.host };
  }
}
