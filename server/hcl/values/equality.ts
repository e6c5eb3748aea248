/** Equality of values. Source of the rules: go-cty's `Value.Equals`. */
import { hasAny, sameType } from '../types/type';
import { typeOf } from './value';
import { contentKey } from './order';
import type { Type, ListValue, MapValue, ObjectValue, Value } from '../model';

/**
 * Terraform's `==`: same type and same content. All nulls are equal; otherwise, values of different types are not equal. Ignores origins and
 * sensitivity.
 * @returns undefined if the result depends on an unknown value
 */
export function equals(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return equalsUnknown(a, b);
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind;
  const typeA = typeOf(a);
  const typeB = typeOf(b);
  if (hasUntypedUnknown(a) || hasUntypedUnknown(b)) {
    return conforms(typeA, typeB) || conforms(typeB, typeA) ? undefined : false;
  }
  return sameType(typeA, typeB) ? sameContent(a, b) : false;
}

function equalsUnknown(a: Value, b: Value): boolean | undefined {
  if ((a.kind === 'null' && isNotNull(b)) || (b.kind === 'null' && isNotNull(a))) return false;
  if (a.kind === b.kind || a.kind === 'null' || b.kind === 'null') return undefined;
  const [known, open] = a.kind === 'unknown' ? [typeOf(b), a.type] : [typeOf(a), typeOf(b)];
  if (!conforms(known, open)) return false;
  return hasAny(open) || sameType(known, open) ? undefined : false;
}

const isNotNull = (value: Value): boolean =>
  value.kind === 'unknown' ? value.notNull === true : value.kind !== 'null';

/** Compares known values of the same type; neither is null. */
function sameContent(a: Value, b: Value): boolean | undefined {
  switch (a.kind) {
    case 'number':
      return b.kind === 'number' && a.value.equals(b.value);
    case 'string':
    case 'bool':
      return b.kind === a.kind && a.value === b.value;
    case 'list':
    case 'tuple':
      return (b.kind === 'list' || b.kind === 'tuple') && sameSequence(a.elements, b.elements);
    case 'set':
      return b.kind === 'set' && sameSet(a, b);
    case 'map':
    case 'object':
      return (b.kind === 'map' || b.kind === 'object') && sameEntries(a, b);
    default:
      return undefined;
  }
}

/** The first difference decides, unless an unknown element precedes it. */
function sameSequence(a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if (a.length !== b.length) return false;
  for (const [i, value] of a.entries()) {
    const same = equals(value, b[i]!);
    if (same !== true) return same;
  }
  return true;
}

/** Any difference decides, even if other entries are unknown. (Terraform compares the entries in random order.) */
function sameEntries(a: MapValue | ObjectValue, b: MapValue | ObjectValue): boolean | undefined {
  if (a.entries.size !== b.entries.size) return false;
  let result: boolean | undefined = true;
  for (const [key, value] of a.entries) {
    const other = b.entries.get(key);
    const same = other ? equals(value, other) : false;
    if (same === false) return false;
    result = same && result;
  }
  return result;
}

function sameSet(a: ListValue, b: ListValue): boolean | undefined {
  if (a.elements.some(isUnknown) || b.elements.some(isUnknown)) return undefined;
  return a.elements.every(value => inSet(b, value)) && b.elements.every(value => inSet(a, value));
}

const isUnknown = (value: Value): boolean => value.kind === 'unknown';

/** Whether the value contains an unknown value of unknown type. */
function hasUntypedUnknown(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
      return hasAny(value.type);
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.some(hasUntypedUnknown);
    case 'map':
    case 'object':
      return [...value.entries.values()].some(hasUntypedUnknown);
    default:
      return false;
  }
}

/** Whether type `given` matches `wanted`, where `any` in `wanted` matches every type. */
export function conforms(given: Type, wanted: Type): boolean {
  switch (wanted.kind) {
    case 'any':
      return true;
    case 'list':
    case 'set':
    case 'map':
      return given.kind === wanted.kind && conforms(given.element, wanted.element);
    case 'tuple':
      return (
        given.kind === 'tuple' &&
        given.elements.length === wanted.elements.length &&
        given.elements.every((element, i) => conforms(element, wanted.elements[i]!))
      );
    case 'object':
      if (given.kind !== 'object' || given.attributes.size !== wanted.attributes.size) return false;
      return [...given.attributes].every(([name, { type }]) => {
        const other = wanted.attributes.get(name);
        return other !== undefined && conforms(type, other.type);
      });
    default:
      return given.kind === wanted.kind;
  }
}

/** Whether an element of the set is known to equal the value. */
export function inSet(set: ListValue, value: Value): boolean {
  const key = contentKey(value);
  return set.elements.some(element => contentKey(element) === key && equals(element, value) === true);
}
