/** Next steps that the client recognizes in every language, since it offers commands for them. */
import { localizable, localized, t } from './localization';

export const PULL_REQUEST_STEP = localizable('Create a pull request. A colleague reviews the change and its plan.');
/** The same step, for changes that the user has already reviewed. */
export const SHORT_PULL_REQUEST_STEP = localizable('Create a pull request.');

/** The step to plan an environment. */
export const planStep = (environment: string): string => t('Plan {0}.', environment);

/** Whether a step is to create a pull request. */
export const isPullRequest = (text: string): boolean =>
  [PULL_REQUEST_STEP, SHORT_PULL_REQUEST_STEP].some(step => localized(step) === text);

/** The target environment of a promotion step, from the deploy tag in its text; undefined for other steps. */
export const promotedTo = (text: string): string | undefined => /`git tag ([\w-]+)-deploy-/.exec(text)?.[1];
