/** Conversions to lists, sets and maps. Source of the rules: go-cty's `convert`. */
import { ConversionFailure, conversionFor, type Conversion, type PathStep } from './conversion';
import { commonType, retyped, withoutOptional } from '../types/elementType';
import { sortedKeys } from '../values/order';
import { listOf, sameType } from '../types/type';
import { unify, unifySafely } from '../types/unify';
import { list, map, typeOf, unknown, whollyKnown } from '../values/value';
import { setOfValues } from '../values/setOfValues';
import type { CollectionType, ObjectType, TupleType, Type, Value } from '../model';

/** Converts a list or set to a list. A set with unknown elements has no certain length, so the resulting list is unknown. */
export function toList(from: CollectionType, element: Type, unsafe: boolean): Conversion | undefined {
  const convertElement = elementConversion(from.element, element, unsafe);
  if (!convertElement) return undefined;
  return (value, path) => {
    const elements = elementsOf(value);
    if (value.kind === 'set' && elements.length !== 1 && !whollyKnown(value)) return unknown(listOf(from.element));
    return listFrom(
      convertAll(elements, () => convertElement, path),
      emptyElement(element, from.element),
      path,
    );
  };
}

/** Converts a list or set to a set. */
export function toSet(from: CollectionType, element: Type, unsafe: boolean): Conversion | undefined {
  const convertElement = elementConversion(from.element, element, unsafe);
  if (!convertElement) return undefined;
  return (value, path) =>
    setFrom(
      convertAll(elementsOf(value), () => convertElement, path),
      emptyElement(element, from.element),
      path,
    );
}

/** Converts a map to a map. */
export function toMap(from: CollectionType, element: Type, unsafe: boolean): Conversion | undefined {
  const convertElement = elementConversion(from.element, element, unsafe);
  if (!convertElement) return undefined;
  return (value, path) => {
    const entries = convertEntries(value, () => convertElement, path);
    if (entries.size === 0) return map(emptyElement(element, from.element), entries);
    return mapFrom(isNested(element) ? alikeEntries(entries, false, path) : entries, 'element', path);
  };
}

export function tupleToList(from: TupleType, wanted: Type, unsafe: boolean): Conversion | undefined {
  const converts = tupleConversions(from, wanted, unsafe);
  if (!converts) return undefined;
  return (value, path) => {
    const elements = convertAll(elementsOf(value), i => converts[i]!, path);
    return listFrom(elements.length === 0 ? elements : alike(elements, unsafe, path), withoutOptional(wanted), path);
  };
}

export function tupleToSet(from: TupleType, wanted: Type, unsafe: boolean): Conversion | undefined {
  const converts = tupleConversions(from, wanted, unsafe);
  if (!converts) return undefined;
  return (value, path) =>
    setFrom(
      convertAll(elementsOf(value), i => converts[i]!, path),
      withoutOptional(wanted),
      path,
    );
}

/** One conversion per element. With `any` as the wanted type, elements are converted to their common type. */
function tupleConversions(from: TupleType, wanted: Type, unsafe: boolean): Conversion[] | undefined {
  const element = wanted.kind === 'any' && from.elements.length > 0 ? unified(from.elements, unsafe) : wanted;
  if (!element) return undefined;
  if (element.kind === 'any' && from.elements.some(type => type.kind !== 'any')) return undefined;
  return conversionsFor(from.elements, element, unsafe);
}

export function objectToMap(from: ObjectType, wanted: Type, unsafe: boolean): Conversion | undefined {
  const names = [...from.attributes.keys()];
  const types = names.map(name => from.attributes.get(name)!.type);
  const element = wanted.kind === 'any' && types.length > 0 ? unified(types, unsafe) : wanted;
  const found = element && conversionsFor(types, element, unsafe);
  if (!found) return undefined;
  const converts = new Map(names.map((name, i) => [name, found[i]!]));
  return (value, path) => {
    const entries = convertEntries(value, name => converts.get(name)!, path);
    if (entries.size === 0) return map(withoutOptional(wanted), entries);
    return mapFrom(isNested(element) ? alikeEntries(entries, unsafe, path) : entries, 'attribute', path);
  };
}

const unified = (types: readonly Type[], unsafe: boolean): Type | undefined =>
  unsafe ? unify(types) : unifySafely(types);

/** After conversion to such a type with `any` inside, elements can still differ in type. */
const isNested = (type: Type): boolean =>
  type.kind === 'list' || type.kind === 'set' || type.kind === 'map' || type.kind === 'object';

