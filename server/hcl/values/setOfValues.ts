/** Sets of values. Source of the rules: go-cty. */
import { hasAny } from '../types/type';
import { containsSensitive } from './value';
import { commonType, retyped } from '../types/elementType';
import { withoutSensitivity } from './sensitivity';
import { contentKey, compareKeyed } from './order';
import { equals } from './equality';
import type { Type, Value, ListValue } from '../model';

/**
 * Creates a set: removes duplicates (the first one stays) and sorts in Terraform's order. Keeps all unknown elements. A sensitive element makes the
 * whole set sensitive instead of the element.
 * @param element the type of all values; `any` in it is replaced by the types of the values
 */
export function setOfValues(element: Type, values: readonly Value[]): ListValue {
  const sensitive = values.some(containsSensitive);
  const type = hasAny(element) && values.length > 0 ? (commonType(values) ?? element) : element;
  const kept = new Map<string, Value[]>();
  for (const value of values) {
    const plain = retyped(sensitive ? withoutSensitivity(value) : value, type);
    const key = contentKey(plain);
    const alike = kept.get(key);
    if (!alike) kept.set(key, [plain]);
    else if (!alike.some(other => equals(plain, other) === true)) alike.push(plain);
  }
  const elements = [...kept].flatMap(([key, alike]) => alike.map(value => ({ key, value })));
  elements.sort((a, b) => compareKeyed(a, b));
  const set: ListValue = { kind: 'set', element: type, elements: elements.map(({ value }) => value) };
  return sensitive ? { ...set, sensitive } : set;
}
