/**
 * Resolves names: `for` variables, and declarations of the module. Invalid references are found before evaluation, so `try` does not catch
 * them. Source of the rules: ParseRef in Terraform's internal/addrs.
 */
import { t } from '../../../common/localization';
import type { AttributeAccess, Expression, NameExpression } from '../../syntax/ast';
import type { Scope } from './scope';
import { unknown } from '../values/value';
import type { Value } from '../model';

/** Roots with attributes that Terraform or the module declares. */
const DECLARED_ROOTS = new Set(['var', 'local', 'path', 'terraform']);
/** The roots with attributes that the module's files declare. */
const FILE_ROOTS = new Set(['var', 'local']);
/** Roots that also need a name, but whose values are known only to a plan. */
const OTHER_ROOTS = new Set(['module', 'data', 'each', 'count', 'ephemeral']);

/** The number of steps of a reference to a declaration, in addition to evaluating that: it is looked up, and noted as an input of the result. */
const REFERENCE_STEPS = 3;

/**
 * A name, or the declaration that an attribute access refers to as a whole (`var.a`, `local.b`, `module.c.d`). Undefined for an access to
 * an ordinary value.
 */
export function evaluateReference(expression: NameExpression, scope: Scope): Value;
export function evaluateReference(expression: AttributeAccess, scope: Scope): Value | undefined;
export function evaluateReference(expression: NameExpression | AttributeAccess, scope: Scope): Value | undefined {
  if (expression.kind === 'name') return evaluateName(expression, scope);
  const { target, name } = expression;
  if (target.kind === 'name' && DECLARED_ROOTS.has(target.name) && scope.lookup(target.name) === undefined) {
    scope.evaluation.budget.spend(REFERENCE_STEPS);
    const value = scope.references.attribute(target.name, name, scope, scope.range(expression));
    if (value) return scope.notKnown(expression, value);
    if (FILE_ROOTS.has(target.name) && scope.references.declarationsIncomplete) return scope.notKnown(expression);
    return undeclared(`${target.name}.${name}`, expression, scope);
  }
  const module = moduleCall(target, scope);
  if (module === undefined) {
    if (target.kind === 'name') return ofPlan(target, expression, scope);
    return isDataType(target, scope)
      ? scope.references.planned?.(`data.${target.name}`, name, scope, scope.range(expression))
      : undefined;
  }
  scope.evaluation.budget.spend(REFERENCE_STEPS);
  const value = scope.references.moduleOutput(module, name, scope, scope.range(expression));
  if (value || scope.references.declarationsIncomplete) return scope.notKnown(expression, value);
  return undeclared(`module.${module}`, target, scope);
}

/** `module.a`, `module.a[0]`, `module.a["key"]` → `a`. */
function moduleCall(expression: Expression, scope: Scope): string | undefined {
  // A plan knows the instances of a call.
  if (expression.kind === 'index') return scope.references.planned ? undefined : moduleCall(expression.target, scope);
  if (expression.kind !== 'attribute' || expression.target.kind !== 'name') return undefined;
  if (expression.target.name !== 'module' || scope.lookup('module') !== undefined) return undefined;
  return expression.name;
}

/** Resources, data sources, `each`, `count` and whole modules are known only to a plan. Undefined for the name of a value. */
function ofPlan(root: NameExpression, expression: AttributeAccess, scope: Scope): Value | undefined {
  if (scope.lookup(root.name) !== undefined) return undefined;
  if (scope.references.closed) return refuseStatically(t('"{0}" is not available here.', root.name), root, scope);
  const planned = scope.references.planned?.(root.name, expression.name, scope, scope.range(expression));
  return scope.notKnown(expression, planned);
}

/** `data.aws_vpc` */
const isDataType = (target: Expression, scope: Scope): target is AttributeAccess =>
  target.kind === 'attribute' &&
  target.target.kind === 'name' &&
  target.target.name === 'data' &&
  scope.lookup('data') === undefined;

/** A single name refers to a value, or is invalid. */
function evaluateName(expression: NameExpression, scope: Scope): Value {
  const { name } = expression;
  const value = scope.lookup(name);
  if (value) return value;
  if (scope.references.closed) return refuseStatically(t('"{0}" is not available here.', name), expression, scope);
  if (name === 'self') return scope.notKnown(expression);
  if (DECLARED_ROOTS.has(name) || OTHER_ROOTS.has(name)) {
    return refuseStatically(t('"{0}" must be followed by a name: {0}.name.', name), expression, scope);
  }
  return refuseStatically(t('"{0}" is not a valid reference. To write a string, use quotes.', name), expression, scope);
}

const undeclared = (reference: string, expression: Expression, scope: Scope): Value =>
  refuseStatically(t('"{0}" is not declared in this module.', reference), expression, scope);

function refuseStatically(message: string, expression: Expression, scope: Scope): Value {
  scope.evaluation.addStaticDiagnostics([{ code: 'KS003', message, range: scope.range(expression) }]);
  return unknown();
}
