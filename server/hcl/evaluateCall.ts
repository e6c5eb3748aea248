/** Function calls. Source of the rules: FunctionCallExpr in hclsyntax/expression.go and ext/tryfunc of hashicorp/hcl. */
import type { CallExpression } from '../syntax/ast';
import { evaluate } from './evaluate';
import { callFunction, callProblem } from './functions/callFunction';
import { FunctionError, NotKnowable, type BuiltInFunction } from './functions/function';
import { FUNCTIONS } from './functions/functions';
import { closestName } from './closestName';
import { renderTemplate } from './renderTemplate';
import type { Scope } from './scope';
import { BOOL } from './type';
import { at, bool, unknown, whollyKnown, type Value } from './value';

export function evaluateCall(expression: CallExpression, scope: Scope): Value {
  const name = expression.name.replace(/^core::/, '');
  // Functions of providers are known to their providers only.
  if (name.startsWith('provider::')) return scope.notKnown(expression);
  if (name === 'try') return evaluateTry(expression, scope);
  if (name === 'can') return evaluateCan(expression, scope);
  const fn = FUNCTIONS.get(name);
  if (!fn) return unknownFunction(expression, name, scope);
  const args = argumentValues(expression, scope);
  if (!args) return scope.notKnown(expression);
  return at(scope.notKnown(expression, call(fn, args, expression, scope)), scope.place(expression));
}

function unknownFunction(expression: CallExpression, name: string, scope: Scope): Value {
  const similar = closestName(name, [...FUNCTIONS.keys(), 'try', 'can']);
  const hint = similar ? ` Did you mean "${similar}"?` : '';
  return scope.refuse('KS003', `There is no function "${expression.name}".${hint}`, { start: expression.start, end: expression.nameEnd });
}

/** Evaluated arguments, the last one expanded where marked so; undefined when they are refused or not known. */
function argumentValues(expression: CallExpression, scope: Scope): Value[] | undefined {
  const before = scope.evaluation.faults.length;
  const values = expression.args.map(argument => scope.notKnown(argument, evaluate(argument, scope)));
  if (scope.evaluation.faults.length > before) return undefined;
  if (!expression.expand) return values;
  const last = values.pop();
  const argument = expression.args.at(-1) ?? expression;
  if (last?.kind === 'null') scope.refuse('KS003', 'The expanded argument is null.', argument);
  else if (last?.kind === 'list' || last?.kind === 'set' || last?.kind === 'tuple') return [...values, ...last.elements];
  else if (last?.kind !== 'unknown') scope.refuse('KS003', 'Only a list, set or tuple can be expanded with "...".', argument);
  return undefined;
}

function call(fn: BuiltInFunction, args: readonly Value[], expression: CallExpression, scope: Scope): Value {
  try {
    return callFunction(fn, args, {
      files: scope.references.files,
      renderTemplate: (text, variables, name) => renderTemplate(text, variables, name, scope),
    });
  } catch (error) {
    if (error instanceof NotKnowable) return unknown();
    if (!(error instanceof FunctionError)) throw error;
    const argument = error.argument === undefined ? undefined : expression.args[error.argument];
    return scope.refuse('KS003', callProblem(fn, error).detail, argument ?? expression);
  }
}

/** The first argument that has a value. An argument that is not known may still fail, so nothing after it can be chosen. */
function evaluateTry(expression: CallExpression, scope: Scope): Value {
  if (expression.args.length === 0) return scope.refuse('KS003', '"try" needs at least one argument.', expression);
  for (const argument of expression.args) {
    const { result, faults } = scope.evaluation.collect(() => evaluate(argument, scope));
    if (faults.length > 0) continue;
    return whollyKnown(result) ? result : scope.notKnown(expression);
  }
  return scope.refuse('KS003', 'None of the arguments of "try" has a value.', expression);
}

function evaluateCan(expression: CallExpression, scope: Scope): Value {
  const [argument] = expression.args;
  if (!argument || expression.args.length !== 1) return scope.refuse('KS003', '"can" needs one argument.', expression);
  const { result, faults } = scope.evaluation.collect(() => evaluate(argument, scope));
  if (faults.length > 0) return at(bool(false), scope.place(expression));
  return whollyKnown(result) ? at(bool(true), scope.place(expression)) : scope.notKnown(expression, unknown(BOOL));
}
