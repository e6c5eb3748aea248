/** Evaluates the expressions of a rule for one target in one environment, within limits: the rules of a repository are not trusted. */
import { t } from '../../common/localization';
import { memoize } from '../../common/memoize';
import { UnknownResultError } from '../../common/unknownResultError';
import { EvaluationBudget } from '../hcl/budget';
import { convert, ConversionError } from '../hcl/conversion/convert';
import { evaluate } from '../hcl/evaluation/evaluate';
import { Evaluation, Scope, type References } from '../hcl/evaluation/scope';
import type { FunctionFiles } from '../hcl/functions/function';
import { BOOL, STRING } from '../hcl/types/type';
import { containsSensitive } from '../hcl/values/value';
import type { Value } from '../hcl/model';
import { folderOfFile, type RuleSet } from '../kubestack/rules/ruleSet';
import type { Rule, RuleLocal } from '../kubestack/rules/ruleModel';
import type { Expression, Item, Span } from '../syntax/ast';
import { visitExpression } from '../syntax/traversal';

/** Maximum number of steps of one condition or message. */
const MAX_RULE_STEPS = 20_000;
const MAX_MESSAGE = 500;

/** What the expressions of a rule can use. */
export interface RuleScope {
  readonly names: ReadonlyMap<string, Value>;
  /** The same target in another environment; null if it has none. Undefined where no target has another environment. */
  readonly other: ((environment: string) => Value) | undefined;
}

export type Judgement =
  | { readonly kind: 'pass' | 'skip' | 'unknown' }
  | { readonly kind: 'fail'; readonly message: string }
  /** The expression has an error, at a span of the rules file. */
  | { readonly kind: 'error'; readonly message: string; readonly span: Span };

/** A judgement, and the steps that it took. */
export interface Judged {
  readonly judgement: Judgement;
  readonly steps: number;
}

/** @param rule of the set */
export function judge(rule: Rule, set: RuleSet, scope: RuleScope): Judged {
  const judging = new Judging(rule, set, scope);
  const judgement = judging.judgement();
  return { judgement, steps: judging.budget.spent };
}

const readsNoFiles = (): never => {
  throw new UnknownResultError('rules read no files');
};
const NO_FILES: FunctionFiles = {
  read: readsNoFiles,
  exists: readsNoFiles,
  list: readsNoFiles,
  absolute: readsNoFiles,
};

/** A scope without names. */
export const CLOSED: References = {
  closed: true,
  files: NO_FILES,
  attribute: () => undefined,
  moduleOutput: () => undefined,
};

class Judging implements References {
  readonly closed = true;
  readonly files = NO_FILES;
  readonly budget = new EvaluationBudget(MAX_RULE_STEPS);
  private evaluation = new Evaluation(this.budget);

  constructor(
    private readonly rule: Rule,
    private readonly set: RuleSet,
    private readonly scope: RuleScope,
  ) {}

  judgement(): Judgement {
    const { filter, condition } = this.rule;
    if (filter) {
      const applies = this.bool(filter);
      if (typeof applies !== 'boolean') return applies;
      if (!applies) return { kind: 'skip' };
    }
    const holds = this.bool(condition);
    if (typeof holds !== 'boolean') return holds;
    return holds ? { kind: 'pass' } : { kind: 'fail', message: this.message() };
  }

  private bool(expression: Expression): boolean | Judgement {
    const value = this.value(expression, this.rule.item);
    const error = this.error();
    if (error) return error;
    try {
      const converted = convert(value, BOOL);
      if (converted.kind === 'bool') return converted.value;
      if (converted.kind === 'unknown') return { kind: 'unknown' };
    } catch (thrown) {
      if (!(thrown instanceof ConversionError)) throw thrown;
    }
    return { kind: 'error', message: t('The condition is neither true nor false.'), span: this.spanOf(expression) };
  }

  /** A sensitive or unknown message is not shown. */
  private message(): string {
    const value = this.value(this.rule.errorMessage, this.rule.item);
    const { description, name } = this.rule;
    const otherwise = description ?? t('The rule "{0}" is broken.', name.text);
    if (this.error() || containsSensitive(value)) return otherwise;
    try {
      const text = convert(value, STRING);
      if (text.kind !== 'string' || text.value.trim() === '') return otherwise;
      return text.value.length > MAX_MESSAGE ? `${text.value.slice(0, MAX_MESSAGE)}…` : text.value.trim();
    } catch (thrown) {
      if (!(thrown instanceof ConversionError)) throw thrown;
      return otherwise;
    }
  }

