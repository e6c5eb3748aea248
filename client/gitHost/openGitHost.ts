import type { Credentials, GitHost, GitHostKind, HostedRepository } from './gitHost';
import { secretsInCredentials } from './authorization';
import { checkedGitHost } from './checkedGitHost';
import { DOWNLOAD_TIMEOUT, downloadBy, LONGEST_DOWNLOAD, type Download } from './download';
import { gitHostFetch, type GitHostFetchOptions } from './gitHostFetch';

type Opener = (
  place: HostedRepository,
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
  place: HostedRepository,
  credentials: Credentials,
  options: Omit<GitHostFetchOptions, 'secrets'> = {},
): Promise<GitHost | undefined> {
  const open = await OPENERS[place.kind]?.();
  if (!open) return undefined;
  const known = { ...options, secrets: secretsInCredentials(credentials) };
  const files = gitHostFetch({ timeout: DOWNLOAD_TIMEOUT, ...known, longestAnswer: LONGEST_DOWNLOAD });
  return checkedGitHost(open(place, credentials, gitHostFetch(known), downloadBy(files)));
}
