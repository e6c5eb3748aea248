/** Types inside of collections and of values that take part in a conversion. Source of the rules: go-cty. */
import { memoize } from '../../../common/memoize';
import { ANY, listOf, mapOf, objectOf, sameType, setOf, tupleOf } from './type';
import { typeOf } from '../values/value';
import type { Type, Value } from '../model';

/**
 * The one type of all these values, those of type `any` (a bare `null`, an unknown) left aside; `any` if there is no other, and
 * `undefined` if the values don't have the same type.
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

/** A value as an element of a collection of `type`: what has no type of its own gets it. */
export function retyped(value: Value, type: Type): Value {
  const untyped = (value.kind === 'null' || value.kind === 'unknown') && value.type.kind === 'any';
  return untyped && type.kind !== 'any' ? { ...value, type } : value;
}

/** The type with every optional attribute made an ordinary one, at every depth: what a value of the type has. */
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
 * `wanted` with the matching parts of `given` in place of `any`: the type a null or unknown of type `given` has after conversion to
 * `wanted`. `unifyAll` finds the element type of a tuple or object. Where an object is wanted and a map's elements are something else,
 * cty loses its attributes (`dynamicReplace` in convert/conversion_dynamic.go).
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

/** Whether there is a map in the type, at any depth. */
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

/** The type of an attribute, or of the elements of a map; `any` where there is none. */
function part(type: Type, name: string): Type {
  if (type.kind === 'map') return type.element;
  return (type.kind === 'object' && type.attributes.get(name)?.type) || ANY;
}
