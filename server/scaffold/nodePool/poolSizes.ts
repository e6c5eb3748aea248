/** Sizes of a node pool: minimum, maximum, and the initial number if the cloud needs it. */
import { t } from '../../../common/localization';
import type { AnswerReader } from '../answerReader';
import type { Cloud } from '../cluster/clouds';
import { configurationEntry, type ConfigurationEntry } from '../configurationLines';

export interface Sizes {
  readonly min: number;
  readonly max: number;
  /** Undefined if the cloud does not need it. */
  readonly desired?: number | undefined;
}

/**
 * Sizes with the cloud's names; missing ones are derived from the others. Undefined after a problem.
 * @param usual defaults
 * @param inherited from the base environment: an override keeps what it does not set
 */
export function readSizes(
  answers: AnswerReader,
  { sizes }: Cloud,
  usual: { readonly min: number; readonly max: number },
  inherited?: Sizes,
): Sizes | undefined {
  const count = answers.problems.length;
  const givenMin = answers.integer(sizes.min, 0);
  const givenMax = answers.integer(sizes.max, 1);
  const givenDesired = sizes.desired === undefined ? undefined : answers.integer(sizes.desired, 0);
  if (answers.problems.length > count) return undefined;
  const max = givenMax ?? (inherited ? inherited.max : Math.max(usual.max, givenMin ?? 0, givenDesired ?? 0));
  const min = givenMin ?? Math.min(usual.min, givenDesired ?? max, max);
  const began = inherited?.desired ?? min;
  const desired = sizes.desired === undefined ? undefined : (givenDesired ?? Math.min(Math.max(began, min), max));
  if (!inherited) {
    answers.uses(sizes.min, min);
    answers.uses(sizes.max, max);
    if (sizes.desired !== undefined) answers.uses(sizes.desired, desired);
  }
  if (min > max)
    return answers.refuse(
      givenMax === undefined ? sizes.min : sizes.max,
      givenMax === undefined
        ? t('{0} is greater than {1} ({2}).', min, sizes.max, max)
        : t('{0} is less than {1} ({2}).', max, sizes.min, min),
    );
  if (desired !== undefined && (desired < min || desired > max))
    return answers.refuse(
      sizes.desired!,
      t('{0} is not between {1} ({2}) and {3} ({4}).', desired, sizes.min, min, sizes.max, max),
    );
  return { min, max, desired };
}

/** @param inherited sizes that need not be repeated */
export function sizeEntries(
  { sizes }: Cloud,
  wanted: Sizes,
  path: readonly string[],
  inherited?: Sizes,
): ConfigurationEntry[] {
  const entries: ConfigurationEntry[] = [];
  const add = (name: string | undefined, value: number | undefined, before: number | undefined): void => {
    if (name !== undefined && value !== undefined && value !== before)
      entries.push(configurationEntry([...path, name], value));
  };
  add(sizes.min, wanted.min, inherited?.min);
  add(sizes.max, wanted.max, inherited?.max);
  add(sizes.desired, wanted.desired, inherited?.desired);
  return entries;
}

/** Default sizes of the internal environment: enough to see whether a change works. */
export function smallerSizes(cloud: Cloud, sizes: Sizes, path: readonly string[]): ConfigurationEntry[] {
  // If sizes are per zone, one node each is enough.
  const most = cloud.sizes.usual.min > 1 ? 2 : 1;
  const min = Math.min(sizes.min, 1);
  const max = Math.min(sizes.max, most);
  const desired = sizes.desired === undefined ? undefined : Math.min(sizes.desired, Math.max(min, 1), max);
  return sizeEntries(cloud, { min, max, desired }, path, sizes);
}
