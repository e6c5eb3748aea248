/** Maps a remote's URL to the repository on a Git host. */
import type { GitHostKind, HostedRepository } from './gitHost';
import type { GitHostSetting } from './gitHostSetting';
import type { RemoteUrl } from './remoteUrl';
import { webHostOf } from './sshHost';
import { pathWithin } from '../../common/within';

/** A repository on a Git host, a host of unknown kind, or a remote that is not on a host, for example a folder. */
export type RemoteHosting =
  { kind: 'gitHost'; hostedRepository: HostedRepository } | { kind: 'unknownHost'; host: string } | { kind: 'none' };

/**
 * @param remote with its host resolved if it was an SSH alias.
 * @param settings by host, from `gitHostSettings`.
 * @param enterprise host of VS Code's setting `github-enterprise.uri`.
 */
export function remoteHosting(
  remote: RemoteUrl | undefined,
  settings: ReadonlyMap<string, GitHostSetting>,
  enterprise?: string,
): RemoteHosting {
  if (!remote) return { kind: 'none' };
  const isWeb = remote.form === 'https' || remote.form === 'http';
  const host = isWeb ? remote.host : webHostOf(remote.host);
  const setting = settings.get(remote.port === undefined ? host : `${host}:${remote.port}`) ?? settings.get(host);
  const kind = setting?.kind ?? (host === enterprise ? 'github' : kindByHost(host));
  if (!kind) return { kind: 'unknownHost', host };
  const hostedRepository = repositoryAt(kind, host, remote, setting?.url);
  return hostedRepository ? { kind: 'gitHost', hostedRepository } : { kind: 'none' };
}

const HOST_KINDS: readonly [RegExp, GitHostKind][] = [
  [/^(?:www\.)?github\.com$|\.ghe\.com$|^github\./, 'github'],
  [/^gitlab\.com$|^gitlab\./, 'gitlab'],
  [/^(?:gitea\.com|codeberg\.org)$|^(?:gitea|forgejo)\./, 'gitea'],
  [/^(?:www\.)?bitbucket\.org$/, 'bitbucket'],
  [/^bitbucket\./, 'bitbucketDataCenter'],
  [/^dev\.azure\.com$|\.visualstudio\.com$/, 'azureDevOps'],
];

/** The kind of Git host, if the host's name is sufficient to determine it. */
function kindByHost(host: string): GitHostKind | undefined {
  return HOST_KINDS.find(([pattern]) => pattern.test(host))?.[1];
}

function repositoryAt(
  kind: GitHostKind,
  host: string,
  remote: RemoteUrl,
  url: string | undefined,
): HostedRepository | undefined {
  const web = url ?? webOf(host, remote);
  if (kind === 'azureDevOps') return azureRepository(remote, web);
  const repository = withoutPrefix(remote.path, url).replace(/^scm\//, kind === 'bitbucketDataCenter' ? '' : '$&');
  const steps = repository.split('/').filter(step => step !== '');
  if (steps.length < 2 || (kind !== 'gitlab' && steps.length > 2)) return undefined;
  return { kind, web, api: apiOf(kind, host, web), repository: steps.join('/') };
}

/** The web URL of a host, with the port of a web server, but without that of an SSH server. */
function webOf(host: string, { form, port }: RemoteUrl): string {
  const isWeb = form === 'https' || form === 'http';
  // Tokens are never sent unencrypted, except to this machine, even if git itself does.
  const scheme = form === 'http' && /^(?:localhost|127\.0\.0\.1)$/.test(host) ? 'http' : 'https';
  const keepsPort = isWeb && port !== undefined && form === scheme;
  return `${scheme}://${host.replace(/^www\./, '')}${keepsPort ? `:${port}` : ''}`;
}

/** GitLab under a path: `https://example.org/gitlab` serves `https://example.org/gitlab/group/name.git`. */
function withoutPrefix(path: string, url: string | undefined): string {
  const prefix = url === undefined ? '' : new URL(url).pathname.replace(/^\/|\/$/g, '');
  return (prefix === '' ? undefined : pathWithin(path, prefix)) ?? path;
}

function apiOf(kind: Exclude<GitHostKind, 'azureDevOps'>, host: string, web: string): string {
  switch (kind) {
    case 'github':
      return githubApi(host, web);
    case 'gitlab':
      return `${web}/api/v4`;
    case 'gitea':
      return `${web}/api/v1`;
    case 'bitbucket':
      return 'https://api.bitbucket.org/2.0';
    case 'bitbucketDataCenter':
      return `${web}/rest/api/1.0`;
  }
}

function githubApi(host: string, web: string): string {
  if (/^(?:www\.)?github\.com$/.test(host)) return 'https://api.github.com';
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `${web}/api/v3`;
}

/**
 * Parses the paths of Azure DevOps: `organization/project/_git/name`, by SSH `v3/organization/project/name`, in old addresses with the
 * organization as host.
 */
function azureRepository({ host, path }: RemoteUrl, web: string): HostedRepository | undefined {
  const steps = path.split('/').filter(step => step !== '' && step.toLowerCase() !== 'defaultcollection');
  const old = /^([^.]+)\.visualstudio\.com$/.exec(host)?.[1];
  if (old !== undefined && old !== 'vs-ssh') steps.unshift(old);
  if (steps[0] === 'v3') steps.shift();
  const git = steps.indexOf('_git');
  // The project is omitted for its repository of the same name.
  if (git === 1 && steps[2] !== undefined) steps.splice(1, 1, steps[2]);
  else if (git === 2) steps.splice(2, 1);
  if (steps.length !== 3) return undefined;
  const root = old === undefined ? web : 'https://dev.azure.com';
  return { kind: 'azureDevOps', web: root, api: root, repository: steps.join('/') };
}
