/** Names: `for` variables, and what the module declares. */
import type { AttributeAccess, Expression, NameExpression } from '../syntax/ast';
import type { Scope } from './scope';
import { unknown, type Value } from './value';

/** Roots whose attributes belong to terraform or to the module itself. */
const DECLARED_ROOTS = new Set(['var', 'local', 'path', 'terraform']);

/**
 * A name, or the declared thing that an attribute access names as a whole (`var.a`, `local.b`, `module.c.d`).
 * Undefined for an access whose target is an ordinary value.
 */
export function evaluateReference(expression: NameExpression, scope: Scope): Value;
export function evaluateReference(expression: AttributeAccess, scope: Scope): Value | undefined;
export function evaluateReference(expression: NameExpression | AttributeAccess, scope: Scope): Value | undefined {
  if (expression.kind === 'name') return evaluateName(expression, scope);
  const { target, name } = expression;
  if (target.kind === 'name' && DECLARED_ROOTS.has(target.name) && scope.lookup(target.name) === undefined) {
    const value = scope.references.attribute(target.name, name, scope, scope.place(expression));
    return value ? scope.notKnown(expression, value) : undeclared(`${target.name}.${name}`, expression, scope);
  }
  const module = moduleCall(target, scope);
  if (module === undefined) return undefined;
  const value = scope.references.moduleOutput(module, name, scope, scope.place(expression));
  return value ? scope.notKnown(expression, value) : undeclared(`module.${module}`, target, scope);
}

/** `module.a`, `module.a[0]`, `module.a["key"]` → `a`. */
function moduleCall(expression: Expression, scope: Scope): string | undefined {
  if (expression.kind === 'index') return moduleCall(expression.target, scope);
  if (expression.kind !== 'attribute' || expression.target.kind !== 'name') return undefined;
  if (expression.target.name !== 'module' || scope.lookup('module') !== undefined) return undefined;
  return expression.name;
}

/** Resources, data sources, `each`, `count` and whole modules are known only to a plan. */
function evaluateName(expression: NameExpression, scope: Scope): Value {
  const value = scope.lookup(expression.name);
  if (value) return value;
  if (DECLARED_ROOTS.has(expression.name)) {
    return scope.refuse('KS003', `"${expression.name}" needs the name of what is meant: ${expression.name}.name.`, expression);
  }
  return scope.notKnown(expression, unknown());
}

function undeclared(reference: string, expression: Expression, scope: Scope): Value {
  scope.evaluation.staticFaults.push({
    code: 'KS003',
    message: `"${reference}" is not declared in this module.`,
    place: scope.place(expression),
  });
  return unknown();
}
