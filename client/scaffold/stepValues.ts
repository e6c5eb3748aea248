/** The values of steps that only the user knows. They are asked for once, and kept with the steps. */
import type { StepCheck, StepValues, Step } from '../../common/steps';
import { withValues } from '../../common/steps';
import { t } from '../../common/localization';

/** The texts of a check that can have values. */
export const textsOfCheck = (check: StepCheck): string[] =>
  'delegated' in check ? [] : [check.command, ...(check.lines ?? [])];

export function checkWithValues(check: StepCheck, { asks }: Step, values: StepValues): StepCheck {
  if ('delegated' in check) return check;
  const lines = check.lines?.map(line => withValues(line, asks, values));
  return { ...check, command: withValues(check.command, asks, values), ...(lines && { lines }) };
}

export function valuePrompt(name: string): string {
  switch (name) {
    case 'SUBSCRIPTION_ID':
      return t('ID of the Azure subscription');
    case 'PROJECT_ID':
      return t('ID of the Google Cloud project');
    case 'RESOURCE_GROUP':
      return t('Resource group on Azure');
    case 'ASSIGNEE':
      return t('Sign-in name of a person, or ID of an application or group, on Azure');
    case 'REPOSITORY':
      return t('The repository on GitHub, as owner/name');
    case 'LOCATION':
      return t('Region of the storage');
    case 'URL':
      return t('Address of the repository on your Git host');
    default:
      return t('Path of the file for {0}', name);
  }
}

/** A value is a word in every shell. @returns the problem of another one */
export const valueProblem = (value: string): string | undefined =>
  /^[\w./~][\w.:/@~+-]*$/.test(value) ? undefined : t('Use letters, digits and . : / @ ~ + - _, without spaces.');

/** Validates stored values. */
export const parseStepValues = (stored: unknown): StepValues =>
  typeof stored === 'object' && stored !== null
    ? Object.fromEntries(
        Object.entries(stored).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string' && valueProblem(entry[1]) === undefined,
        ),
      )
    : {};
