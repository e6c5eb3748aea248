/** How much work evaluation may take: counted, not timed, so that the same text always has the same answer. */
import type { Value } from './model';
import { valueSize } from './values/valueSize';

/** Steps of one answer: what takes more is given up, and the values that it would make are unknown. At most about a twentieth of a second. */
export const MAX_STEPS = 100_000;

/** What takes as long as one step: values that are walked over, and characters of a text. */
const VALUES_PER_STEP = 4;
const CHARACTERS_PER_STEP = 16;

export class EvaluationBudget {
  private used = 0;

  /** @param steps that may be taken */
  constructor(readonly steps = MAX_STEPS) {}

  /** Steps that were taken. */
  get spent(): number {
    return this.used;
  }

  get isExhausted(): boolean {
    return this.used > this.steps;
  }

  /** Takes steps. @returns whether there are enough of them */
  spend(steps: number): boolean {
    this.used += steps;
    return !this.isExhausted;
  }
}

/** The steps that it takes to walk over a value. */
export const stepsFor = (value: Value): number =>
  valueSize(value) / VALUES_PER_STEP + (value.kind === 'string' ? value.value.length / CHARACTERS_PER_STEP : 0);
