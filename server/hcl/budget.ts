/** Limits the work of evaluation. Counts steps instead of time, so that the same text always has the same result. */
import type { Value } from './model';
import { valueSize } from './values/valueSize';

/**
 * Maximum number of steps for one request, which take about 50 ms. Evaluation then stops, and the remaining values are unknown. A step is the time to
 * evaluate an expression without its parts. Calling a function is an expression, too; functions count what they do beyond that.
 */
export const MAX_STEPS = 100_000;

/** The number of steps to visit a value in a collection, and the number of characters that take one step to visit. */
const STEPS_PER_VALUE = 3;
const CHARACTERS_PER_STEP = 8;

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

/** The number of steps to visit what a value contains. */
export const stepsFor = (value: Value): number =>
  value.kind === 'string'
    ? Math.floor(value.value.length / CHARACTERS_PER_STEP)
    : STEPS_PER_VALUE * (valueSize(value) - 1);
