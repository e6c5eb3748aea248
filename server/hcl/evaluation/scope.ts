/** What an expression can see while it is evaluated. */
import { t } from '../../../common/localization';
import type { Expression, Item, Span } from '../../syntax/ast';
import { EvaluationBudget, stepsFor } from '../budget';
import type { EvaluationDiagnostic, EvaluationDiagnosticCode } from '../evaluationDiagnostic';
import type { FunctionContext } from '../functions/function';
import { unknown } from '../values/value';
import type { SourceRange, Value } from '../model';

/** Expressions within expressions and locals within locals; the call stack ends not far beyond. */
export const MAX_DEPTH = 400;

/** More diagnostics of one evaluation tell nothing new. */
const MAX_FAULTS = 100;

/** What a message quotes can be as long as the text. */
const MAX_MESSAGE = 500;

/** The names of a module, resolved for one environment. */
export interface References extends Pick<FunctionContext, 'files' | 'program'> {
  /** Set where nothing can be referred to but variables that the scope has itself: templates, defaults, `.tfvars`. */
  readonly closed?: boolean;
  /** Set where functions can't be called either: defaults, `.tfvars`. */
  readonly withoutFunctions?: boolean;
  /** Whether parts of the module don't parse: what seems not to be declared is only not known then. */
  readonly declarationsIncomplete?: boolean;
  /** `var.name`, `local.name`, `path.name`, `terraform.name`; undefined when nothing of that name is declared. */
  attribute(root: string, name: string, from: Scope, place: SourceRange): Value | undefined;
  /** `module.name.output`; undefined when the module is not declared. */
  moduleOutput(module: string, output: string, from: Scope, place: SourceRange): Value | undefined;
}

/** One run of the evaluator: what it found wrong and what it has spent. */
export class Evaluation {
  /** Diagnostics that count unless something like `try` takes them back. */
  diagnostics: EvaluationDiagnostic[] = [];
  /** Diagnostics that terraform finds before it evaluates, such as a reference to nothing: `try` does not help. */
  readonly staticDiagnostics: EvaluationDiagnostic[] = [];
  depth = 0;
  private limitReported = false;

  /** @param budget what it may take, alone or with others */
  constructor(readonly budget: EvaluationBudget = new EvaluationBudget()) {}

  /** Counts work that is not an expression of its own: walking over a value. @returns whether there may be more of it */
  spendOn(value: Value): boolean {
    return this.budget.spend(stepsFor(value));
  }

  /** Adds what is not yet among the static diagnostics: in a loop the same is found again and again. */
  addStaticDiagnostics(diagnostics: readonly EvaluationDiagnostic[]): void {
    for (const diagnostic of diagnostics) {
      if (this.staticDiagnostics.length >= MAX_FAULTS) return;
      if (!this.staticDiagnostics.some(known => isSame(known, diagnostic))) this.staticDiagnostics.push(diagnostic);
    }
  }

  /** Runs `action` with diagnostics of its own. */
  collect<T>(action: () => T): { result: T; diagnostics: EvaluationDiagnostic[] } {
    const outer = this.diagnostics;
    this.diagnostics = [];
    try {
      return { result: action(), diagnostics: this.diagnostics };
    } finally {
      this.diagnostics = outer;
    }
  }

  /** Reports, once, that it takes too long. */
  reportExhausted(place: SourceRange): void {
    this.reportLimit(t("This takes too long to evaluate. Values that depend on it can't be shown."), place);
  }

  /** Reports, once, that a bound was reached. */
  reportLimit(message: string, place: SourceRange): void {
    if (this.limitReported) return;
    this.limitReported = true;
    this.staticDiagnostics.push({ code: 'KS004', message, place });
  }
}

const isSame = (a: EvaluationDiagnostic, b: EvaluationDiagnostic): boolean =>
  a === b || (a.message === b.message && a.place.item === b.place.item && a.place.start === b.place.start);

interface Name {
  readonly name: string;
  readonly value: Value;
  readonly outer: Name | undefined;
}

export class Scope {
  constructor(
    readonly evaluation: Evaluation,
    /** The item that the expression stands in: its offsets are relative to it. */
    readonly item: Item,
    readonly references: References,
    private readonly names: Name | undefined = undefined,
    /** What the star of a splat stands for. */
    readonly splatItem: Value | undefined = undefined,
  ) {}

  withNames(entries: readonly (readonly [string, Value])[]): Scope {
    let names = this.names;
    for (const [name, value] of entries) names = { name, value, outer: names };
    return new Scope(this.evaluation, this.item, this.references, names, this.splatItem);
  }

  withSplatItem(value: Value): Scope {
    return new Scope(this.evaluation, this.item, this.references, this.names, value);
  }

  /** The value of a `for` variable or template variable. */
  lookup(name: string): Value | undefined {
    for (let at = this.names; at; at = at.outer) if (at.name === name) return at.value;
    return undefined;
  }

  place(span: { start: number; end: number }): SourceRange {
    return { item: this.item, start: span.start, end: span.end };
  }

  /** Reports what terraform refuses while evaluating; the value to go on with. */
  refuse(code: EvaluationDiagnosticCode, message: string, span: Span, suggestion?: string): Value {
    const { diagnostics } = this.evaluation;
    const told = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
    if (diagnostics.length < MAX_FAULTS)
      diagnostics.push({
        code,
        message: told,
        place: this.place(span),
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    return unknown();
  }

  /** An unknown value that carries the text of the expression that would compute it. */
  notKnown(expression: Expression, value: Value = unknown()): Value {
    if (value.kind !== 'unknown' || value.expression !== undefined) return value;
    return { ...value, expression: this.item.text.slice(expression.start, expression.end) };
  }
}
