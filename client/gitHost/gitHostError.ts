/** Errors of Git hosts: the problem and its solution, without tokens. */

export type GitHostErrorKind =
  /** The token is wrong, expired or revoked. */
  | 'signedOut'
  /** The token lacks a permission. */
  | 'forbidden'
  | 'rateLimited'
  /** The repository does not exist, or the token has no access. */
  | 'notFound'
  /** There is already an open pull request. */
  | 'exists'
  /** The Git host rejects the request's content. */
  | 'invalid'
  /** The Git host has an internal error. */
  | 'server'
  | 'offline'
  | 'slow'
  | 'cancelled'
  /** The response exceeds the size limit. */
  | 'tooLarge'
  /** The Git host redirects to another host, `detail`, which receives neither token nor content. */
  | 'redirected'
  /** The response is invalid. */
  | 'unexpected';

export interface GitHostErrorDetails {
  host: string;
  status?: number;
  /** The Git host's own message, without secrets. */
  detail?: string;
  /** The time from which requests are accepted again, in milliseconds since 1970. */
  retryAt?: number;
  /** A web page on which the user can solve the problem. */
  url?: string;
  /** A modifying request without a response, which may have been carried out. */
  mayBeDone?: boolean;
}

export class GitHostError extends Error {
  constructor(
    readonly failure: GitHostErrorKind,
    readonly facts: GitHostErrorDetails,
  ) {
    super(
      `${facts.host}: ${failure}${facts.status === undefined ? '' : ` (${facts.status})`}${facts.detail === undefined ? '' : `: ${facts.detail}`}`,
    );
    this.name = 'GitHostError';
  }
}

/** Extracts the `GitHostError` that a client library has wrapped. Other errors are replaced, since they can contain requests with their headers. */
export function asGitHostError(error: unknown, host: string): GitHostError {
  let cause = error;
  for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
    if (cause instanceof GitHostError) return cause;
    cause = cause.cause;
  }
  const name = error instanceof Error ? error.name : typeof error;
  return new GitHostError('unexpected', { host, detail: name });
}
