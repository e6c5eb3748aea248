/**
 * Evaluates expressions like Terraform. Values that depend on a plan are unknown, without affecting other values. Errors are reported to the scope;
 * their values are unknown, too. Source of the rules: hclsyntax/expression.go of hashicorp/hcl.
 */
import { t } from '../../../common/localization';
import type { Expression, ObjectExpression, TupleExpression } from '../../syntax/ast';
import { getAttribute, getIndex } from './access';
import { withContent } from './content';
import { evaluateCall } from './evaluateCall';
import { evaluateConditional } from './evaluateConditional';
import { evaluateFor } from './evaluateFor';
import { evaluateReference } from './evaluateReference';
import { evaluateSplat } from './evaluateSplat';
import { evaluateTemplate, evaluateTemplateJoin } from './evaluateTemplate';
import { evaluateKey } from '../values/objectKey';
import { Num } from '../values/number';
import { evaluateBinary, evaluateUnary } from './operators';
import { MAX_DEPTH, type Scope } from './scope';
import { ANY, NUMBER } from '../types/type';
import { withRange, bool, nullOf, number, object, string, tuple, unknown } from '../values/value';
import { MAX_VALUE_SIZE, valueSize } from '../values/valueSize';
import type { SourceRange, Value } from '../model';

/** The value of an expression. Never throws; diagnostics go to the scope's evaluation. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { evaluation } = scope;
  if (!evaluation.budget.spend(1)) {
    evaluation.reportExhausted(scope.range(expression));
    return scope.notKnown(expression);
  }
  if (evaluation.depth >= MAX_DEPTH) {
    evaluation.reportLimit(
      t("Values depend on each other more than {0} levels deep. Deeper values can't be shown.", MAX_DEPTH),
      scope.range(expression),
    );
    return scope.notKnown(expression);
  }
  evaluation.depth++;
  const value = scope.references.tracksContent
    ? withContent(expression, scope, () => evaluateKind(expression, scope))
    : evaluateKind(expression, scope);
  evaluation.depth--;
  if (valueSize(value) <= MAX_VALUE_SIZE) return value;
  evaluation.reportLimit(t('This value is too large to be shown.'), scope.range(expression));
  return scope.notKnown(expression);
}

function evaluateKind(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'text':
      return withRange(string(expression.value), scope.range(expression));
    case 'number':
      return evaluateNumber(expression.text, expression, scope);
    case 'bool':
      return withRange(bool(expression.value), scope.range(expression));
    case 'null':
      return withRange(nullOf(ANY), scope.range(expression));
    case 'object':
      return evaluateObject(expression, scope);
    case 'tuple':
      return evaluateTuple(expression, scope);
    case 'template':
      return evaluateTemplate(expression, scope);
    case 'templateWrap':
    case 'parentheses':
      return evaluate(expression.inner, scope);
    case 'templateJoin':
      return evaluateTemplateJoin(expression, scope);
    case 'for':
      return evaluateFor(expression, scope);
    case 'name':
      return evaluateReference(expression, scope);
    case 'attribute':
      return (
        evaluateReference(expression, scope) ??
        getAttribute(evaluate(expression.target, scope), expression.name, expression, scope)
      );
    case 'index':
      return getIndex(evaluate(expression.target, scope), evaluate(expression.key, scope), expression, scope);
    case 'splat':
      return evaluateSplat(expression, scope);
    case 'splatItem':
      return scope.splatItem ?? unknown();
    case 'call':
      return evaluateCall(expression, scope);
    case 'unary':
      return evaluateUnary(expression, scope);
    case 'binary':
      return evaluateBinary(expression, scope);
    case 'conditional':
      return evaluateConditional(expression, scope);
    case 'unreadable':
      return scope.notKnown(expression);
  }
}

function evaluateNumber(text: string, span: Expression, scope: Scope): Value {
  const value = Num.parse(text);
  if (!value) {
    // The parser has accepted it as a number.
    scope.evaluation.reportLimit(t('This number has too many digits to be shown.'), scope.range(span));
    return unknown(NUMBER);
  }
  return withRange(number(value), scope.range(span));
}

function evaluateTuple(expression: TupleExpression, scope: Scope): Value {
  const elements = expression.elements.map(element => {
    const value = scope.notKnown(element, evaluate(element, scope));
    return withRange(value, scope.range(element));
  });
  return withRange(tuple(elements), scope.range(expression));
}

function evaluateObject(expression: ObjectExpression, scope: Scope): Value {
  const entries = new Map<string, Value>();
  let known = true;
  let sensitive = false;
  for (const item of expression.items) {
    const key = evaluateKey(item.key, scope, evaluate);
    const value = scope.notKnown(item.value, evaluate(item.value, scope));
    if (key === undefined) {
      known = false;
      continue;
    }
    if (key.sensitive) sensitive = true;
    const range: SourceRange = { item: scope.item, start: item.start, end: item.end, valueStart: item.value.start };
    // A later key replaces the whole value, and its origin.
    entries.delete(key.text);
    entries.set(key.text, withRange(value, range));
  }
  if (!known) return withRange(scope.notKnown(expression), scope.range(expression));
  const result = withRange(object(entries), scope.range(expression));
  return sensitive ? { ...result, sensitive } : result;
}
