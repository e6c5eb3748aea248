import type { GitHostError } from './gitHostError';
import { MAX_RESPONSE_BYTES } from './responseBody';
import { t } from '../../common/localization';

/** Describes an error and its solution, without stack or token. */
export function gitHostErrorText({ failure, facts }: GitHostError, now = Date.now()): string {
  const { host, detail, status, retryAt } = facts;
  const detailText = detail === undefined ? '' : ` ${t('Response: {0}', detail)}`;
  switch (failure) {
    case 'signedOut':
      return t('Your sign-in to {0} has expired or was revoked. Sign in again.', host);
    case 'forbidden':
      return `${t("Your account on {0} doesn't have permission to do this.", host)}${detailText}`;
    case 'rateLimited': {
      if (retryAt === undefined) return t('{0} is limiting requests. Try again later.', host);
      const minutes = Math.max(1, Math.ceil((retryAt - now) / 60_000));
      return minutes === 1
        ? t('{0} is limiting requests. Try again in 1 minute.', host)
        : t('{0} is limiting requests. Try again in {1} minutes.', host, minutes);
    }
    case 'notFound':
      return t("{0} can't find this repository, or your account has no access to it.", host);
    case 'exists':
      return `${t('This branch already has an open pull request on {0}.', host)}${detailText}`;
    case 'invalid':
      return `${t('{0} rejected the request.', host)}${detailText}`;
    case 'server':
      return `${t('{0} reported a server error ({1}). Try again later.', host, status ?? 500)}${detailText}`;
    case 'offline':
      return `${t("{0} can't be reached. Check your network and proxy.", host)}${detail === undefined ? '' : ` (${detail})`}`;
    case 'slow':
      return t('{0} did not answer in time. Try again.', host);
    case 'tooLarge':
      return t('{0} sent more than {1} MB. The response was discarded.', host, MAX_RESPONSE_BYTES / 1024 / 1024);
    case 'redirected':
      return t(
        '{0} redirects to {1}. Nothing was sent there: check the address of the remote and the setting kubestack.forges.',
        host,
        detail ?? '',
      );
    case 'cancelled':
      return t('Cancelled.');
    case 'unexpected':
      return t('{0} returned an unexpected response ({1}).', host, detail ?? '');
  }
}
