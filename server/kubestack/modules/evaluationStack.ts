/**
 * The declarations that are being evaluated, each needed by the one before: they must not depend on themselves, be nested too deep, or take too
 * long together.
 */
import { t } from '../../../common/localization';
import { EvaluationBudget, MAX_STEPS } from '../../hcl/budget';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { unknown } from '../../hcl/values/value';
import type { EvaluatedExpression } from './instanceReferences';
import type { SourceRange } from '../../hcl/model';

/** Maximum depth of dependencies: evaluation is recursive, and the call stack ends not far beyond. */
const MAX_CHAIN = 150;

export interface EvaluationFrame {
  /** Identifies the declaration. */
  readonly key: string;
  /** Name in messages: `local.a`. */
  readonly what: string;
  /** Location of the reference. */
  readonly range: SourceRange;
}

/** Budget of all answers between two changes of the workspace: a constant, and an amount per character. */
const MAX_STEPS_BETWEEN_CHANGES = 2_000_000;
const STEPS_PER_CHARACTER = 10;

/** The budget of one state of the workspace. */
export interface WorkspaceSize {
  /** Increases with every change. */
  readonly revision: number;
  /** Total length of its configuration. */
  readonly textLength: number;
}

/** `module.b` of `module.a.module.b`. */
const nameOf = (what: string): string => what.replace(/^.*(module\.[^.]+)$/, '$1');

export class EvaluationStack {
  private readonly steps: EvaluationFrame[] = [];
  /** The budget of everything that one answer needs. */
  private budget: EvaluationBudget | undefined;
  private spent = { revision: -1, steps: 0 };

  constructor(private readonly workspace: WorkspaceSize) {}

  /** Runs an evaluation with the budget of its answer: a new one, unless another evaluation needs it. */
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

  /** Whether a result that the budget has cut short may be cached: another answer may have more budget. */
  isFinal({ spent, isExhausted }: EvaluationBudget, spentBefore: number): boolean {
    return !isExhausted || spent - spentBefore > MAX_STEPS / 2;
  }

  private left(): number {
    const { revision, textLength } = this.workspace;
    if (this.spent.revision !== revision) this.spent = { revision, steps: 0 };
    return Math.max(0, MAX_STEPS_BETWEEN_CHANGES + STEPS_PER_CHARACTER * textLength - this.spent.steps);
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

  /** The result instead of evaluating: a cycle, or a chain that is too long. */
  refuse(step: EvaluationFrame): EvaluatedExpression | undefined {
    const diagnostic = this.cycle(step) ?? this.tooLong(step);
    return diagnostic && { value: unknown(), diagnostics: [diagnostic], usesWorkspace: false, usesInputs: false };
  }

  private cycle({ key, what, range }: EvaluationFrame): EvaluationDiagnostic | undefined {
    const from = this.steps.findIndex(each => each.key === key);
    if (from < 0) return undefined;
    this.budget?.spend(this.steps.length);
    // A call and its output are two steps with the same name.
    const around = this.steps
      .slice(from)
      .map((each, index) => ({ name: nameOf(each.what), range: index === 0 ? range : each.range }))
      .filter(({ name }, index, all) => index === 0 || name !== all[index - 1]!.name);
    // A cycle is reported at the same place, wherever it is entered.
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
      range: start.range,
      related: others.map(each => ({ message: t('{0} is used here', each.name), range: each.range })),
    };
  }

  private tooLong({ what, range }: EvaluationFrame): EvaluationDiagnostic | undefined {
    if (this.steps.length < MAX_CHAIN) return undefined;
    const message = t("{0} depends on a chain of more than {1} values and can't be shown.", what, MAX_CHAIN);
    return { code: 'KS004', message, range };
  }
}
