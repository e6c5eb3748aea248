/** The scope of an expression during evaluation. */
import { t } from '../../../common/localization';
import type { Expression, Item, Span } from '../../syntax/ast';
import { EvaluationBudget, stepsFor } from '../budget';
import type { EvaluationDiagnostic, EvaluationDiagnosticCode } from '../evaluationDiagnostic';
import type { FunctionContext } from '../functions/function';
import { unknown } from '../values/value';
import type { SourceRange, Value } from '../model';

/** Maximum depth of nested expressions and locals, below the limit of the call stack. */
export const MAX_DEPTH = 400;

/** Maximum number of diagnostics of one evaluation. */
const MAX_FAULTS = 100;

/** Maximum length of a message. */
const MAX_MESSAGE = 500;

/** The names of a module, resolved for one environment. */
export interface References extends Pick<FunctionContext, 'files' | 'version' | 'functionFailed'> {
  /** Set if only the scope's own variables are available: in templates, defaults, `.tfvars`. */
  readonly closed?: boolean;
  /** Set if functions are not available either: in defaults, `.tfvars`. */
  readonly withoutFunctions?: boolean;
  /** Whether parts of the module don't parse: a missing declaration is then unknown instead of an error. */
  readonly declarationsIncomplete?: boolean;
  /** `var.name`, `local.name`, `path.name`, `terraform.name`; undefined when nothing of that name is declared. */
  attribute(root: string, name: string, from: Scope, range: SourceRange): Value | undefined;
  /** `module.name.output`; undefined when the module is not declared. */
  moduleOutput(module: string, output: string, from: Scope, range: SourceRange): Value | undefined;
  /** Set if unknown values have a content, see content.ts. */
  readonly tracksContent?: boolean;
  /**
   * The value of a name that only a plan knows: (`aws_vpc`, `current`) and (`data.aws_vpc`, `current`) for all instances, (`module`, `a`) with all
   * its outputs, (`each`, `key`), (`count`, `index`). Undefined if it is unknown.
   */
  planned?(root: string, name: string, from: Scope, range: SourceRange): Value | undefined;
  /** The result of a function that only this scope has; undefined for other names. Its arguments are known. */
  ownFunction?(name: string, args: readonly Value[]): Value | undefined;
}

/** One evaluation: its diagnostics and the work that it took. */
export class Evaluation {
  /** Diagnostics, unless `try` or `can` discards them. */
  diagnostics: EvaluationDiagnostic[] = [];
  /** Diagnostics that terraform finds before evaluation, such as an undeclared reference; `try` does not discard them. */
  readonly staticDiagnostics: EvaluationDiagnostic[] = [];
  depth = 0;
  /** The operands of the current expression that have been evaluated, if their content is tracked. */
  operands: Value[] | undefined;
  private readonly added = new Set<EvaluationDiagnostic>();
  private limitReported = false;

  /** @param budget possibly shared with other evaluations */
  constructor(readonly budget: EvaluationBudget = new EvaluationBudget()) {}

  /** Counts work other than evaluating an expression, such as walking over a value. @returns whether the limit is not exceeded */
  spendOn(value: Value): boolean {
    return this.budget.spend(stepsFor(value));
  }

  /** Adds a static diagnostic unless it exists already: loops find the same one repeatedly. */
  addStaticDiagnostics(diagnostics: readonly EvaluationDiagnostic[]): void {
    for (const diagnostic of diagnostics) {
      if (this.staticDiagnostics.length >= MAX_FAULTS) return;
      // Each reference to a declaration brings all of its diagnostics again.
      if (this.added.has(diagnostic)) continue;
      this.added.add(diagnostic);
      if (!this.staticDiagnostics.some(reported => isSame(reported, diagnostic)))
        this.staticDiagnostics.push(diagnostic);
    }
  }

  /** Runs `action` with separate diagnostics. */
  collect<T>(action: () => T): { result: T; diagnostics: EvaluationDiagnostic[] } {
    const outer = this.diagnostics;
    this.diagnostics = [];
    try {
      return { result: action(), diagnostics: this.diagnostics };
    } finally {
      this.diagnostics = outer;
    }
  }

  /** Reports once that evaluation takes too long. */
  reportExhausted(range: SourceRange): void {
    this.reportLimit(t("This takes too long to evaluate. Values that depend on it can't be shown."), range);
  }

  /** Reports once that a limit was reached. */
  reportLimit(message: string, range: SourceRange): void {
    if (this.limitReported) return;
    this.limitReported = true;
    this.staticDiagnostics.push({ code: 'KS004', message, range });
  }
}

const isSame = (a: EvaluationDiagnostic, b: EvaluationDiagnostic): boolean =>
  a === b || (a.message === b.message && a.range.item === b.range.item && a.range.start === b.range.start);

interface Name {
  readonly name: string;
  readonly value: Value;
  readonly outer: Name | undefined;
}

export class Scope {
  constructor(
    readonly evaluation: Evaluation,
    /** The item that contains the expression; offsets are relative to it. */
    readonly item: Item,
    readonly references: References,
    private readonly names: Name | undefined = undefined,
    /** The current element of a splat. */
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

  range(span: { start: number; end: number }): SourceRange {
    return { item: this.item, start: span.start, end: span.end };
  }

  /** Reports an error that terraform finds during evaluation; returns the unknown value to continue with. */
  refuse(code: EvaluationDiagnosticCode, message: string, span: Span, suggestion?: string): Value {
    const { diagnostics } = this.evaluation;
    const shortMessage = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
    if (diagnostics.length < MAX_FAULTS)
      diagnostics.push({
        code,
        message: shortMessage,
        range: this.range(span),
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    return unknown();
  }

  /** An unknown value that carries the text of its expression. */
  notKnown(expression: Expression, value: Value = unknown()): Value {
    if (value.kind !== 'unknown' || value.expression !== undefined) return value;
    return { ...value, expression: this.item.text.slice(expression.start, expression.end) };
  }
}
