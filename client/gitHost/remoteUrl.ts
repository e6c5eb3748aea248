/** A parsed URL of a git remote, by git's rules (gitformat: "GIT URLS" of git-clone). */

export interface RemoteUrl {
  /** `scp` is `user@host:path`. */
  form: 'https' | 'http' | 'ssh' | 'scp' | 'git';
  /** In lower case. */
  host: string;
  port?: number;
  user?: string;
  /** Without slashes at its ends and without `.git`, decoded. */
  path: string;
}

/**
 * @param url from `git remote get-url`, which applies `insteadOf`.
 * @returns undefined for local paths and unsupported forms.
 */
export function parseRemoteUrl(url: string): RemoteUrl | undefined {
  const text = url.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? withScheme(text) : scpForm(text);
}

function withScheme(text: string): RemoteUrl | undefined {
  let url: URL;
  try {
    url = new URL(text.replace(/^(?:git\+ssh|ssh\+git):/i, 'ssh:'));
  } catch {
    return undefined;
  }
  const form = url.protocol.slice(0, -1);
  if (form !== 'https' && form !== 'http' && form !== 'ssh' && form !== 'git') return undefined;
  const path = repositoryPath(decoded(url.pathname));
  if (url.hostname === '' || path === '') return undefined;
  return {
    form,
    host: url.hostname.toLowerCase(),
    path,
    ...(url.port !== '' && { port: Number(url.port) }),
    ...(url.username !== '' && { user: decoded(url.username) }),
  };
}

/** Parses `user@host:path`: a colon before the first slash. A single letter before the colon is a Windows drive. */
function scpForm(text: string): RemoteUrl | undefined {
  const match = /^(?:([^@/:]+)@)?(\[[^\]]+\]|[^@/:]{2,}):(?!\/\/)(.+)$/.exec(text);
  if (!match) return undefined;
  const [, user, host = '', rest = ''] = match;
  const path = repositoryPath(rest);
  if (path === '') return undefined;
  return {
    form: 'scp',
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    path,
    ...(user !== undefined && { user }),
  };
}

function repositoryPath(path: string): string {
  return path
    .replace(/\/{2,}/g, '/')
    .replace(/^\/|\/$/g, '')
    .replace(/\.git$/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** True for the forms whose host may be an alias in the user's SSH configuration. */
export function isSsh({ form }: RemoteUrl): boolean {
  return form === 'ssh' || form === 'scp';
}
