/**
 * Terraform's type system as data. `any` is the dynamic type. Types are immutable; compare them with {@link sameType}.
 * Source of the rules: go-cty, which Terraform uses.
 */
import type { Type, PrimitiveType, CollectionType, TupleType, ObjectType, AttributeType } from '../model';

export const STRING: PrimitiveType = { kind: 'string' };
export const NUMBER: PrimitiveType = { kind: 'number' };
export const BOOL: PrimitiveType = { kind: 'bool' };
export const ANY: PrimitiveType = { kind: 'any' };

export const listOf = (element: Type): CollectionType => ({ kind: 'list', element });
export const setOf = (element: Type): CollectionType => ({ kind: 'set', element });
export const mapOf = (element: Type): CollectionType => ({ kind: 'map', element });
export const tupleOf = (elements: readonly Type[]): TupleType => ({ kind: 'tuple', elements });

/** An object type with required attributes only. */
export function objectOf(attributes: Iterable<readonly [string, Type]>): ObjectType {
  const map = new Map<string, AttributeType>();
  for (const [name, type] of attributes) map.set(name, { type, optional: false });
  return { kind: 'object', attributes: map };
}

/** Structural equality. Optional marks matter, defaults do not. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind === 'tuple') {
    return (
      b.kind === 'tuple' &&
      a.elements.length === b.elements.length &&
      a.elements.every((t, i) => sameType(t, b.elements[i]!))
    );
  }
  if (a.kind === 'object') {
    if (b.kind !== 'object' || a.attributes.size !== b.attributes.size) return false;
    for (const [name, attribute] of a.attributes) {
      const other = b.attributes.get(name);
      if (!other || other.optional !== attribute.optional || !sameType(attribute.type, other.type)) return false;
    }
    return true;
  }
  if (a.kind === 'list' || a.kind === 'set' || a.kind === 'map')
    return b.kind === a.kind && sameType(a.element, b.element);
  return a.kind === b.kind;
}

/** Whether the type contains `any` at any depth. */
export function hasAny(type: Type): boolean {
  switch (type.kind) {
    case 'any':
      return true;
    case 'list':
    case 'set':
    case 'map':
      return hasAny(type.element);
    case 'tuple':
      return type.elements.some(hasAny);
    case 'object':
      return [...type.attributes.values()].some(attribute => hasAny(attribute.type));
    default:
      return false;
  }
}

/** The type as Terraform writes it in messages: `list of string`, `object`, `tuple`, … */
export function friendlyName(type: Type): string {
  switch (type.kind) {
    case 'any':
      return 'dynamic';
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind} of ${friendlyName(type.element)}`;
    default:
      return type.kind;
  }
}

/** The type as it is written in a variable block; objects without their attributes. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeText(type.element)})`;
    case 'tuple':
      return `tuple([${type.elements.map(typeText).join(', ')}])`;
    default:
      return type.kind;
  }
}

/**
 * The type at a path: names of attributes, keys of maps, and `*` for an element of a list or set. Below `any`, it is `any`.
 * @returns undefined if nothing is declared there
 */
export function typeAt(type: Type | undefined, path: readonly string[]): Type | undefined {
  let at = type;
  for (const step of path) {
    if (at?.kind === 'object') at = at.attributes.get(step)?.type;
    else if (at?.kind === 'map' || (step === '*' && (at?.kind === 'list' || at?.kind === 'set'))) at = at.element;
    else if (at?.kind !== 'any') return undefined;
  }
  return at;
}
