/** Everything that can go wrong with a Git host, as a value that says what happened and what to do next. Never with a token in it. */

export type GitHostErrorKind =
  /** The token is wrong, expired or revoked. */
  | 'signedOut'
  /** The token may not do this. */
  | 'forbidden'
  | 'rateLimited'
  /** No such repository, or none that this token may see. */
  | 'notFound'
  /** There is an open pull request already. */
  | 'exists'
  /** The forge does not accept what was sent. */
  | 'invalid'
  /** The forge has a problem. */
  | 'server'
  | 'offline'
  | 'slow'
  | 'cancelled'
  /** It sent more than any answer that we ask for has. */
  | 'tooLarge'
  /** It names another address, `detail`, where neither token nor content is sent. */
  | 'redirected'
  /** An answer that makes no sense. */
  | 'unexpected';

export interface GitHostErrorDetails {
  host: string;
  status?: number;
  /** What the Git host says itself, for people, without secrets. */
  detail?: string;
  /** When it will answer again, in milliseconds since 1970. */
  retryAt?: number;
  /** A page that solves it. */
  url?: string;
  /** The request changes something and may have been carried out, though no answer came. */
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

/** Clients of Git hosts wrap what `gitHostFetch` throws; everything else of theirs is kept away, since it may hold requests with headers. */
export function asGitHostError(error: unknown, host: string): GitHostError {
  let cause = error;
  for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
    if (cause instanceof GitHostError) return cause;
    cause = cause.cause;
  }
  const name = error instanceof Error ? error.name : typeof error;
  return new GitHostError('unexpected', { host, detail: name });
}
