/** `condition ? a : b`. Source of the rules: ConditionalExpr in hclsyntax/expression.go of hashicorp/hcl. */
import { t } from '../../../common/localization';
import type { ConditionalExpression } from '../../syntax/ast';
import { convert } from '../conversion/convert';
import { evaluate } from './evaluate';
import type { Scope } from './scope';
import { markedLike } from '../values/sensitivity';
import { ANY, BOOL, friendlyName } from '../types/type';
import { unify } from '../types/unify';
import { nullOf, typeKindOf, typeOf, unknown } from '../values/value';
import type { Type, Value } from '../model';

export function evaluateConditional(expression: ConditionalExpression, scope: Scope): Value {
  const { evaluation } = scope;
  // Both branches determine the type; only the diagnostics of the chosen one count.
  const first = evaluation.collect(() => evaluate(expression.then, scope));
  const second = evaluation.collect(() => evaluate(expression.otherwise, scope));
  for (const { result } of [first, second]) evaluation.spendOn(result);
  const type = commonType(first.result, second.result);
  if (!type) {
    const kinds = t('{0} and {1}', friendlyName(typeOf(first.result)), friendlyName(typeOf(second.result)));
    return scope.refuse(
      'KS003',
      t('Both results of the conditional must have the same type, not {0}.', kinds),
      expression,
    );
  }
  const condition = evaluate(expression.condition, scope);
  if (condition.kind === 'null') {
    scope.refuse('KS003', t('The condition is null. It must be true or false.'), expression.condition);
    return unknown(type);
  }
  // An unknown value of another type is checked when it is known.
  const answer = condition.kind === 'unknown' ? condition : asBool(condition);
  if (!answer) {
    scope.refuse('KS003', t('The condition must be true or false.'), expression.condition);
    return unknown(type);
  }
  const marked = (value: Value): Value => markedLike(value, condition, first.result, second.result);
  if (answer.kind !== 'bool') return marked(scope.notKnown(expression, eitherOf(first.result, second.result, type)));
  const chosen = answer.value ? first : second;
  evaluation.diagnostics.push(...chosen.diagnostics);
  return marked(inType(chosen.result, type, expression, scope));
}

const isUntypedNull = (value: Value): boolean => value.kind === 'null' && value.type.kind === 'any' && !value.sensitive;

function commonType(a: Value, b: Value): Type | undefined {
  if (isUntypedNull(a)) return typeOf(b);
  if (isUntypedNull(b)) return typeOf(a);
  if (typeKindOf(a) === 'any' || typeKindOf(b) === 'any') return ANY;
  return unify([typeOf(a), typeOf(b)]);
}

function asBool(value: Value): Value | undefined {
  try {
    return convert(value, BOOL);
  } catch {
    return undefined;
  }
}

function eitherOf(a: Value, b: Value, type: Type): Value {
  if (a.kind === 'null' && b.kind === 'null') return nullOf(type);
  return unknown(type, undefined, isNotNull(a) && isNotNull(b));
}

const isNotNull = (value: Value): boolean =>
  value.kind === 'unknown' ? value.notNull === true : value.kind !== 'null';

function inType(value: Value, type: Type, expression: ConditionalExpression, scope: Scope): Value {
  if (type.kind === 'any') return value;
  try {
    return convert(value, type);
  } catch (error) {
    return scope.refuse(
      'KS003',
      t('Both results of the conditional must have the same type: {0}.', (error as Error).message),
      expression,
    );
  }
}
