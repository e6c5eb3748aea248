/** Steps for the user with commands, and how to find out whether they are done. */
import type { StepCheck } from '../../common/followUp';

export interface Step {
  readonly text: string;
  readonly check?: StepCheck;
}

export const step = (text: string, check?: StepCheck): Step => ({ text, ...(check && { check }) });

/** Commands in a sentence, in the order in which they run. */
export const commands = (...all: string[]): string => all.map(each => `\`${each}\``).join(', ');

/** The checks by the texts of their steps. */
export const checksOf = (steps: readonly Step[]): Record<string, StepCheck> =>
  Object.fromEntries(steps.flatMap(({ text, check }) => (check ? [[text, check]] : [])));
