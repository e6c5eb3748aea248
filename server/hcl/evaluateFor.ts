/** `for` expressions. Source of the rules: ForExpr in hclsyntax/expression.go of hashicorp/hcl. */
import type { ForExpression } from '../syntax/ast';
import { convert } from './convert';
import { evaluate } from './evaluate';
import { iterate } from './iterate';
import type { Scope } from './scope';
import { BOOL, STRING, friendlyName, type Type } from './type';
import { at, object, tuple, typeOf, unknown, type Value } from './value';

export function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const collection = evaluate(expression.collection, scope);
  if (collection.kind === 'null') return scope.refuse('KS003', '"for" can\'t walk over null.', expression.collection);
  const pairs = iterate(collection);
  if (!pairs) {
    if (collection.kind === 'unknown' && canIterate(collection.type)) return scope.notKnown(expression);
    const kind = friendlyName(typeOf(collection));
    return scope.refuse('KS003', `"for" can't walk over a ${kind}: a list, set, map or object is required.`, expression.collection);
  }
  const scopes = pairs.map(([key, value]) => {
    const names: [string, Value][] = expression.keyName === undefined ? [] : [[expression.keyName, key]];
    return scope.withNames([...names, [expression.valueName, value]]);
  });
  const result = expression.key ? makeObject(expression, scopes) : makeTuple(expression, scopes);
  if (!result) return scope.notKnown(expression);
  const placed = at(result, scope.place(expression));
  return collection.sensitive ? { ...placed, sensitive: true } : placed;
}

const canIterate = (type: Type): boolean => !['string', 'number', 'bool'].includes(type.kind);

/** Whether the element counts; undefined when that is not known. */
function included(expression: ForExpression, scope: Scope): boolean | undefined {
  if (!expression.condition) return true;
  const condition = evaluate(expression.condition, scope);
  if (condition.kind === 'null') {
    scope.refuse('KS003', 'The condition of the "for" is null.', expression.condition);
    return undefined;
  }
  try {
    const answer = convert(condition, BOOL);
    return answer.kind === 'bool' ? answer.value : undefined;
  } catch {
    scope.refuse('KS003', 'The condition of the "for" must be true or false.', expression.condition);
    return undefined;
  }
}

function makeTuple(expression: ForExpression, scopes: readonly Scope[]): Value | undefined {
  const elements: Value[] = [];
  let known = true;
  for (const scope of scopes) {
    const counts = included(expression, scope);
    if (counts === undefined) known = false;
    if (!counts) continue;
    elements.push(scope.notKnown(expression.value, evaluate(expression.value, scope)));
  }
  return known ? tuple(elements) : undefined;
}

function makeObject(expression: ForExpression, scopes: readonly Scope[]): Value | undefined {
  const groups = new Map<string, Value[]>();
  let known = true;
  for (const scope of scopes) {
    const counts = included(expression, scope);
    if (counts === undefined) known = false;
    if (!counts) continue;
    const key = forKey(expression, scope);
    if (key === undefined) {
      known = false;
      continue;
    }
    const value = scope.notKnown(expression.value, evaluate(expression.value, scope));
    const group = groups.get(key);
    if (!group) groups.set(key, [value]);
    else if (expression.group) group.push(value);
    else {
      scope.refuse('KS003', `Two elements have the key "${key}". To group them, write "..." after the value.`, expression);
    }
  }
  if (!known) return undefined;
  return object(new Map([...groups].map(([key, values]) => [key, expression.group ? tuple(values) : values[0]!])));
}

function forKey(expression: ForExpression, scope: Scope): string | undefined {
  const key = evaluate(expression.key!, scope);
  if (key.kind === 'unknown') return undefined;
  try {
    const text = key.kind === 'null' ? unknown() : convert(key, STRING);
    if (text.kind === 'string') return text.value;
  } catch {
    // Reported below.
  }
  scope.refuse('KS003', `The key of a "for" must be a string, not ${key.kind === 'null' ? 'null' : `a ${key.kind}`}.`, expression.key!);
  return undefined;
}
