/**
 * Declarations that are being evaluated, each needed by the one before: what must not need itself, not go too deep, and not take too long
 * together.
 */
import { t } from '../../../common/localization';
import { EvaluationBudget, MAX_STEPS } from '../../hcl/budget';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { unknown } from '../../hcl/values/value';
import type { EvaluatedExpression } from './instanceReferences';
import type { SourceRange } from '../../hcl/model';

/** Longer chains of locals and calls are given up: evaluation is recursive, and the call stack ends not far beyond. */
export const MAX_CHAIN = 150;

export interface EvaluationFrame {
  /** Tells declarations apart. */
  readonly key: string;
  /** What people call it: `local.a`. */
  readonly what: string;
  /** Where it is asked for. */
  readonly place: SourceRange;
}

/** Steps of all answers between two changes of the workspace, whatever is in it, and for each character of it. */
const STEPS_BETWEEN_CHANGES = 1_500_000;
const STEPS_PER_CHARACTER = 5;

/** What all that is evaluated for one state of a workspace may take. */
export interface WorkspaceSize {
  /** Grows with every change. */
  readonly revision: number;
  /** Characters of all its configuration. */
  readonly textLength: number;
}

/** `module.b` of `module.a.module.b`. */
const nameOf = (what: string): string => what.replace(/^.*(module\.[^.]+)$/, '$1');

export class EvaluationStack {
  private readonly steps: EvaluationFrame[] = [];
  /** What everything that is needed for one answer may take. */
  private budget: EvaluationBudget | undefined;
  private spent = { revision: -1, steps: 0 };

  constructor(private readonly workspace: WorkspaceSize) {}

  /** Runs an evaluation with what is left for the answer that it is for: a new one, unless it is needed by another evaluation. */
  withBudget<T>(action: (budget: EvaluationBudget) => T): T {
    if (this.budget) return action(this.budget);
    const budget = new EvaluationBudget(Math.min(MAX_STEPS, this.left()));
    this.budget = budget;
    try {
      return action(budget);
    } finally {
      this.budget = undefined;
      this.spent.steps += budget.spent;
    }
  }

  /** Whether a result that is complete only as far as the budget went may be kept: another answer could have more to spend on it. */
  isFinal({ spent, isExhausted }: EvaluationBudget, spentBefore: number): boolean {
    return !isExhausted || spent - spentBefore > MAX_STEPS / 2;
  }

  private left(): number {
    const { revision, textLength } = this.workspace;
    if (this.spent.revision !== revision) this.spent = { revision, steps: 0 };
    return Math.max(0, STEPS_BETWEEN_CHANGES + STEPS_PER_CHARACTER * textLength - this.spent.steps);
  }

  /** Runs the evaluation of a declaration. */
  during<T>(step: EvaluationFrame, action: () => T): T {
    this.steps.push(step);
    try {
      return action();
    } finally {
      this.steps.pop();
    }
  }

  /** What to answer instead of evaluating: a cycle, or a chain that is too long. */
  refuse(step: EvaluationFrame): EvaluatedExpression | undefined {
    const diagnostic = this.cycle(step) ?? this.tooLong(step);
    return diagnostic && { value: unknown(), diagnostics: [diagnostic], usesWorkspace: false, usesInputs: false };
  }

  private cycle({ key, what, place }: EvaluationFrame): EvaluationDiagnostic | undefined {
    const from = this.steps.findIndex(each => each.key === key);
    if (from < 0) return undefined;
    // A call and its output are two steps with one name.
    const around = this.steps
      .slice(from)
      .map((each, index) => ({ name: nameOf(each.what), place: index === 0 ? place : each.place }))
      .filter(({ name }, index, all) => index === 0 || name !== all[index - 1]!.name);
    // It is the same cycle from wherever it is entered, and is reported at the same place.
    const names = around.map(({ name }) => name);
    const first = names.indexOf([...names].sort()[0] ?? nameOf(what));
    const [start, ...others] = [...around.slice(first), ...around.slice(0, first)];
    if (!start) return undefined;
    return {
      code: 'KS001',
      message: t(
        '{0} depends on itself: {1}.',
        start.name,
        [start, ...others, start].map(({ name }) => name).join(' → '),
      ),
      place: start.place,
      related: others.map(each => ({ message: t('{0} is used here', each.name), place: each.place })),
    };
  }

  private tooLong({ what, place }: EvaluationFrame): EvaluationDiagnostic | undefined {
    if (this.steps.length < MAX_CHAIN) return undefined;
    const message = t("{0} depends on a chain of more than {1} values and can't be shown.", what, MAX_CHAIN);
    return { code: 'KS004', message, place };
  }
}
