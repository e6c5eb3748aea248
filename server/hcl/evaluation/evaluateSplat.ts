/** `a[*].b` and `a.*.b`. Source of the rules: SplatExpr in hclsyntax/expression.go of hashicorp/hcl. */
import { t } from '../../../common/localization';
import type { SplatExpression } from '../../syntax/ast';
import { elementOf } from './content';
import { evaluate } from './evaluate';
import type { Scope } from './scope';
import { markedLike } from '../values/sensitivity';
import { ANY, listOf, tupleOf } from '../types/type';
import { list, tuple, typeOf, unknown } from '../values/value';
import type { Type, Value } from '../model';

export function evaluateSplat(expression: SplatExpression, scope: Scope): Value {
  const before = scope.evaluation.diagnostics.length;
  const source = evaluate(expression.target, scope);
  if (scope.evaluation.diagnostics.length > before) return unknown();
  scope.evaluation.spendOn(source);
  const type = typeOf(source);
  const isSequence = type.kind === 'tuple' || type.kind === 'list' || type.kind === 'set';
  if (source.kind === 'null') {
    return isSequence
      ? scope.refuse('KS003', t("A splat can't be applied to a null list."), expression.target)
      : markedLike(tuple([]), source);
  }
  if (type.kind === 'any') {
    // The result's content includes what is done with each element.
    if (scope.references.tracksContent) each(expression, elementOf('item'), scope);
    return markedLike(scope.notKnown(expression), source);
  }
  if (!isSequence) {
    const single = each(expression, source, scope);
    // If the source is null, the result is an empty list.
    const result = source.kind === 'unknown' && !source.notNull ? scope.notKnown(expression) : tuple([single]);
    return markedLike(result, source);
  }
  if (source.kind === 'unknown') {
    const result = unknown(resultType(expression, type, scope), undefined, true);
    return markedLike(scope.notKnown(expression, result), source);
  }
  if (source.kind !== 'list' && source.kind !== 'set' && source.kind !== 'tuple') return unknown();
  const results = source.elements.map(element => each(expression, element, scope));
  if (source.kind === 'tuple') return markedLike(tuple(results), source);
  const element = results[0] ? typeOf(results[0]) : elementType(expression, source.element, scope);
  return markedLike(list(element, results), source);
}

const each = (expression: SplatExpression, value: Value, scope: Scope): Value =>
  evaluate(expression.each, scope.withSplatItem(value));

/** The type of each result, found by evaluating with an unknown element: an error for every element is also reported without elements. */
const elementType = (expression: SplatExpression, type: Type, scope: Scope): Type =>
  typeOf(each(expression, elementOf('item', type), scope));

function resultType(expression: SplatExpression, type: Type, scope: Scope): Type {
  if (type.kind === 'tuple') return tupleOf(type.elements.map(element => elementType(expression, element, scope)));
  if (type.kind === 'list' || type.kind === 'set') return listOf(elementType(expression, type.element, scope));
  return ANY;
}