const unchanged: Conversion = value => value;

function elementConversion(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  return sameType(from, to) ? unchanged : conversionFor(from, to, unsafe);
}

function conversionsFor(types: readonly Type[], to: Type, unsafe: boolean): Conversion[] | undefined {
  const converts: Conversion[] = [];
  for (const type of types) {
    const conversion = elementConversion(type, to, unsafe);
    if (!conversion) return undefined;
    converts.push(conversion);
  }
  return converts;
}

function elementsOf(value: Value): readonly Value[] {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple' ? value.elements : [];
}

function convertAll(
  elements: readonly Value[],
  conversion: (index: number) => Conversion,
  path: readonly PathStep[],
): Value[] {
  return elements.map((element, i) => concreteNull(conversion(i)(element, [...path, i])));
}

function convertEntries(
  value: Value,
  conversion: (key: string) => Conversion,
  path: readonly PathStep[],
): ReadonlyMap<string, Value> {
  const entries = value.kind === 'map' || value.kind === 'object' ? value.entries : new Map<string, Value>();
  return convertMap(entries, (key, entry) => conversion(key)(entry, [...path, key]));
}

/** Converts in Terraform's order, so that the first error is the one that Terraform reports. The result keeps the original order. */
function convertMap(
  entries: ReadonlyMap<string, Value>,
  change: (key: string, entry: Value) => Value,
): ReadonlyMap<string, Value> {
  const converted = new Map(entries);
  for (const key of sortedKeys(entries)) converted.set(key, change(key, entries.get(key)!));
  return converted;
}

/** Removes optional marks from the type of a null. In go-cty, null values never have such types. */
export function concreteNull(value: Value): Value {
  if (value.kind !== 'null') return value;
  const type = withoutOptional(value.type);
  return type === value.type ? value : { ...value, type };
}

/** The element type of an empty collection: if the wanted type is `any`, the original type stays. */
const emptyElement = (wanted: Type, before: Type): Type => (wanted.kind === 'any' ? before : withoutOptional(wanted));

function listFrom(elements: readonly Value[], empty: Type, path: readonly PathStep[]): Value {
  if (elements.length === 0) return list(empty, elements);
  const type = commonType(elements);
  if (!type) throw new ConversionFailure('element types must all match for conversion to list', path);
  return list(
    type,
    elements.map(element => retyped(element, type)),
  );
}

function setFrom(elements: readonly Value[], empty: Type, path: readonly PathStep[]): Value {
  const type = elements.length === 0 ? empty : commonType(elements);
  if (!type) throw new ConversionFailure('element types must all match for conversion to set', path);
  return setOfValues(type, elements);
}

function mapFrom(entries: ReadonlyMap<string, Value>, noun: string, path: readonly PathStep[]): Value {
  const type = commonType(entries.values());
  if (!type) throw new ConversionFailure(`${noun} types must all match for conversion to map`, path);
  return map(type, new Map(Array.from(entries, ([key, entry]) => [key, retyped(entry, type)])));
}

/** Converts the elements to their common type. */
function alike(elements: readonly Value[], unsafe: boolean, path: readonly PathStep[]): readonly Value[] {
  const types = elements.map(typeOf);
  const type = commonElement(types, unsafe, path);
  return elements.map((element, i) => toCommon(element, types[i]!, type, unsafe, [...path, i]));
}

function alikeEntries(
  entries: ReadonlyMap<string, Value>,
  unsafe: boolean,
  path: readonly PathStep[],
): ReadonlyMap<string, Value> {
  const type = commonElement(Array.from(entries.values(), typeOf), unsafe, path);
  return convertMap(entries, (key, entry) => toCommon(entry, typeOf(entry), type, unsafe, [...path, key]));
}

function commonElement(types: readonly Type[], unsafe: boolean, path: readonly PathStep[]): Type {
  const first = types[0];
  const type = first && types.every(other => sameType(other, first)) ? first : unified(types, unsafe);
  return type ?? fail('cannot find a common base type for all elements', path);
}

function toCommon(value: Value, from: Type, to: Type, unsafe: boolean, path: readonly PathStep[]): Value {
  const conversion = elementConversion(from, to, unsafe);
  return conversion ? conversion(value, path) : fail('cannot find a common base type for all elements', path);
}

function fail(message: string, path: readonly PathStep[]): never {
  throw new ConversionFailure(message, path);
}
