/** Element types of collections, and the types of values during conversion. Source of the rules: go-cty. */
import { memoize } from '../../../common/memoize';
import { ANY, listOf, mapOf, objectOf, sameType, setOf, tupleOf } from './type';
import { typeOf } from '../values/value';
import type { Type, Value } from '../model';

/**
 * The common type of the values, ignoring values of type `any` (an untyped `null` or unknown); `any` if there are no others, undefined if types
 * differ.
 */
export function commonType(values: Iterable<Value>): Type | undefined {
  let common: Type = ANY;
  for (const value of values) {
    const type = typeOf(value);
    if (common.kind === 'any') common = type;
    else if (type.kind !== 'any' && !sameType(common, type)) return undefined;
  }
  return common;
}

/** Gives untyped null and unknown elements the element type of their collection. */
export function retyped(value: Value, type: Type): Value {
  const untyped = (value.kind === 'null' || value.kind === 'unknown') && value.type.kind === 'any';
  return untyped && type.kind !== 'any' ? { ...value, type } : value;
}

/** Removes optional marks at every depth. Types of values never have them. */
export function withoutOptional(type: Type): Type {
  if (type.kind === 'string' || type.kind === 'number' || type.kind === 'bool' || type.kind === 'any') return type;
  return concreteType(type);
}

const concreteType = memoize((type: Type) => mapped(type, withoutOptional));

function mapped(type: Type, change: (inner: Type) => Type): Type {
  switch (type.kind) {
    case 'list':
      return listOf(change(type.element));
    case 'set':
      return setOf(change(type.element));
    case 'map':
      return mapOf(change(type.element));
    case 'tuple':
      return tupleOf(type.elements.map(change));
    case 'object':
      return objectOf([...type.attributes].map(([name, attribute]) => [name, change(attribute.type)] as const));
    default:
      return type;
  }
}

/**
 * Replaces `any` in `wanted` with the matching parts of `given`. Null and unknown values of type `given` have this type after conversion to `wanted`.
 * If `wanted` contains an object where `given` has neither an object nor a map, go-cty loses the attributes (`dynamicReplace` in
 * convert/conversion_dynamic.go).
 * @param unifyAll returns the common type of the elements of a tuple or object
 */
export function filled(given: Type, wanted: Type, unifyAll: (types: readonly Type[]) => Type | undefined): Type {
  if (given.kind === 'any') return wanted;
  const inner = (from: Type, to: Type): Type => filled(from, to, unifyAll);
  switch (wanted.kind) {
    case 'any':
      return given;
    case 'map':
      if (given.kind === 'map') return mapOf(inner(given.element, wanted.element));
      if (given.kind !== 'object') return wanted;
      return mapOf(inner(unifyAll(Array.from(given.attributes.values(), ({ type }) => type)) ?? ANY, wanted.element));
    case 'list':
    case 'set': {
      const collection = wanted.kind === 'list' ? listOf : setOf;
      if (given.kind === 'list' || given.kind === 'set') return collection(inner(given.element, wanted.element));
      if (given.kind !== 'tuple') return wanted;
      return collection(inner(unifyAll(given.elements) ?? ANY, wanted.element));
    }
    case 'tuple': {
      const elements = given.kind === 'tuple' ? given.elements : [];
      return tupleOf(wanted.elements.map((element, i) => inner(elements[i] ?? ANY, element)));
    }
    case 'object':
      if (given.kind !== 'map' && given.kind !== 'object') return objectOf([]);
      return objectOf(
        [...wanted.attributes].map(([name, { type }]) => [name, inner(part(given, name), type)] as const),
      );
    default:
      return wanted;
  }
}

/** Whether the type is a map or contains one. */
export function hasMap(type: Type): boolean {
  switch (type.kind) {
    case 'map':
      return true;
    case 'list':
    case 'set':
      return hasMap(type.element);
    case 'tuple':
      return type.elements.some(hasMap);
    case 'object':
      return [...type.attributes.values()].some(attribute => hasMap(attribute.type));
    default:
      return false;
  }
}

/** The type of an attribute of an object, or of the elements of a map; otherwise `any`. */
function part(type: Type, name: string): Type {
  if (type.kind === 'map') return type.element;
  return (type.kind === 'object' && type.attributes.get(name)?.type) || ANY;
}
