/** The setting `kubestack.forges`: maps hosts to kinds of Git hosts. */
import { ownProperty } from '../../common/ownProperty';
import type { GitHostKind } from './gitHost';
import { withoutTrailing } from '../../common/withoutTrailing';

export interface GitHostSetting {
  kind: GitHostKind;
  /** URL of its pages, unless it is `https://` and the remote's host. */
  url?: string;
}

/** The kinds by their names in the setting. */
const gitHostNames: Readonly<Record<string, GitHostKind>> = {
  github: 'github',
  gitlab: 'gitlab',
  gitea: 'gitea',
  forgejo: 'gitea',
  bitbucket: 'bitbucketDataCenter',
  azure: 'azureDevOps',
};

/**
 * @param value of the setting: `{ "git.example.org": "gitlab" }` or `{ "git.example.org": { "kind": "gitlab", "url": … } }`.
 * @returns the valid entries, by host in lower case.
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
  return { kind, ...(typeof url === 'string' && isWebUrl(url) && { url: withoutTrailing(url, '/') }) };
}

const kindOf = (name: string): GitHostKind | undefined => ownProperty(gitHostNames, name.toLowerCase());

/** Whether a URL may receive tokens: it is encrypted, or on this machine. */
function isWebUrl(url: string): boolean {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
  } catch {
    return false;
  }
}
