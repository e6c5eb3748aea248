/**
 * Finds the conversion between two types. Whether there is one depends on the types alone; applying it can still fail.
 * Source of the rules: go-cty's `convert`.
 */
import { toList, toMap, toSet, tupleToList, tupleToSet, objectToMap } from './conversionCollections';
import { mapToObject, objectToObject, tupleToTuple } from './conversionStructures';
import { filled, withoutOptional } from '../types/elementType';
import { Num } from '../values/number';
import type { CollectionType, Type, UnknownValue, Value } from '../model';
import { unify } from '../types/unify';
import { bool, map, marked, number, string } from '../values/value';

/** An attribute name, a map key or a zero-based index. */
export type PathStep = string | number;

/**
 * Converts a value of the type the conversion was found for. `path` leads to the value from the one that is converted as a whole.
 * Throws {@link ConversionFailure}.
 */
export type Conversion = (value: Value, path: readonly PathStep[]) => Value;

/** A value that its type's conversion can't convert. */
export class ConversionFailure extends Error {
  constructor(
    message: string,
    readonly path: readonly PathStep[],
  ) {
    super(message);
  }
}

/**
 * The conversion between two types, or `undefined`. A safe one can't fail; an unsafe one may, depending on the value.
 * Null and unknown values and whatever is sensitive are taken care of.
 */
export function conversionFor(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  const known = knownConversion(from, to, unsafe);
  if (!known) return undefined;
  return (value, path) => {
    if (to.kind === 'any') return value;
    if (value.kind !== 'unknown' && value.kind !== 'null') return placed(known(value, path), value);
    const type = filled(value.type, withoutOptional(to), unify);
    return (value.kind === 'unknown' && knownLength(value, type)) || { ...value, type };
  };
}

/** What becomes of a structure that is unknown but certainly not null, when its number of elements is known as a collection's too. */
function knownLength(value: UnknownValue, type: Type): Value | undefined {
  const { type: from, notNull, ...rest } = value;
  if (!notNull) return undefined;
  if (from.kind === 'object' && type.kind === 'map' && from.attributes.size === 0) return map(type.element, new Map());
  if (from.kind !== 'tuple' || (type.kind !== 'list' && type.kind !== 'set')) return undefined;
  // Several unknown elements can be equal, and then a set has fewer.
  if (type.kind === 'set' && from.elements.length > 1) return undefined;
  const elements = from.elements.map(() => ({ ...rest, type: type.element, sensitive: undefined }));
  return placed({ kind: type.kind, element: type.element, elements }, value);
}

/** The converted value, written where the original was and as sensitive. */
function placed(converted: Value, original: Value): Value {
  const { origin } = original;
  const sensitive = original.sensitive || converted.sensitive;
  if (converted.origin === origin && !converted.sensitive === !sensitive) return converted;
  return marked(converted, origin ?? converted.origin, sensitive);
}

function knownConversion(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  if (to.kind === 'any') return value => value;
  // What has no type yet is null or unknown.
  if (from.kind === 'any') return unsafe ? value => value : undefined;
  switch (to.kind) {
    case 'string':
      return from.kind === 'number' || from.kind === 'bool' ? value => text(value) : undefined;
    case 'number':
      return unsafe && from.kind === 'string' ? toNumber : undefined;
    case 'bool':
      return unsafe && from.kind === 'string' ? toBool : undefined;
    case 'list':
    case 'set':
    case 'map':
      return collectionConversion(from, to, unsafe);
    case 'tuple':
      return from.kind === 'tuple' ? tupleToTuple(from, to, unsafe) : undefined;
    case 'object':
      if (from.kind === 'object') return objectToObject(from, to, unsafe);
      return from.kind === 'map' && unsafe ? mapToObject(from, to) : undefined;
  }
}

function collectionConversion(from: Type, to: CollectionType, unsafe: boolean): Conversion | undefined {
  switch (to.kind) {
    case 'list':
      if (from.kind === 'tuple') return tupleToList(from, to.element, unsafe);
      return from.kind === 'list' || from.kind === 'set' ? toList(from, to.element, unsafe) : undefined;
    case 'set':
      if (from.kind === 'tuple') return tupleToSet(from, to.element, unsafe);
      // From a list, order and duplicates would be lost.
      return from.kind === 'set' || (from.kind === 'list' && unsafe) ? toSet(from, to.element, unsafe) : undefined;
    case 'map':
      if (from.kind === 'object') return objectToMap(from, to.element, unsafe);
      return from.kind === 'map' ? toMap(from, to.element, unsafe) : undefined;
  }
}

function text(value: Value): Value {
  if (value.kind === 'number') return string(value.value.toText());
  return value.kind === 'bool' ? string(String(value.value)) : value;
}

function toNumber(value: Value, path: readonly PathStep[]): Value {
  const parsed = value.kind === 'string' ? Num.parse(value.value) : undefined;
  if (!parsed) throw new ConversionFailure('a number is required', path);
  return number(parsed);
}

function toBool(value: Value, path: readonly PathStep[]): Value {
  const given = value.kind === 'string' ? value.value : '';
  if (given === 'true' || given === '1') return bool(true);
  if (given === 'false' || given === '0') return bool(false);
  const lower = given.toLowerCase();
  const hint = lower === 'true' || lower === 'false' ? `; to convert from string, use lowercase "${lower}"` : '';
  throw new ConversionFailure(`a bool is required${hint}`, path);
}
