/** Splits the value of `configuration` into environments before conversion. */
import { sentences, t } from '../../../common/localization';
import type { Expression, Item, ObjectExpression } from '../../syntax/ast';
import type { EvaluationBudget } from '../../hcl/budget';
import { evaluate } from '../../hcl/evaluation/evaluate';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { evaluateKey } from '../../hcl/values/objectKey';
import { Evaluation, Scope, type References } from '../../hcl/evaluation/scope';
import { markedLike } from '../../hcl/values/sensitivity';
import { withRange } from '../../hcl/values/value';
import { InstanceReferences, type Declarations } from '../modules/instanceReferences';
import type { ModuleInstance } from '../modules/moduleInstance';
import { rangeIn } from '../modules/moduleCall';
import type { DependencyTracker } from '../memoization/dependencyTracker';
import { ValidationReferences } from '../modules/validationReferences';
import type { SourceRange, Value } from '../../hcl/model';

/** Environment → value as evaluated for one workspace; `undefined` if the keys are unknown. */
export interface ConfigurationEntries {
  readonly entries: ReadonlyMap<string, Value> | undefined;
  readonly diagnostics: readonly EvaluationDiagnostic[];
  readonly usesWorkspace: boolean;
  readonly usesInputs: boolean;
}

/**
 * Evaluates `configuration` with `terraform.workspace` set to `environment`, except in the keys: they name the environments and are evaluated in
 * the selected workspace.
 */
export function evaluateEntries(
  declarations: Declarations,
  instance: ModuleInstance,
  part: { item: Item; expression: Expression },
  environment: string,
  selectedWorkspace: string,
  reads: DependencyTracker,
): ConfigurationEntries {
  const references = new InstanceReferences(declarations, instance, environment, reads);
  const keyReferences = new InstanceReferences(declarations, instance, selectedWorkspace, reads);
  const { entries, diagnostics } = declarations.withBudget(budget =>
    entriesSeenWith(references, keyReferences, part, budget),
  );
  return {
    entries,
    diagnostics,
    usesWorkspace: references.usesWorkspace || keyReferences.usesWorkspace,
    usesInputs: references.usesInputs || keyReferences.usesInputs,
  };
}

/**
 * The environments in the selected workspace. It can be `default`, for which no plan exists. Expressions that fail only there, such as
 * `lookup(var.sizes, terraform.workspace)`, are not errors, and the keys are those of the base environment.
 *
 * @param entriesIn evaluates for an environment
 */
export function entriesWithKeys(
  entriesIn: (environment: string) => ConfigurationEntries,
  selectedWorkspace: string,
  baseKey: () => string | undefined,
): ConfigurationEntries {
  const selected = entriesIn(selectedWorkspace);
  if (selected.diagnostics.length === 0 || !selected.usesWorkspace) return selected;
  const base = baseKey();
  return base === undefined || base === selectedWorkspace ? selected : entriesIn(base);
}

/** The environments during terraform validate. */
export function evaluateEntriesForValidation(
  declarations: Declarations,
  instance: ModuleInstance,
  part: { item: Item; expression: Expression },
  selectedWorkspace: string,
  reads: DependencyTracker,
): ReadonlyMap<string, Value> | undefined {
  const references = new ValidationReferences(declarations, instance, selectedWorkspace, reads);
  return declarations.withBudget(budget => entriesSeenWith(references, references, part, budget)).entries;
}

function entriesSeenWith(
  references: References,
  keyReferences: References,
  part: { item: Item; expression: Expression },
  budget: EvaluationBudget,
): Pick<ConfigurationEntries, 'entries' | 'diagnostics'> {
  const evaluation = new Evaluation(budget);
  const scope = new Scope(evaluation, part.item, references);
  const expression = withoutParentheses(part.expression);
  const entries =
    expression.kind === 'object'
      ? literalEntries(expression, scope, new Scope(evaluation, part.item, keyReferences))
      : computedEntries(expression, scope);
  return { entries, diagnostics: [...evaluation.staticDiagnostics, ...evaluation.diagnostics] };
}

export const withoutParentheses = (expression: Expression): Expression =>
  expression.kind === 'parentheses' || expression.kind === 'templateWrap'
    ? withoutParentheses(expression.inner)
    : expression;

function literalEntries(expression: ObjectExpression, scope: Scope, keyScope: Scope): Map<string, Value> | undefined {
  const entries = new Map<string, Value>();
  let known = true;
  for (const item of expression.items) {
    const key = evaluateKey(item.key, keyScope, evaluate);
    const value = scope.notKnown(item.value, evaluate(item.value, scope));
    if (!key || key.sensitive) {
      known = false;
      continue;
    }
    const range: SourceRange = { item: scope.item, start: item.start, end: item.end, valueStart: item.value.start };
    entries.delete(key.text);
    entries.set(key.text, withRange(value, range));
  }
  if (!known && scope.evaluation.diagnostics.length === 0)
    notUnderstood(scope, expression, t('The name of an environment is not known before a plan, or sensitive.'));
  return known ? entries : undefined;
}

function computedEntries(expression: Expression, scope: Scope): ReadonlyMap<string, Value> | undefined {
  const value = evaluate(expression, scope);
  const { evaluation } = scope;
  if (value.kind === 'object' || value.kind === 'map') {
    return new Map([...value.entries].map(([name, entry]) => [name, markedLike(entry, value)]));
  }
  // The cause has been reported already if it was an error.
  if (evaluation.diagnostics.length + evaluation.staticDiagnostics.length > 0) return undefined;
  if (value.kind === 'unknown') notUnderstood(scope, expression, t('The configuration is not known before a plan.'));
  else if (value.kind === 'null') scope.refuse('KS002', t('"configuration" must not be null.'), expression);
  else
    scope.refuse(
      'KS002',
      t('"configuration" must be an object with a key per environment, not a {0}.', value.kind),
      expression,
    );
  return undefined;
}

function notUnderstood(scope: Scope, expression: Expression, why: string): void {
  scope.evaluation.diagnostics.push({
    code: 'KS006',
    message: sentences(why, t("Its environments can't be shown here.")),
    range: rangeIn(scope.item, expression),
  });
}

/** Maximum number of environments of a call or a platform, which usually has a handful. */
export const MAX_ENVIRONMENTS = 500;
