/** Errors of Git hosts: what happened and what to do next, never with a token. */

export type GitHostErrorKind =
  /** The token is wrong, expired or revoked. */
  | 'signedOut'
  /** The token lacks a permission. */
  | 'forbidden'
  | 'rateLimited'
  /** No such repository, or none that this token may see. */
  | 'notFound'
  /** There is an open pull request already. */
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
  /** It redirects to another host, `detail`, to which neither token nor content is sent. */
  | 'redirected'
  /** The response is invalid. */
  | 'unexpected';

export interface GitHostErrorDetails {
  host: string;
  status?: number;
  /** The Git host's own message, without secrets. */
  detail?: string;
  /** When requests are accepted again, in milliseconds since 1970. */
  retryAt?: number;
  /** A web page on which the user can solve the problem. */
  url?: string;
  /** A modifying request without a response: it may have been carried out. */
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

/**
 * Unwraps the `GitHostError` that a client library has wrapped. Other errors are replaced, since they may contain requests with their
 * headers.
 */
export function asGitHostError(error: unknown, host: string): GitHostError {
  let cause = error;
  for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
    if (cause instanceof GitHostError) return cause;
    cause = cause.cause;
  }
  const name = error instanceof Error ? error.name : typeof error;
  return new GitHostError('unexpected', { host, detail: name });
}
