/** Next steps that the client recognizes in every language, since it offers commands for them. */
import { localizable, localized, t } from './localization';

export const PULL_REQUEST_STEP = localizable('Create a pull request. A colleague reviews the change and its plan.');
/** The same step, for changes that the user has already reviewed. */
export const SHORT_PULL_REQUEST_STEP = localizable('Create a pull request.');

/** How to find out whether a step is done. */
export type StepCheck = CommandCheck | DelegationCheck;

/** The DNS name has the name servers of its zone. */
export interface DelegationCheck {
  readonly delegated: string;
  /** Prints the zone in the state, like {@link CommandCheck.command}. */
  readonly zone?: string;
  /** The Terraform workspace of that state. */
  readonly workspace?: string;
}

/** A read-only command. If it fails, the step is open, if it says that something is missing. */
export interface CommandCheck {
  /** Without a shell: words, and texts in double quotes. */
  readonly command: string;
  /** Lines of its output, without marks such as `*`; if empty, any output. */
  readonly lines?: readonly string[];
  /** The Terraform workspace. */
  readonly workspace?: string;
  /** Every failure means that the step is open. */
  readonly failure?: 'open';
}

/** Values in the commands of steps that only the user knows: words in capitals. What stands in double quotes is a name of the platform. */
export const VALUE_NAMES = /(?<!\w)(?:SUBSCRIPTION_ID|PROJECT_ID|RESOURCE_GROUP|LOCATION|URL|[A-Z][A-Z_]*_FILE)(?!\w)/;

/** The step to plan an environment. */
export const planStep = (environment: string): string => t('Plan {0}.', environment);

/** Whether a step is to create a pull request. */
export const isPullRequest = (text: string): boolean =>
  [PULL_REQUEST_STEP, SHORT_PULL_REQUEST_STEP].some(step => localized(step) === text);

/** The target environment of a promotion step, from the deploy tag in its text; undefined for other steps. */
export const promotedTo = (text: string): string | undefined =>
  /`git tag (?:-a -m "[^"`]*" )?([\w.+@-]+)-deploy-/.exec(text)?.[1];
