/** Limits the work of evaluation. Work is counted instead of timed, so that the same text always has the same result. */
import type { Value } from './model';
import { valueSize } from './values/valueSize';

/** Most steps for one request, about a twentieth of a second. Evaluation then stops, and the remaining values are unknown. */
export const MAX_STEPS = 100_000;

/** What takes as long as one step: values that are walked over, and characters of a text. */
const VALUES_PER_STEP = 4;
const CHARACTERS_PER_STEP = 16;

export class EvaluationBudget {
  private used = 0;

  /** @param steps the limit */
  constructor(readonly steps = MAX_STEPS) {}

  /** Steps taken so far. */
  get spent(): number {
    return this.used;
  }

  get isExhausted(): boolean {
    return this.used > this.steps;
  }

  /** Takes steps. @returns whether the limit is not exceeded */
  spend(steps: number): boolean {
    this.used += steps;
    return !this.isExhausted;
  }
}

/** The number of steps for visiting a value. */
export const stepsFor = (value: Value): number =>
  valueSize(value) / VALUES_PER_STEP + (value.kind === 'string' ? value.value.length / CHARACTERS_PER_STEP : 0);
