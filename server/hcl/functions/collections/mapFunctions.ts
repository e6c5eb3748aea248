/** Functions on maps and objects. Source of the rules: go-cty's function library and terraform's own lookup and transpose. */
import { localizable } from '../../../../common/localization';
import { UnknownResultError } from '../../../../common/unknownResultError';
import { convert, ConversionError } from '../../conversion/convert';
import { quoteAsGo } from '../../goQuoted';
import { compareText } from '../../values/order';
import { ANY, STRING, friendlyName, listOf, mapOf, objectOf, sameType, tupleOf } from '../../types/type';
import { list, map, object, string, tuple, typeOf, unknown, whollyKnown } from '../../values/value';
import { elementsOf, elementTypeOf, entriesOf, isMapping, isSequence } from '../arguments/collectionArgument';
import {
  ANYTHING,
  declareFunction,
  parameter,
  type FunctionDeclaration,
  type DeclaredFunction,
} from '../declareFunction';
import { FunctionError } from '../function';
import { checkElementCount } from '../limits';
import { addFunctionMark } from '../functionMark';
import { stringArgument } from '../arguments/scalarArgument';
import type { Type, Value } from '../../model';

const keys: FunctionDeclaration = {
  description: localizable('Returns the keys of a map or object, sorted.'),
  parameters: [parameter('inputMap', ANY, { allowUnknown: true, allowSensitive: true })],
  returns: ([value]) => {
    const type = typeOf(value!);
    if (type.kind === 'map') return listOf(STRING);
    if (type.kind === 'object') return tupleOf([...type.attributes.keys()].map(() => STRING));
    throw new FunctionError('must have map or object type', 0);
  },
  call: args => keysOf(args[0]!),
};

function keysOf(value: Value): Value {
  const type = typeOf(value);
  if (type.kind === 'object') {
    const names = [...type.attributes.keys()].sort(compareText);
    return addFunctionMark(tuple(names.map(string)), value.sensitive);
  }
  if (value.kind === 'unknown') return addFunctionMark(unknown(listOf(STRING)), value.sensitive);
  const names = entriesOf(value).map(([key]) => string(key));
  return addFunctionMark(list(STRING, names), value.sensitive);
}

const values: FunctionDeclaration = {
  description: localizable('Returns the values of a map or object, in the order of their sorted keys.'),
  parameters: [parameter('mapping', ANY, { allowSensitive: true })],
  returns: ([value]) => {
    const type = typeOf(value!);
    if (type.kind === 'map') return listOf(type.element);
    if (type.kind !== 'object') throw new FunctionError('values() requires a map as the first argument');
    const names = [...type.attributes.keys()].sort(compareText);
    return tupleOf(names.map(name => type.attributes.get(name)!.type));
  },
  call: args => {
    const [value] = args as [Value];
    const found = entriesOf(value).map(([, entry]) => entry);
    const result = value.kind === 'map' ? list(value.element, found) : tuple(found);
    return addFunctionMark(result, value.sensitive);
  },
};

const lookup: FunctionDeclaration = {
  description: localizable('Returns the value of a key of a map or object, or a default when there is no such key.'),
  parameters: [
    parameter('inputMap', ANY, { allowUnknown: true, allowSensitive: true }),
    parameter('key', STRING, { allowUnknown: true, allowSensitive: true }),
  ],
  variadic: parameter('default', ANY, ANYTHING),
  mayReturnNull: true,
  returns: lookupType,
  call: args => {
    const [mapping, key, fallback] = args as [Value, Value, Value | undefined];
    const type = lookupType(args);
    const sensitive = mapping.sensitive || key.sensitive;
    if (mapping.kind === 'unknown' || key.kind === 'unknown') return addFunctionMark(unknown(type), sensitive);
    const found = isMapping(mapping) ? mapping.entries.get(stringArgument(key)) : undefined;
    if (found) return addFunctionMark(found, sensitive);
    if (fallback) return addFunctionMark(convertFallback(fallback, type), sensitive);
    throw new FunctionError(`lookup failed to find key ${shownKey(key)}`);
  },
};

/** A key in quotes for messages, unless it is sensitive. */
const shownKey = (key: Value): string => (key.sensitive ? '(sensitive value)' : quoteAsGo(stringArgument(key)));

function lookupType(args: readonly Value[]): Type {
  const [mapping, key, fallback] = args as [Value, Value, Value | undefined];
  if (args.length > 3) throw new FunctionError(`lookup() takes two or three arguments, got ${args.length}`);
  if (mapping.kind === 'object' && key.kind === 'string') {
    const entry = mapping.entries.get(key.value) ?? fallback;
    if (entry) return typeOf(entry);
  }
  const type = typeOf(mapping);
  if (type.kind === 'map') {
    if (fallback) convertFallback(fallback, type.element);
    return type.element;
  }
  if (type.kind !== 'object') throw new FunctionError('lookup() requires a map as the first argument', 0);
  if (key.kind === 'unknown') return ANY;
  const attribute = type.attributes.get(stringArgument(key));
  if (attribute) return attribute.type;
  if (fallback) return typeOf(fallback);
  throw new FunctionError(`the given object has no attribute ${shownKey(key)}`, 0);
}

