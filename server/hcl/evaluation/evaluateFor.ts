/** `for` expressions. Source of the rules: ForExpr in hclsyntax/expression.go of hashicorp/hcl. */
import { t } from '../../../common/localization';
import type { Expression, ForExpression } from '../../syntax/ast';
import { convert } from '../conversion/convert';
import { elementOf } from './content';
import { evaluate } from './evaluate';
import { iterate } from '../iterate';
import type { Scope } from './scope';
import { resolveReferences } from './staticReferences';
import { BOOL, STRING } from '../types/type';
import { describeType } from '../types/describeType';
import { withRange, object, tuple, typeKindOf, unknown } from '../values/value';
import type { Type, Value } from '../model';

/** Facts about the result so far. */
interface Progress {
  /** Whether all elements are known. */
  known: boolean;
  /** Whether the collection, a condition or a key is sensitive; the whole result is then sensitive. */
  sensitive: boolean;
  /** Whether the result's expressions have been evaluated for at least one element. */
  evaluated: boolean;
}

export function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const problems = scope.evaluation.diagnostics.length;
  const collection = evaluate(expression.collection, scope);
  // Then the content of the result is not used.
  const isInvalid = scope.evaluation.diagnostics.length > problems;
  const progress = { known: true, sensitive: false, evaluated: false };
  const result = canIterate(collection, expression, scope) ? walk(expression, collection, scope, progress) : undefined;
  if (!progress.evaluated) {
    const unnamed = elementScope(expression, scope, elementOf('key'), elementOf('value'));
    for (const part of partsOf(expression)) {
      // What is not evaluated is a part of the result's content, too.
      if (scope.references.tracksContent && !isInvalid) scope.evaluation.collect(() => evaluate(part, unnamed));
      else resolveReferences(part, unnamed);
    }
  }
  const value = result ? withRange(result, scope.range(expression)) : scope.notKnown(expression);
  return progress.sensitive ? { ...value, sensitive: true } : value;
}

const partsOf = ({ condition, key, value }: ForExpression): Expression[] =>
  [condition, key, value].filter(part => part !== undefined);

/** Whether the value is a collection or may be one. Reports other values. */
function canIterate(collection: Value, expression: ForExpression, scope: Scope): boolean {
  if (collection.kind === 'null') scope.refuse('KS003', t('"for" can\'t iterate over null.'), expression.collection);
  else if (isIterable(typeKindOf(collection))) return true;
  else {
    const message = t(
      '"for" can\'t iterate over {0}: a list, set, map or object is required.',
      describeType(collection),
    );
    scope.refuse('KS003', message, expression.collection);
  }
  return false;
}

const isIterable = (kind: Type['kind']): boolean => kind !== 'string' && kind !== 'number' && kind !== 'bool';

function elementScope(expression: ForExpression, scope: Scope, key: Value, value: Value): Scope {
  const names: [string, Value][] = expression.keyName === undefined ? [] : [[expression.keyName, key]];
  return scope.withNames([...names, [expression.valueName, value]]);
}

/** The result; undefined if its elements are unknown or invalid. */
function walk(expression: ForExpression, collection: Value, scope: Scope, progress: Progress): Value | undefined {
  if (typeKindOf(collection) === 'any') return undefined;
  // A condition that fails for every element also fails without elements.
  const before = scope.evaluation.diagnostics.length;
  const condition = included(expression, elementScope(expression, scope, elementOf('key'), elementOf('value')), true);
  if (scope.evaluation.diagnostics.length > before) return undefined;
  const pairs = iterate(collection);
  progress.sensitive = collection.sensitive === true || (!pairs && condition.sensitive);
  if (!pairs) return undefined;
  const scopes = pairs.map(([key, value]) => elementScope(expression, scope, key, value));
  return expression.key
    ? makeObject(expression, expression.key, scopes, progress)
    : makeTuple(expression, scopes, progress);
}

interface Inclusion {
  /** Undefined if it is unknown. */
  readonly answer: boolean | undefined;
  readonly sensitive: boolean;
}

/** Whether the element of a scope is included. After something unknown, terraform reports no further invalid conditions and keys. */
function included({ condition }: ForExpression, scope: Scope, reportsErrors: boolean): Inclusion {
  if (!condition) return { answer: true, sensitive: false };
  const value = evaluate(condition, scope);
  const sensitive = value.sensitive === true;
  try {
    const converted = convert(value, BOOL);
    if (converted.kind === 'bool') return { answer: converted.value, sensitive };
    if (converted.kind === 'null' && reportsErrors)
      scope.refuse('KS003', t('The condition of the "for" is null.'), condition);
  } catch {
    if (reportsErrors) scope.refuse('KS003', t('The condition of the "for" must be true or false.'), condition);
  }
  return { answer: undefined, sensitive };
}

/** The scopes of the included elements. */
function* counted(expression: ForExpression, scopes: readonly Scope[], progress: Progress): Generator<Scope> {
  for (const scope of scopes) {
    // The remaining elements would be unknown, too.
    if (scope.evaluation.budget.isExhausted) {
      scope.evaluation.reportExhausted(scope.range(expression));
      progress.known = false;
      return;
    }
    const { answer, sensitive } = included(expression, scope, progress.known);
    if (sensitive) progress.sensitive = true;
    if (answer === undefined) progress.known = false;
    if (!answer) continue;
    progress.evaluated = true;
    yield scope;
  }
}

function makeTuple(expression: ForExpression, scopes: readonly Scope[], progress: Progress): Value | undefined {
  const elements: Value[] = [];
  for (const scope of counted(expression, scopes, progress)) {
    elements.push(scope.notKnown(expression.value, evaluate(expression.value, scope)));
  }
  return progress.known ? tuple(elements) : undefined;
}

function makeObject(
  expression: ForExpression,
  keyExpression: Expression,
  scopes: readonly Scope[],
  progress: Progress,
): Value | undefined {
  const groups = new Map<string, Value[]>();
  for (const scope of counted(expression, scopes, progress)) {
    const key = evaluate(keyExpression, scope);
    if (key.sensitive) progress.sensitive = true;
    const text = keyText(key, keyExpression, scope, progress.known);
    if (text === undefined) {
      progress.known = false;
      resolveReferences(expression.value, scope);
      continue;
    }
    const value = scope.notKnown(expression.value, evaluate(expression.value, scope));
    const group = groups.get(text);
    if (!group) groups.set(text, [value]);
    else if (expression.group) group.push(value);
    else {
      // A sensitive key, or a key that reveals a sensitive collection.
      const message = progress.sensitive
        ? t('Two elements have the same key. To group them, write "..." after the value.')
        : t('Two elements have the key "{0}". To group them, write "..." after the value.', text);
      scope.refuse('KS003', message, keyExpression);
    }
  }
  if (!progress.known) return undefined;
  return object(new Map([...groups].map(([key, values]) => [key, expression.group ? tuple(values) : values[0]!])));
}

function keyText(key: Value, expression: Expression, scope: Scope, reportsErrors: boolean): string | undefined {
  if (key.kind === 'unknown') return undefined;
  try {
    const text = key.kind === 'null' ? unknown() : convert(key, STRING);
    if (text.kind === 'string') return text.value;
  } catch {
    // The caller reports it.
  }
  if (!reportsErrors) return undefined;
  const what = key.kind === 'null' ? 'null' : describeType(key);
  scope.refuse('KS003', t('The key of a "for" must be a string, not {0}.', what), expression);
  return undefined;
}
