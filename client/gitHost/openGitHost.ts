import type { Credentials, Forge, ForgeKind, ForgePlace } from './gitHost';
import { secretsOf } from './authorization';
import { checkedForge } from './checkedGitHost';
import { forgeFetch, type ForgeFetchOptions } from './gitHostFetch';

type Opener = (place: ForgePlace, credentials: Credentials, fetching: typeof fetch) => Forge;

/** Loaded when they are first needed. */
const openers: Partial<Readonly<Record<ForgeKind, () => Promise<Opener>>>> = {
  github: async () => (await import('./github')).githubForge,
  gitlab: async () => (await import('./gitlab')).gitlabForge,
  gitea: async () => (await import('./gitea')).giteaForge,
  bitbucket: async () => (await import('./bitbucket')).bitbucketForge,
  azureDevOps: async () => (await import('./azureDevOps')).azureDevOpsForge,
};

/** True for forges whose API we speak; of the others we know the pages. */
export function hasApi(kind: ForgeKind): boolean {
  return openers[kind] !== undefined;
}

/** @returns undefined for a forge whose API we don't speak. */
export async function openForge(
  place: ForgePlace,
  credentials: Credentials,
  options: Omit<ForgeFetchOptions, 'secrets'> = {},
): Promise<Forge | undefined> {
  const open = await openers[place.kind]?.();
  const forge = open?.(place, credentials, forgeFetch({ ...options, secrets: secretsOf(credentials) }));
  return forge && checkedForge(forge);
}