function convertFallback(fallback: Value, type: Type): Value {
  try {
    return convert(fallback, type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw new FunctionError('the default value must have the same type as the map elements', 2);
  }
}

const merge: FunctionDeclaration = {
  description: localizable('Combines maps or objects into one; if keys repeat, the last one wins.'),
  variadic: parameter('maps', ANY, { allowAny: true, allowNull: true, allowSensitive: true }),
  returns: mergeType,
  call: args => {
    const type = mergeType(args);
    refuseOnlyNull(args);
    const merged = new Map<string, Value>();
    for (const arg of args) {
      if (isMapping(arg)) for (const [key, entry] of arg.entries) merged.set(key, entry);
      // With an untyped null among the arguments, Terraform does not check the types, and fails for other arguments with elements.
      else if (arg.kind !== 'null' && !(isSequence(arg) && arg.elements.length === 0)) {
        throw new FunctionError(`arguments must be maps or objects, got "${friendlyName(typeOf(arg))}"`);
      }
    }
    checkElementCount(merged.size);
    const sensitive = args.some(arg => arg.kind !== 'null' && arg.sensitive);
    return addFunctionMark(type.kind === 'map' ? map(type.element, merged) : object(merged), sensitive);
  },
};

/** Older versions fail in their own code, and what newer ones return isn't documented. */
function refuseOnlyNull(args: readonly Value[]): void {
  const [only] = args;
  if (args.length === 1 && only?.kind === 'null' && typeOf(only).kind === 'object')
    throw new UnknownResultError('not all versions accept null as the only argument');
}

function mergeType(args: readonly Value[]): Type {
  const first = args[0] ? typeOf(args[0]) : objectOf([]);
  const attributes = new Map<string, Type>();
  let attributesKnown = true;
  for (const arg of args) {
    const type = typeOf(arg);
    if (type.kind === 'any') return ANY;
    if (type.kind !== 'map' && type.kind !== 'object') {
      throw new FunctionError(`arguments must be maps or objects, got ${quoteAsGo(friendlyName(type))}`);
    }
    if (arg.kind === 'null') continue;
    if (type.kind === 'object') for (const [name, attribute] of type.attributes) attributes.set(name, attribute.type);
    else if (arg.kind === 'map') for (const key of arg.entries.keys()) attributes.set(key, type.element);
    else attributesKnown = false;
  }
  if (args.every(arg => sameType(typeOf(arg), first))) return first;
  return attributesKnown ? objectOf(attributes) : ANY;
}

const transpose: FunctionDeclaration = {
  description: localizable('Swaps the keys and the values of a map of lists of strings.'),
  parameters: [parameter('values', mapOf(listOf(STRING)))],
  returns: mapOf(listOf(STRING)),
  call: args => {
    const [value] = args as [Value];
    if (!whollyKnown(value)) return unknown(mapOf(listOf(STRING)));
    const swapped = new Map<string, string[]>();
    for (const [key, texts] of entriesOf(value)) {
      if (texts.kind === 'null') throw new FunctionError('input must not contain null list');
      for (const text of elementsOf(texts)) {
        if (text.kind === 'null') throw new FunctionError('input list must not contain null string');
        const cached = swapped.get(stringArgument(text));
        if (cached) cached.push(key);
        else swapped.set(stringArgument(text), [key]);
      }
    }
    const lists = [...swapped].map(([key, found]) => [key, list(STRING, found.map(string))] as const);
    return map(listOf(STRING), new Map(lists));
  },
};

const zipmap: FunctionDeclaration = {
  description: localizable(
    'Makes a map from a list of keys and a list of as many values, or an object from a tuple of values.',
  ),
  parameters: [
    parameter('keys', listOf(STRING), { allowSensitive: true }),
    parameter('values', ANY, { allowSensitive: true }),
  ],
  returns: args => {
    const [keyList, valueList] = args as [Value, Value];
    const type = typeOf(valueList);
    if (type.kind === 'list') return mapOf(type.element);
    if (type.kind !== 'tuple') throw new FunctionError('values argument must be a list or tuple value');
    if (!whollyKnown(keyList)) return ANY;
    const names = elementsOf(keyList);
    checkSameLength(names.length, type.elements.length);
    return objectOf(names.map((name, i) => [keyAt(name, i), type.elements[i]!] as const));
  },
  call: args => {
    const [keyList, valueList] = args as [Value, Value];
    const type = typeOf(valueList);
    const sensitive = keyList.sensitive || valueList.sensitive;
    if (!whollyKnown(keyList))
      return addFunctionMark(unknown(type.kind === 'list' ? mapOf(type.element) : ANY), sensitive);
    const names = elementsOf(keyList);
    const found = elementsOf(valueList);
    checkSameLength(names.length, found.length);
    const entries = new Map(names.map((name, i) => [keyAt(name, i), found[i]!]));
    const result = type.kind === 'list' ? map(elementTypeOf(type), entries) : object(entries);
    return addFunctionMark(result, sensitive || names.some(name => name.sensitive));
  },
};

function checkSameLength(keyCount: number, valueCount: number): void {
  if (keyCount === valueCount) return;
  throw new FunctionError(`number of keys (${keyCount}) does not match number of values (${valueCount})`);
}

function keyAt(name: Value, position: number): string {
  if (name.kind === 'null') throw new FunctionError(`keys list has null value at index ${position}`);
  return stringArgument(name);
}

export const MAP_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('keys', keys),
  declareFunction('lookup', lookup),
  declareFunction('merge', merge),
  declareFunction('transpose', transpose),
  declareFunction('values', values),
  declareFunction('zipmap', zipmap),
];
