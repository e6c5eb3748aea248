/** Follow-up steps that the client recognizes in every language, since it has commands for them. */
import { localizable, localized } from './localization';

export const PULL_REQUEST_STEP = localizable('Create a pull request. A colleague reviews the change and its plan.');
/** The same step, after a change that was reviewed already. */
export const SHORT_PULL_REQUEST_STEP = localizable('Create a pull request.');

/** Whether a step is the one that creates the pull request. */
export const isPullRequest = (text: string): boolean =>
  [PULL_REQUEST_STEP, SHORT_PULL_REQUEST_STEP].some(step => localized(step) === text);

/** The environment that a step promotes to, read from the deploy tag that it pushes; undefined for other steps. */
export const promotedTo = (text: string): string | undefined => /`git tag ([\w-]+)-deploy-/.exec(text)?.[1];
