/** A `fetch` for all requests to Git hosts: with timeout, safe retries, and `GitHostError` as its only error. */
import { GitHostError, type GitHostErrorKind, type GitHostErrorDetails } from './gitHostError';
import { errorDetail } from './errorDetail';
import { MAX_RESPONSE_BYTES, MAX_ERROR_BYTES, readBody } from './responseBody';

export interface GitHostFetchOptions {
  /** Secrets to mask in errors. */
  secrets?: readonly string[];
  /** Aborts all requests. */
  signal?: AbortSignal;
  /** Timeout of one attempt, in milliseconds. */
  timeout?: number;
  /** Maximum size of a response, in bytes. */
  longestAnswer?: number;
  /** Pauses before retries, in milliseconds; their number is the number of retries. */
  pauses?: readonly number[];
  /** The longest `Retry-After` to wait for, in milliseconds. Longer ones are reported as an error. */
  longestWait?: number;
  /** Called before each pause with a line for the log, without headers or bodies. */
  onRetry?: (text: string) => void;
}

const DEFAULTS = { timeout: 30_000, pauses: [500, 2_000], longestWait: 15_000 } as const;

/** Status codes of temporary server errors. */
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);

/** Error codes of failed connections, after which the request was certainly not carried out. */
const UNREACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * @returns a `fetch` that resolves only with a status below 400. Reading requests are retried after temporary failures, modifying requests
 * only if they were certainly not carried out.
 */
export function gitHostFetch(options: GitHostFetchOptions = {}): typeof fetch {
  const pauses = options.pauses ?? DEFAULTS.pauses;
  return async (input, init) => {
    const request = new Request(input, init);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    for (let tries = 0; ; tries++) {
      const answer = await attempt(request.clone(), options, reads);
      if (!(answer instanceof GitHostError)) return answer;
      const pause = pauses[tries];
      const wait = pause === undefined ? undefined : waitBefore(answer, pause, reads, options);
      if (wait === undefined) throw answer;
      options.onRetry?.(`${request.method} ${new URL(request.url).host}: ${answer.failure}, again in ${wait} ms`);
      await pausing(wait, options.signal, answer);
    }
  };
}

