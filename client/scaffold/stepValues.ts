/** Values in the commands of steps that only the user knows: words in capitals. They are asked for once, and kept with the steps. */
import { VALUE_NAMES, type StepCheck } from '../../common/followUp';
import { ownProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';

/** The values by name. */
export type StepValues = Readonly<Record<string, string>>;

/** A text in double quotes, which has no such values, or the name of one. */
const NAME = new RegExp(`"[^"]*"|${VALUE_NAMES.source}`, 'g');

/** Replaces the names in a text. */
export const withValues = (text: string, values: StepValues): string =>
  text.replace(NAME, name => ownProperty(values, name) ?? name);

/** The date in the names of deploy tags, in the notation of POSIX shells. */
const TODAY = /\$\(date -u \+%F\)/g;

/** Replaces the command that prints the date by the date in UTC, so that every shell understands the text. */
export const withDate = (text: string, now: Date): string => text.replace(TODAY, now.toISOString().slice(0, 10));

/** The names in commands that have no value yet. */
export const missingValues = (commands: readonly string[], values: StepValues): string[] => [
  ...new Set(
    commands.flatMap(command => withValues(command, values).match(NAME) ?? []).filter(found => !found.startsWith('"')),
  ),
];

/** The texts of a check that can have values. */
export const textsOfCheck = (check: StepCheck): string[] =>
  'delegated' in check ? [] : [check.command, ...(check.lines ?? [])];

export function checkWithValues(check: StepCheck, values: StepValues): StepCheck {
  if ('delegated' in check) return check;
  const lines = check.lines?.map(line => withValues(line, values));
  return { ...check, command: withValues(check.command, values), ...(lines && { lines }) };
}

export function valuePrompt(name: string): string {
  switch (name) {
    case 'SUBSCRIPTION_ID':
      return t('ID of the Azure subscription');
    case 'PROJECT_ID':
      return t('ID of the Google Cloud project');
    case 'RESOURCE_GROUP':
      return t('Resource group on Azure');
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
