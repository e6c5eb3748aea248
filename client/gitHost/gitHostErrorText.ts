import type { Localize } from '../core/localize';
import type { GitHostError } from './gitHostError';
import { LONGEST_ANSWER } from './responseBody';

/** What happened and what to do next, in plain words; never a stack, never a token. */
export function gitHostErrorText({ failure, facts }: GitHostError, t: Localize, now = Date.now()): string {
  const { host, detail, status, retryAt } = facts;
  const said = detail === undefined ? '' : ` ${t('It says: {0}', detail)}`;
  switch (failure) {
    case 'signedOut':
      return t('{0} does not accept the sign-in any more: it has expired or was revoked. Sign in again.', host);
    case 'forbidden':
      return `${t('{0} does not allow this to the account that is signed in.', host)}${said}`;
    case 'rateLimited': {
      if (retryAt === undefined)
        return t('{0} was asked too often and refuses to answer for a while. Try again later.', host);
      const minutes = Math.max(1, Math.ceil((retryAt - now) / 60_000));
      return t('{0} was asked too often and will answer again in {1} minutes.', host, minutes);
    }
    case 'notFound':
      return t('{0} knows no such repository, or hides it from the account that is signed in.', host);
    case 'exists':
      return `${t('{0} has an open pull request for this branch already.', host)}${said}`;
    case 'invalid':
      return `${t('{0} does not accept what was sent.', host)}${said}`;
    case 'server':
      return `${t('{0} has a problem of its own ({1}). Try again later.', host, status ?? 500)}${said}`;
    case 'offline':
      return `${t('{0} can’t be reached. Check the network and its proxy.', host)}${detail === undefined ? '' : ` (${detail})`}`;
    case 'slow':
      return t('{0} did not answer in time. Try again.', host);
    case 'tooLarge':
      return t('{0} sent more than {1} MB. The response was discarded.', host, LONGEST_ANSWER / 1024 / 1024);
    case 'redirected':
      return t(
        '{0} redirects to {1}. Nothing was sent there: check the address of the remote and the setting kubestack.forges.',
        host,
        detail ?? '',
      );
    case 'cancelled':
      return t('Cancelled.');
    case 'unexpected':
      return t('{0} gave an answer that makes no sense ({1}).', host, detail ?? '');
  }
}