async function attempt(
  request: Request,
  options: GitHostFetchOptions,
  reads: boolean,
): Promise<Response | GitHostError> {
  const { host } = new URL(request.url);
  const timeout = AbortSignal.timeout(options.timeout ?? DEFAULTS.timeout);
  const signal = AbortSignal.any([timeout, request.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    const response = await followed(request, signal);
    if (response instanceof GitHostError) return response;
    return response.status < 400
      ? await whole(response, host, reads, options.longestAnswer)
      : await refusal(response, host, options, reads);
  } catch (error) {
    if (options.signal?.aborted || request.signal.aborted)
      return new GitHostError('cancelled', { host, ...(!reads && { mayBeDone: true }) });
    if (timeout.aborted) return new GitHostError('slow', { host, ...(!reads && { mayBeDone: true }) });
    const code = codeOf(error);
    const mayBeDone = !reads && !(code !== undefined && UNREACHED.has(code));
    return new GitHostError('offline', {
      host,
      ...(code !== undefined && { detail: code }),
      ...(mayBeDone && { mayBeDone }),
    });
  }
}

/** Maximum number of redirects; a renamed repository needs fewer. */
const MAX_REDIRECTS = 5;

/**
 * Follows redirects only on the same host; another host receives neither the token nor the content. Modifying requests are repeated only for status
 * 307 and 308, which keep the method. With `redirect: 'manual'` the redirect itself is returned.
 */
async function followed(request: Request, signal: AbortSignal): Promise<Response | GitHostError> {
  const { host, origin } = new URL(request.url);
  let next = request;
  for (let count = 0; ; count++) {
    const again = next.clone();
    const response = await fetch(next, { signal, redirect: 'manual' });
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    if (request.redirect === 'manual') return response;
    await response.body?.cancel().catch(() => undefined);
    const isSame = request.method === 'GET' || request.method === 'HEAD' || response.status >= 307;
    const target = URL.canParse(location, next.url) ? new URL(location, next.url) : undefined;
    if (target?.origin !== origin || !isSame || count === MAX_REDIRECTS)
      return new GitHostError('redirected', { host, detail: target?.host ?? location.slice(0, 200) });
    next = new Request(target, again);
  }
}

/** Reads the whole body, so that a lost connection is handled here and not by the caller. */
async function whole(
  response: Response,
  host: string,
  reads: boolean,
  longest = MAX_RESPONSE_BYTES,
): Promise<Response | GitHostError> {
  const empty = response.status === 204 || response.status === 205 || response.status === 304;
  const { bytes, isCut } = await readBody(response, longest);
  if (isCut) return new GitHostError('tooLarge', { host, ...(!reads && { mayBeDone: true }) });
  const copy = new Response(empty ? null : bytes, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
  Object.defineProperty(copy, 'url', { value: response.url });
  return copy;
}

async function refusal(
  response: Response,
  host: string,
  options: GitHostFetchOptions,
  reads: boolean,
): Promise<GitHostError> {
  const { bytes } = await readBody(response, MAX_ERROR_BYTES);
  const detail = errorDetail(jsonOf(new TextDecoder().decode(bytes)), options.secrets);
  const retryAt = retryTime(response.headers);
  const url = /\burl=(https:\/\/\S+)/.exec(response.headers.get('x-github-sso') ?? '')?.[1];
  const facts: GitHostErrorDetails = {
    host,
    status: response.status,
    ...(detail !== undefined && { detail }),
    ...(retryAt !== undefined && { retryAt }),
    ...(url !== undefined && { url }),
    ...(!reads && response.status >= 500 && response.status !== 503 && { mayBeDone: true }),
  };
  return new GitHostError(failureOf(response, detail), facts);
}

function failureOf({ status, headers }: Response, detail = ''): GitHostErrorKind {
  if (status === 401) return 'signedOut';
  const limited =
    headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after') || /rate limit/i.test(detail);
  if (status === 429 || (status === 403 && limited)) return 'rateLimited';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'notFound';
  if (status >= 500) return 'server';
  // GitHub 422, GitLab, Gitea and Azure DevOps 409.
  if (status === 409 || /\balready exists\b/i.test(detail)) return 'exists';
  return 'invalid';
}

/** `Retry-After` in seconds or as a date (RFC 9110), otherwise the reset times of GitHub and GitLab in seconds since 1970. */
function retryTime(headers: Headers): number | undefined {
  const after = headers.get('retry-after');
  if (after !== null) {
    const time = /^\d+$/.test(after) ? Date.now() + Number(after) * 1000 : Date.parse(after);
    if (!Number.isNaN(time)) return time;
  }
  if (headers.get('x-ratelimit-remaining') !== '0' && headers.get('ratelimit-remaining') !== '0') return undefined;
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? NaN);
  return Number.isFinite(reset) && reset > 0 ? reset * 1000 : undefined;
}

/** Delay before a retry in milliseconds; undefined if the request must not be repeated. */
function waitBefore(
  { failure, facts }: GitHostError,
  pause: number,
  reads: boolean,
  options: GitHostFetchOptions,
): number | undefined {
  const wait = facts.retryAt === undefined ? 0 : facts.retryAt - Date.now();
  if (wait > (options.longestWait ?? DEFAULTS.longestWait)) return undefined;
  const passes =
    (failure === 'rateLimited' && facts.retryAt !== undefined) ||
    (failure === 'server' && PASSING.has(facts.status ?? 0)) ||
    failure === 'offline' ||
    failure === 'slow';
  return passes && (reads || facts.mayBeDone !== true) ? Math.max(pause, wait) : undefined;
}

function pausing(milliseconds: number, signal: AbortSignal | undefined, failure: GitHostError): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(new GitHostError('cancelled', { host: failure.facts.host }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    }, milliseconds);
    if (signal?.aborted) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The system's error code of a failed connection, from the chain of causes. */
function codeOf(error: unknown): string | undefined {
  let cause = error;
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth++) {
    const { code, errors } = cause as { code?: unknown; errors?: unknown };
    if (typeof code === 'string') return code;
    cause = Array.isArray(errors) ? errors[0] : (cause as { cause?: unknown }).cause;
  }
  return undefined;
}
