/** Reads list, set, tuple, map and object arguments. */
import { sortedKeys } from '../../values/order';
import type { Type, ListValue, MapValue, ObjectValue, TupleValue, UnknownValue, Value } from '../../model';
import { whollyKnown } from '../../values/value';
import { FunctionError } from '../function';

/** The elements of a list, set or tuple. The caller must have checked the type. */
export function elementsOf(value: Value | undefined): readonly Value[] {
  if (value && isSequence(value)) return value.elements;
  throw new FunctionError('value must be a list, set or tuple');
}

/** The entries of a map or object by key in Terraform's order. The caller must have checked the type. */
export function entriesOf(value: Value | undefined): (readonly [string, Value])[] {
  if (value?.kind !== 'map' && value?.kind !== 'object') throw new FunctionError('value must be a map or object');
  return sortedKeys(value.entries).map(key => [key, value.entries.get(key)!] as const);
}

/** Whether a value is a known list, set or tuple that is not null. */
export function isSequence(value: Value): value is ListValue | TupleValue {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple';
}

/** Whether a value is a known map or object that is not null. */
export function isMapping(value: Value): value is MapValue | ObjectValue {
  return value.kind === 'map' || value.kind === 'object';
}

/** The element type of a list, set or map type. */
export function elementTypeOf(type: Type): Type {
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') return type.element;
  throw new FunctionError('value must be a collection');
}

/** The number of elements; undefined if it is unknown: for an unknown collection, or a set with unknown elements, which may turn out to be equal. */
export function lengthOf(value: Value): number | undefined {
  if (value.kind === 'unknown') return lengthOfUnknown(value);
  if (value.kind === 'set' && value.elements.length > 1 && !whollyKnown(value)) return undefined;
  if (isSequence(value)) return value.elements.length;
  return isMapping(value) ? value.entries.size : undefined;
}

function lengthOfUnknown({ type }: UnknownValue): number | undefined {
  if (type.kind === 'tuple') return type.elements.length;
  return type.kind === 'object' ? type.attributes.size : undefined;
}
