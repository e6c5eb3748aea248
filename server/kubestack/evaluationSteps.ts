/** Declarations that are being evaluated, each needed by the one before: what must not need itself, and not go too deep. */
import type { Fault } from '../hcl/fault';
import { unknown, type Place } from '../hcl/value';
import type { Evaluated } from './instanceReferences';

/** Longer chains of locals and calls are given up: evaluation is recursive, and the call stack ends not far beyond. */
export const MAX_CHAIN = 150;

export interface EvaluationStep {
  /** Tells declarations apart. */
  readonly key: string;
  /** What people call it: `local.a`. */
  readonly what: string;
  /** Where it is asked for. */
  readonly place: Place;
}

export class EvaluationSteps {
  private readonly steps: EvaluationStep[] = [];

  /** Runs the evaluation of a declaration. */
  during<T>(step: EvaluationStep, action: () => T): T {
    this.steps.push(step);
    try {
      return action();
    } finally {
      this.steps.pop();
    }
  }

  /** What to answer instead of evaluating: a cycle, or a chain that is too long. */
  refuse(step: EvaluationStep): Evaluated | undefined {
    const fault = this.cycle(step) ?? this.tooLong(step);
    return fault && { value: unknown(), faults: [fault], usesWorkspace: false, usesInputs: false };
  }

  private cycle({ key, what, place }: EvaluationStep): Fault | undefined {
    const from = this.steps.findIndex(each => each.key === key);
    if (from < 0) return undefined;
    const around = this.steps.slice(from);
    const names = [...around.map(each => each.what.replace(/^.*(module\.[^.]+)$/, '$1')), what];
    const chain = names.filter((name, index) => name !== names[index - 1] || names.length === 2);
    return {
      code: 'KS001',
      message: `${what} depends on itself: ${chain.join(' → ')}.`,
      place,
      related: around.slice(1).map(each => ({ message: `${each.what} is used here`, place: each.place })),
    };
  }

  private tooLong({ what, place }: EvaluationStep): Fault | undefined {
    if (this.steps.length < MAX_CHAIN) return undefined;
    const message = `${what} is reached through more than ${MAX_CHAIN} values that depend on each other: it is not known here.`;
    return { code: 'KS004', message, place };
  }
}
