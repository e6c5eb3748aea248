/** The setting `kubestack.forges`: which Git host runs on a host whose name does not say so. */
import { ownProperty } from '../../common/ownProperty';
import type { GitHostKind } from './gitHost';

export interface GitHostSetting {
  kind: GitHostKind;
  /** Where its pages are, when that is not `https://` and the host of the remote. */
  url?: string;
}

/** The kinds by the names that people write. */
export const gitHostNames: Readonly<Record<string, GitHostKind>> = {
  github: 'github',
  gitlab: 'gitlab',
  gitea: 'gitea',
  forgejo: 'gitea',
  bitbucket: 'bitbucketDataCenter',
  azure: 'azureDevOps',
};

/**
 * @param value what the setting says: `{ "git.example.org": "gitlab" }` or `{ "git.example.org": { "kind": "gitlab", "url": … } }`.
 * @returns what can be understood, by host in lower case.
 */
export function gitHostSettings(value: unknown): Map<string, GitHostSetting> {
  const settings = new Map<string, GitHostSetting>();
  if (typeof value !== 'object' || value === null) return settings;
  for (const [host, entry] of Object.entries(value as Record<string, unknown>)) {
    const setting = gitHostSetting(entry);
    if (setting) settings.set(host.toLowerCase(), setting);
  }
  return settings;
}

function gitHostSetting(entry: unknown): GitHostSetting | undefined {
  if (typeof entry === 'string') return gitHostSetting({ kind: entry });
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { kind: name, url } = entry as Record<string, unknown>;
  const kind = typeof name === 'string' ? kindOf(name) : undefined;
  if (!kind) return undefined;
  return { kind, ...(typeof url === 'string' && isWebUrl(url) && { url: url.replace(/\/+$/, '') }) };
}

const kindOf = (name: string): GitHostKind | undefined => ownProperty(gitHostNames, name.toLowerCase());

/** Tokens go there: encrypted, or to this machine. */
export function isWebUrl(url: string): boolean {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
  } catch {
    return false;
  }
}
