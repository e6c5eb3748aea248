import type { Credentials, GitHost, GitHostKind, HostedRepository } from './gitHost';
import { secretsInCredentials } from './authorization';
import { checkedGitHost } from './checkedGitHost';
import { DOWNLOAD_TIMEOUT_MS, downloadBy, MAX_DOWNLOAD_BYTES, type Download } from './download';
import { gitHostFetch, type GitHostFetchOptions } from './gitHostFetch';

type Opener = (
  hostedRepository: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
) => GitHost;

/** Implementations, loaded on first use; undefined if only the web pages of a Git host are used. */
const OPENERS: Readonly<Record<GitHostKind, (() => Promise<Opener>) | undefined>> = {
  github: async () => (await import('./github')).githubGitHost,
  gitlab: async () => (await import('./gitlab')).gitlabGitHost,
  gitea: async () => (await import('./gitea')).giteaGitHost,
  bitbucket: async () => (await import('./bitbucket')).bitbucketGitHost,
  bitbucketDataCenter: undefined,
  azureDevOps: async () => (await import('./azureDevOps')).azureDevOpsGitHost,
};

/** Whether the API of a Git host is supported. For others, only web pages are used. */
export function hasApi(kind: GitHostKind): boolean {
  return OPENERS[kind] !== undefined;
}

/** @returns undefined for a Git host whose API is not supported. */
export async function openGitHost(
  hostedRepository: HostedRepository,
  credentials: Credentials,
  options: Omit<GitHostFetchOptions, 'secrets'> = {},
): Promise<GitHost | undefined> {
  const open = await OPENERS[hostedRepository.kind]?.();
  if (!open) return undefined;
  const withSecrets = { ...options, secrets: secretsInCredentials(credentials) };
  const files = gitHostFetch({ timeout: DOWNLOAD_TIMEOUT_MS, ...withSecrets, longestAnswer: MAX_DOWNLOAD_BYTES });
  return checkedGitHost(open(hostedRepository, credentials, gitHostFetch(withSecrets), downloadBy(files)));
}
