/** JSON requests to all Git hosts. */
import { uriComponent } from '../../common/uriComponent';
import type { Credentials } from './gitHost';
import { GitHostError } from './gitHostError';
import { authorization } from './authorization';

export type Query = Readonly<Record<string, string | number | undefined>>;

/** @param path below the API's base URL, or a complete URL. */
export interface JsonRequest {
  get<T>(path: string, query?: Query): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown, query?: Query): Promise<T>;
}

/**
 * @param api base URL without a trailing slash.
 * @param fetching `gitHostFetch`.
 * @param accept the Git host's own name of JSON.
 */
export function jsonRequest(
  api: string,
  credentials: Credentials,
  fetching: typeof fetch,
  accept = 'application/json',
): JsonRequest {
  const { host } = new URL(api);
  const run = async <T>(method: string, path: string, query: Query, body?: unknown): Promise<T> => {
    const url = new URL(path.startsWith('/') ? `${api}${path}` : path);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const headers = {
      accept,
      authorization: authorization(credentials),
      'content-type': 'application/json',
    };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetching(url, init);
    const text = await response.text();
    // For an invalid token, Azure DevOps returns its sign-in page with a success status.
    if (response.status === 203 || /^\s*</.test(text))
      throw new GitHostError('signedOut', { host, status: response.status });
    return JSON.parse(text) as T;
  };
  return {
    get: (path, query = {}) => run('GET', path, query),
    send: (method, path, body, query = {}) => run(method, path, query, body),
  };
}

/** Encodes and joins the segments of a path. */
export function path(...steps: (string | number)[]): string {
  return steps.map(step => `/${uriComponent(String(step))}`).join('');
}
