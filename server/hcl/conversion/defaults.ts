/**
 * Applies the defaults of optional attributes. Like Terraform, this happens before conversion, so that defaults are converted as well.
 * Source of the rules: HCL's `typeexpr.Defaults`.
 */
import { memoize } from '../../../common/memoize';
import { convert, ConversionError } from './convert';
import { sortedKeys } from '../values/order';
import type { ObjectType, Type, ListValue, MapValue, ObjectValue, TupleValue, Value } from '../model';
import { unify } from '../types/unify';
import { marked, object, tuple, typeOf, unknown } from '../values/value';
import { setOfValues } from '../values/setOfValues';

/**
 * Adds the type's defaults for missing and null attributes, at every depth. The value itself is never replaced: null and unknown values stay. Parts
 * that don't match the type also stay; the following conversion reports them.
 */
export function withDefaults(value: Value, type: Type): Value {
  if (!hasDefaults(type)) return value;
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return elementsWithDefaults(value, type);
    case 'map':
    case 'object':
      return entriesWithDefaults(value, type);
    default:
      return value;
  }
}

const hasDefaults = memoize<Type, boolean>(findDefaults);

function findDefaults(type: Type): boolean {
  switch (type.kind) {
    case 'object':
      return [...type.attributes.values()].some(
        attribute => attribute.default !== undefined || hasDefaults(attribute.type),
      );
    case 'tuple':
      return type.elements.some(hasDefaults);
    case 'list':
    case 'set':
    case 'map':
      return hasDefaults(type.element);
    default:
      return false;
  }
}

/** The type of an element, which contains its defaults; undefined if the value does not match the type. */
export function partType(type: Type, step: string | number): Type | undefined {
  if (type.kind === 'tuple') return typeof step === 'number' ? type.elements[step] : undefined;
  if (type.kind === 'object') return typeof step === 'string' ? type.attributes.get(step)?.type : undefined;
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'map' ? type.element : undefined;
}

function elementsWithDefaults(value: ListValue | TupleValue, type: Type): Value {
  const elements = value.elements.map((element, i) => {
    const inner = partType(type, i);
    return inner ? withDefaults(element, inner) : element;
  });
  if (value.kind === 'tuple') return like(value, tuple(elements));
  if (elements.length === 0) return value;
  const alike = convertedAlike(elements);
  if (!alike) return like(value, tuple(elements));
  const element = typeOf(alike[0]!);
  return like(value, value.kind === 'set' ? setOfValues(element, alike) : { kind: 'list', element, elements: alike });
}

function entriesWithDefaults(value: MapValue | ObjectValue, type: Type): Value {
  const entries = new Map<string, Value>();
  for (const [key, entry] of value.entries) {
    const inner = partType(type, key);
    entries.set(key, inner ? withDefaults(entry, inner) : entry);
  }
  if (type.kind === 'object') addDefaults(entries, type);
  if (value.kind === 'object') return like(value, object(entries));
  if (entries.size === 0) return value;
  const keys = sortedKeys(entries);
  const alike = convertedAlike(keys.map(key => entries.get(key)!));
  if (!alike) return like(value, object(entries));
  const converted = new Map(keys.map((key, i) => [key, alike[i]!]));
  return {
    ...value,
    element: typeOf(alike[0]!),
    entries: new Map([...entries.keys()].map(key => [key, converted.get(key)!])),
  };
}

function addDefaults(entries: Map<string, Value>, type: ObjectType): void {
  for (const [name, attribute] of type.attributes) {
    if (attribute.default === undefined) continue;
    const entry = entries.get(name);
    if (!entry || entry.kind === 'null') {
      entries.set(name, withDefaults(convert(attribute.default, attribute.type), attribute.type));
    } else if (entry.kind === 'unknown' && entry.type.kind !== 'any' && attribute.default.kind !== 'null') {
      // If the value turns out to be null, the default replaces it.
      entries.set(name, { ...entry, notNull: true });
    }
  }
}

/** Converts elements to their common type, since defaults can change their types; undefined if there is no common type. */
function convertedAlike(elements: readonly Value[]): readonly Value[] | undefined {
  const types = elements.map(typeOf);
  const type = unify(types);
  if (!type) return undefined;
  if (type.kind === 'any' && types.some(({ kind }) => kind !== 'any')) return elements.map(() => unknown());
  try {
    return elements.map(element => convert(element, type));
  } catch (error) {
    if (error instanceof ConversionError) return undefined;
    throw error;
  }
}

/** The changed value with the original's origin and sensitivity. */
function like(original: Value, changed: Value): Value {
  const { origin, sensitive } = original;
  return marked(changed, origin ?? changed.origin, sensitive ?? changed.sensitive);
}
