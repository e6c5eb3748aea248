/** Steps after a change that the client recognizes in every language, since it has a command for them. */
import { localizable, localized } from './localization';

export const PULL_REQUEST_STEP = localizable('Create a pull request. A colleague reviews the change and its plan.');
/** The same, after a change that everybody has seen already. */
export const SHORT_PULL_REQUEST_STEP = localizable('Create a pull request.');

/** Whether a step is the one that creates the pull request. */
export const isPullRequest = (text: string): boolean =>
  [PULL_REQUEST_STEP, SHORT_PULL_REQUEST_STEP].some(step => localized(step) === text);

/** The environment that a step promotes to, by the deploy tag that it pushes; undefined for other steps. */
export const promotedTo = (text: string): string | undefined => /`git tag ([\w-]+)-deploy-/.exec(text)?.[1];
