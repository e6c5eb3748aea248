/** Keys of object constructors. Source of the rules: ObjectConsKeyExpr in hclsyntax/expression.go of hashicorp/hcl. */
import type { Expression } from '../../syntax/ast';
import { convert } from '../conversion/convert';
import type { Scope } from '../evaluation/scope';
import { STRING } from '../types/type';
import type { Value } from '../model';

/**
 * The text of a key that needs no evaluation: an identifier (including keywords), or a quoted string without interpolation. Undefined for computed
 * keys.
 */
export function literalKey(key: Expression): string | undefined {
  switch (key.kind) {
    case 'name':
      return key.name.normalize('NFC');
    case 'text':
      return key.value.normalize('NFC');
    case 'bool':
      return String(key.value);
    case 'null':
      return 'null';
    default:
      return undefined;
  }
}

/** `a.b` and `a[0]` are invalid keys: they could be references, or names with dots. */
function isReference(key: Expression): boolean {
  if (key.kind === 'attribute') return key.target.kind === 'name' || isReference(key.target);
  if (key.kind !== 'index' || !(key.target.kind === 'name' || isReference(key.target))) return false;
  return ['number', 'text', 'bool', 'null'].includes(key.key.kind);
}

/** Evaluates a key. Undefined if it is unknown, or invalid and reported. */
export function evaluateKey(
  key: Expression,
  scope: Scope,
  evaluate: (expression: Expression, scope: Scope) => Value,
): { text: string; sensitive: boolean } | undefined {
  const literal = literalKey(key);
  if (literal !== undefined) return { text: literal, sensitive: false };
  if (isReference(key)) {
    const message =
      'Use parentheses to use the value of a reference as the key, or quotes for a key that contains dots.';
    scope.refuse('KS003', message, key);
    return undefined;
  }
  const value = evaluate(key, scope);
  if (value.kind === 'null') {
    scope.refuse('KS003', "An object key can't be null.", key);
    return undefined;
  }
  try {
    const text = convert(value, STRING);
    return text.kind === 'string' ? { text: text.value, sensitive: value.sensitive === true } : undefined;
  } catch {
    // Reported below. Only collections and structures can't be converted to a string.
  }
  scope.refuse('KS003', "This value can't be a key: a string is required.", key);
  return undefined;
}
