/** Conversions to objects and tuples. Source of the rules: go-cty's `convert`. */
import { concreteNull } from './conversionCollections';
import { ConversionFailure, conversionFor, type Conversion } from './conversion';
import { withoutOptional } from '../types/elementType';
import { quoteAsGo } from '../goQuoted';
import { mismatch } from './mismatch';
import { compareText, sortedKeys } from '../values/order';
import { sameType } from '../types/type';
import { nullOf, object, tuple, typeOf } from '../values/value';
import type { CollectionType, ObjectType, TupleType, Type, Value } from '../model';

const unchanged: Conversion = value => value;

/** Attributes that the wanted type does not declare are removed; missing optional attributes become null. */
export function objectToObject(from: ObjectType, to: ObjectType, unsafe: boolean): Conversion | undefined {
  const converts = new Map<string, Conversion>();
  for (const [name, { type, optional }] of to.attributes) {
    const given = from.attributes.get(name)?.type;
    if (!given && optional) continue;
    const conversion = given && partConversion(given, type, unsafe);
    if (!conversion) return undefined;
    converts.set(name, conversion);
  }
  return (value, path) => {
    const entries = entriesOf(value);
    const converted = new Map<string, Value>();
    for (const name of sortedKeys(entries)) {
      const conversion = converts.get(name);
      if (conversion) converted.set(name, concreteNull(conversion(entries.get(name)!, [...path, name])));
    }
    return object(inOrder(to, converted));
  };
}

/** Keys that the wanted type does not declare are removed. An attribute without a conversion fails only if it is required or the map has its key. */
export function mapToObject(from: CollectionType, to: ObjectType): Conversion | undefined {
  const converts = new Map<string, Conversion | undefined>();
  for (const [name, { type, optional }] of to.attributes) {
    const conversion = partConversion(from.element, type, true);
    if (!conversion && !optional) return undefined;
    converts.set(name, conversion);
  }
  return (value, path) => {
    const entries = entriesOf(value);
    const converted = new Map<string, Value>();
    for (const name of sortedKeys(entries)) {
      if (!converts.has(name)) continue;
      const entry = entries.get(name)!;
      const conversion = converts.get(name);
      if (!conversion) {
        const { message } = mismatch(typeOf(entry), to.attributes.get(name)!.type);
        const problem = `map element type is incompatible with attribute ${quoteAsGo(name)}: ${message}`;
        throw new ConversionFailure(problem, [...path, name]);
      }
      converted.set(name, concreteNull(conversion(entry, [...path, name])));
    }
    const missing = [...to.attributes.keys()]
      .sort(compareText)
      .find(name => !isOptional(to, name) && !converted.has(name));
    if (missing !== undefined) {
      throw new ConversionFailure(`map has no element for required attribute ${quoteAsGo(missing)}`, path);
    }
    // Unlike other conversions, this one keeps the optional marks in the type of these nulls. In a list with an element that has the attribute, the
    // types then differ, and Terraform rejects the list.
    return object(inOrder(to, converted, type => type));
  };
}

const isOptional = (type: ObjectType, name: string): boolean => type.attributes.get(name)?.optional === true;

/** All attributes of the type in its order; missing ones are null. */
function inOrder(
  type: ObjectType,
  entries: ReadonlyMap<string, Value>,
  missingType: (declared: Type) => Type = withoutOptional,
): ReadonlyMap<string, Value> {
  const ordered = new Map<string, Value>();
  for (const [name, attribute] of type.attributes) {
    ordered.set(name, entries.get(name) ?? nullOf(missingType(attribute.type)));
  }
  return ordered;
}

export function tupleToTuple(from: TupleType, to: TupleType, unsafe: boolean): Conversion | undefined {
  if (from.elements.length !== to.elements.length) return undefined;
  const converts: Conversion[] = [];
  for (const [i, type] of to.elements.entries()) {
    const conversion = partConversion(from.elements[i]!, type, unsafe);
    if (!conversion) return undefined;
    converts.push(conversion);
  }
  return (value, path) =>
    tuple(value.kind === 'tuple' ? value.elements.map((element, i) => converts[i]!(element, [...path, i])) : []);
}

function partConversion(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  return sameType(from, to) ? unchanged : conversionFor(from, to, unsafe);
}

function entriesOf(value: Value): ReadonlyMap<string, Value> {
  return value.kind === 'map' || value.kind === 'object' ? value.entries : new Map<string, Value>();
}
