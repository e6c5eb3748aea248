/** Operators. Source of the rules: hclsyntax/expression_ops.go of hashicorp/hcl and go-cty's operations. */
import { t } from '../../../common/localization';
import type { BinaryExpression, BinaryOperator, UnaryExpression } from '../../syntax/ast';
import { convert } from '../conversion/convert';
import { equals } from '../values/equality';
import { evaluate } from './evaluate';
import { evaluateLogical } from './evaluateLogical';
import { UnknownResultError } from '../../../common/unknownResultError';
import { UndefinedResult, type Num } from '../values/number';
import type { Scope } from './scope';
import { BOOL, NUMBER } from '../types/type';
import { describeType } from '../types/describeType';
import { withRange, bool, containsSensitive, number, unknown } from '../values/value';
import type { PrimitiveType, Value } from '../model';

export function evaluateUnary(expression: UnaryExpression, scope: Scope): Value {
  const type = expression.operator === '-' ? NUMBER : BOOL;
  const before = scope.evaluation.diagnostics.length;
  const operand = operandOf(expression.operand, type, scope);
  if (!operand || scope.evaluation.diagnostics.length > before) return unknown(type);
  let result: Value;
  if (operand.kind === 'number') result = number(operand.value.negate());
  else if (operand.kind === 'bool') result = bool(!operand.value);
  else result = scope.notKnown(expression, unknown(type, undefined, true));
  return withRange(withMarksOf(result, operand), scope.range(expression));
}

export function evaluateBinary(expression: BinaryExpression, scope: Scope): Value {
  const { operator } = expression;
  if (operator === '==' || operator === '!=') return evaluateEquality(expression, scope);
  if (operator === '&&' || operator === '||') return evaluateLogical(expression, operator, scope);
  const type = isComparison(operator) ? BOOL : NUMBER;
  const before = scope.evaluation.diagnostics.length;
  const left = operandOf(expression.left, NUMBER, scope);
  const right = operandOf(expression.right, NUMBER, scope);
  if (!left || !right || scope.evaluation.diagnostics.length > before) return unknown(type);
  const result =
    compute(operator, left, right, expression, scope) ?? scope.notKnown(expression, unknown(type, undefined, true));
  return withRange(withMarksOf(result, left, right), scope.range(expression));
}

const isComparison = (operator: BinaryOperator): boolean => ['<', '>', '<=', '>='].includes(operator);

export const withMarksOf = (result: Value, ...operands: Value[]): Value =>
  operands.some(containsSensitive) ? { ...result, sensitive: true } : result;

/** The operand, converted to the operator's type; undefined if it is invalid. */
export function operandOf(expression: BinaryExpression['left'], type: PrimitiveType, scope: Scope): Value | undefined {
  const value = evaluate(expression, scope);
  let operand: Value | undefined;
  try {
    operand = convert(value, type);
  } catch {
    operand = undefined;
  }
  if (!operand)
    scope.refuse('KS003', t('A {0} is required here, not {1}.', type.kind, describeType(value)), expression);
  else if (operand.kind === 'null')
    scope.refuse('KS003', t('A {0} is required here, not null.', type.kind), expression);
  return operand?.kind === 'null' ? undefined : operand;
}

function evaluateEquality(expression: BinaryExpression, scope: Scope): Value {
  const before = scope.evaluation.diagnostics.length;
  const left = evaluate(expression.left, scope);
  const right = evaluate(expression.right, scope);
  if (scope.evaluation.diagnostics.length > before) return unknown(BOOL);
  for (const value of [left, right]) scope.evaluation.spendOn(value);
  const same = equals(left, right);
  const result =
    same === undefined
      ? scope.notKnown(expression, unknown(BOOL, undefined, true))
      : bool(same === (expression.operator === '=='));
  return withRange(withMarksOf(result, left, right), scope.range(expression));
}

/** Undefined if the result is unknown. */
function compute(
  operator: BinaryOperator,
  left: Value,
  right: Value,
  expression: BinaryExpression,
  scope: Scope,
): Value | undefined {
  if (left.kind !== 'number' || right.kind !== 'number') return undefined;
  for (const operand of [left, right]) scope.evaluation.spendOn(operand);
  try {
    return arithmetic(operator, left.value, right.value);
  } catch (error) {
    if (error instanceof UndefinedResult) scope.refuse('KS003', error.message, expression);
    else if (!(error instanceof UnknownResultError)) throw error;
    return undefined;
  }
}

function arithmetic(operator: BinaryOperator, a: Num, b: Num): Value | undefined {
  switch (operator) {
    case '+':
      return number(a.add(b));
    case '-':
      return number(a.subtract(b));
    case '*':
      return number(a.multiply(b));
    case '/':
      return number(a.divide(b));
    case '%':
      return number(a.modulo(b));
    case '<':
      return bool(a.compare(b) < 0);
    case '>':
      return bool(a.compare(b) > 0);
    case '<=':
      return bool(a.compare(b) <= 0);
    case '>=':
      return bool(a.compare(b) >= 0);
    default:
      return undefined;
  }
}
