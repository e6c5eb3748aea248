/** Downloads an artifact of a pipeline. Many Git hosts store artifacts on other hosts and redirect to them. */
import { GitHostError } from './gitHostError';

/** @returns the file, or undefined if it no longer exists. @throws GitHostError */
export type Download = (url: string, headers: Readonly<Record<string, string>>) => Promise<Uint8Array | undefined>;

/** Maximum size of a download before decompression, in bytes. */
export const MAX_DOWNLOAD_BYTES = 64 * 1024 * 1024;

/** Timeout of a download, in milliseconds. */
export const DOWNLOAD_TIMEOUT_MS = 120_000;

const MAX_HOSTS = 5;

/**
 * @param fetching a `gitHostFetch` that accepts responses up to `LONGEST_DOWNLOAD`.
 * @returns a download that follows redirects to other hosts, without sending the token or other headers to them.
 */
export function downloadBy(fetching: typeof fetch): Download {
  return async (url, headers) => {
    const requested = new URL(url);
    let next = requested;
    for (let count = 0; count < MAX_HOSTS; count++) {
      const sent = next.origin === requested.origin ? headers : {};
      const response = await fetching(next, { headers: sent, redirect: 'manual' }).catch(goneOrFailed);
      if (!response) return undefined;
      if (response.status < 300) return new Uint8Array(await response.arrayBuffer());
      const location = response.headers.get('location') ?? '';
      const target = URL.canParse(location, next.href) ? new URL(location, next) : undefined;
      if (!target || !mayFollow(target, requested))
        throw new GitHostError('redirected', { host: requested.host, detail: target?.host ?? location.slice(0, 200) });
      next = target;
    }
    throw new GitHostError('redirected', { host: requested.host, detail: next.host });
  };
}

/** Follows only encrypted redirects, unless the Git host itself is not encrypted, and no addresses with credentials, since they would be sent. */
function mayFollow(target: URL, requested: URL): boolean {
  const isWeb = target.protocol === 'https:' || (target.protocol === 'http:' && requested.protocol === 'http:');
  return isWeb && target.username === '' && target.password === '';
}

function goneOrFailed(error: unknown): undefined {
  if (error instanceof GitHostError && error.failure === 'notFound') return undefined;
  throw error;
}
