/** Limits the work of evaluation. Counts steps instead of time, so that the same text always has the same result. */
import type { Value } from './model';
import { valueSize } from './values/valueSize';

/**
 * Maximum number of steps for one request, which take about 5 ms, and 50 ms if the code runs for the first time. Evaluation then stops, and the
 * remaining values are unknown. Of all configurations in this repository, the largest takes 407 steps.
 */
export const MAX_STEPS = 10_000;

/** The numbers of values and of characters that take one step to visit. */
const VALUES_PER_STEP = 4;
export const CHARACTERS_PER_STEP = 32;

export class EvaluationBudget {
  private used = 0;

  /** @param steps maximum number */
  constructor(readonly steps = MAX_STEPS) {}

  /** Number of steps so far. */
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

/** The number of steps to visit a value. */
export const stepsFor = (value: Value): number =>
  valueSize(value) / VALUES_PER_STEP + (value.kind === 'string' ? value.value.length / CHARACTERS_PER_STEP : 0);