  private value(expression: Expression, item: Item): Value {
    this.evaluation = new Evaluation(this.budget);
    return evaluate(expression, this.scopeIn(item, this.evaluation));
  }

  private scopeIn(item: Item, evaluation: Evaluation): Scope {
    return new Scope(evaluation, item, this).withNames([...this.scope.names]);
  }

  /** The first error of the last evaluation. */
  private error(): Judgement | undefined {
    const [first] = [...this.evaluation.staticDiagnostics, ...this.evaluation.diagnostics];
    if (!first) return undefined;
    const { item, start, end } = first.range;
    const offset = item === this.rule.item ? this.rule.offset : this.locals.find(each => each.item === item)?.offset;
    const span = offset === undefined ? this.rule.name : { start: start + offset, end: end + offset };
    return { kind: 'error', message: first.message, span };
  }

  private spanOf({ start, end }: Span): Span {
    return { start: start + this.rule.offset, end: end + this.rule.offset };
  }

  private get locals(): RuleLocal[] {
    return [...(this.set.locals.get(folderOfFile(this.rule.file))?.values() ?? [])];
  }

  attribute(root: string, name: string, from: Scope): Value | undefined {
    if (root !== 'local') return undefined;
    const local = localOf(this.set, this.rule, name);
    return local && evaluate(local.value, this.scopeIn(local.item, from.evaluation));
  }

  moduleOutput(): undefined {
    return undefined;
  }

  ownFunction(name: string, [environment, ...others]: readonly Value[]): Value | undefined {
    if (name !== 'other' || others.length > 0 || environment?.kind !== 'string') return undefined;
    return this.scope.other?.(environment.value);
  }
}

/** The local value of a name, in the folder of a rule. */
export const localOf = (set: RuleSet, { file }: Rule, name: string): RuleLocal | undefined =>
  set.locals.get(folderOfFile(file))?.get(name);

/** What a rule reads. */
export interface RuleReads {
  /** First names of references: `attributes`, `cluster`. `other` if it is called. */
  readonly roots: ReadonlySet<string>;
  /** Paths of attributes in the condition, in the order of the text: `["default_node_pool", "min_size"]`. */
  readonly attributes: readonly (readonly string[])[];
}

const readsInSet = memoize((_set: RuleSet) => new Map<Rule, RuleReads>());

/** What a rule reads, also in the locals that it refers to. */
export function readsOf(rule: Rule, set: RuleSet): RuleReads {
  const cached = readsInSet(set).get(rule);
  if (cached) return cached;
  const roots = new Set<string>();
  const attributes: string[][] = [];
  const locals = new Set<string>();
  const visit = (expression: Expression, isCondition: boolean): void =>
    visitExpression(expression, part => {
      if (part.kind === 'name') roots.add(part.name);
      if (part.kind === 'call' && part.name === 'other') roots.add('other');
      if (part.kind !== 'attribute') return;
      const path = pathOf(part);
      if (path?.[0] === 'local' && path[1] !== undefined && !locals.has(path[1])) {
        locals.add(path[1]);
        const local = localOf(set, rule, path[1]);
        if (local) visit(local.value, isCondition);
      }
      // The longest path comes first, and its parts follow.
      if (isCondition && path?.[0] === 'attributes' && !attributes.some(each => startsWith(each, path.slice(1))))
        attributes.push(path.slice(1));
    });
  visit(rule.condition, true);
  if (rule.filter) visit(rule.filter, false);
  visit(rule.errorMessage, false);
  const reads = { roots, attributes };
  readsInSet(set).set(rule, reads);
  return reads;
}

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((step, index) => path[index] === step);

/** `["attributes", "default_node_pool", "min_size"]` of a reference; undefined for other expressions. */
export function pathOf(expression: Expression): string[] | undefined {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind === 'attribute') {
    const target = pathOf(expression.target);
    return target && [...target, expression.name];
  }
  if (expression.kind !== 'index' || expression.key.kind !== 'text') return undefined;
  const target = pathOf(expression.target);
  return target && [...target, expression.key.value];
}
