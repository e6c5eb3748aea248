/**
 * Finds the conversion between two types. Whether a conversion exists depends only on the types; it can still fail for a particular value.
 * Source of the rules: go-cty's `convert`.
 */
import { toList, toMap, toSet, tupleToList, tupleToSet, objectToMap } from './conversionCollections';
import { mapToObject, objectToObject, tupleToTuple } from './conversionStructures';
import { filled, withoutOptional } from '../types/elementType';
import { Num } from '../values/number';
import type { CollectionType, Type, UnknownContent, UnknownValue, Value } from '../model';
import { unify } from '../types/unify';
import { bool, map, marked, number, string } from '../values/value';

/** An attribute name, a map key or a zero-based index. */
export type PathStep = string | number;

/**
 * Converts a value of the type for which the conversion was found.
 * @param path from the value that is converted as a whole to this part of it
 * @throws ConversionFailure
 */
export type Conversion = (value: Value, path: readonly PathStep[]) => Value;

/** Thrown if a conversion exists for the type, but not for this value. */
export class ConversionFailure extends Error {
  constructor(
    message: string,
    readonly path: readonly PathStep[],
  ) {
    super(message);
  }
}

/**
 * Returns the conversion between two types, undefined if there is none. It handles null and unknown values, and keeps sensitivity.
 * @param unsafe whether to include conversions that can fail for particular values
 */
export function conversionFor(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  const conversion = conversionBetween(from, to, unsafe);
  if (!conversion) return undefined;
  return (value, path) => {
    if (to.kind === 'any') return value;
    if (value.kind !== 'unknown' && value.kind !== 'null') return placed(conversion(value, path), value);
    const type = filled(value.type, withoutOptional(to), unify);
    return (value.kind === 'unknown' && knownLength(value, type)) || { ...value, type };
  };
}

/** Converts an unknown structure that can't be null to a collection of unknown elements, if the collection's length is certain. */
function knownLength(value: UnknownValue, type: Type): Value | undefined {
  const { type: from, notNull, content, oneOf: _, ends: __, ...rest } = value;
  if (!notNull) return undefined;
  if (from.kind === 'object' && type.kind === 'map' && from.attributes.size === 0) return map(type.element, new Map());
  if (from.kind !== 'tuple' || (type.kind !== 'list' && type.kind !== 'set')) return undefined;
  // Unknown elements may turn out to be equal, which makes the set smaller.
  if (type.kind === 'set' && from.elements.length > 1) return undefined;
  const contentAt = (index: number): UnknownContent | undefined =>
    content === undefined || content === 'pending' ? content : `${content}[${index}]`;
  const elements = from.elements.map((_, index) => ({
    ...rest,
    content: contentAt(index),
    type: type.element,
    sensitive: undefined,
  }));
  return placed({ kind: type.kind, element: type.element, elements }, value);
}

/** The converted value with the original's origin and sensitivity. */
function placed(converted: Value, original: Value): Value {
  const { origin } = original;
  const sensitive = original.sensitive || converted.sensitive;
  if (converted.origin === origin && !converted.sensitive === !sensitive) return converted;
  return marked(converted, origin ?? converted.origin, sensitive);
}

function conversionBetween(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  if (to.kind === 'any') return value => value;
  // Only null and unknown values have no type.
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
      // The conversion of a list loses order and duplicates.
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
