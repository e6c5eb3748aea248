/** Functions on lists and tuples. Source of the rules: go-cty's function library and terraform's own matchkeys. */
import { localizable } from '../../../../common/localization';
import { append } from '../../../../common/lists';
import { convert, ConversionError } from '../../conversion/convert';
import { equals } from '../../values/equality';
import { Num } from '../../values/number';
import { compareText, contentKey } from '../../values/order';
import { ANY, NUMBER, STRING, friendlyName, listOf, tupleOf } from '../../types/type';
import { unify } from '../../types/unify';
import { list, tuple, typeOf, unknown, whollyKnown } from '../../values/value';
import { elementsOf, elementTypeOf, isSequence } from '../arguments/collectionArgument';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError } from '../function';
import { checkElementCount } from '../limits';
import { addFunctionMark } from '../functionMark';
import { stringArgument, int64Argument, intArgument } from '../arguments/scalarArgument';
import type { Type, Value } from '../../model';
import { UnknownResultError } from '../../../../common/unknownResultError';

const LIST_OF_ANY = listOf(ANY);
const LIST_OF_STRING = listOf(STRING);
/** Maximum number of comparisons in one call of `matchkeys`. */
const MAX_COMPARISONS = 500_000;

const chunklist: FunctionDeclaration = {
  description: localizable('Splits a list into lists of a size; the last one may be shorter.'),
  parameters: [
    parameter('list', LIST_OF_ANY, { allowSensitive: true }),
    parameter('size', NUMBER, { allowSensitive: true }),
  ],
  returns: ([value]) => listOf(typeOf(value!)),
  call: args => {
    const [value, sizeValue] = args as [Value, Value];
    const size = intArgument(sizeValue, 'invalid size: ');
    if (size < 0) throw new FunctionError('the size argument must be positive');
    const elements = elementsOf(value);
    const elementType = elementTypeOf(typeOf(value));
    const chunks: Value[] = [];
    for (let i = 0; i < elements.length; i += size || elements.length) {
      chunks.push(list(elementType, elements.slice(i, i + (size || elements.length))));
    }
    return addFunctionMark(list(typeOf(value), chunks), value.sensitive || sizeValue.sensitive);
  },
};

const compact: FunctionDeclaration = {
  description: localizable('Removes null and empty strings from a list of strings.'),
  parameters: [parameter('list', LIST_OF_STRING)],
  returns: LIST_OF_STRING,
  call: args => {
    const [value] = args as [Value];
    if (!whollyKnown(value)) return unknown(LIST_OF_STRING);
    return list(
      STRING,
      elementsOf(value).filter(item => item.kind !== 'null' && stringArgument(item) !== ''),
    );
  },
};

const concat: FunctionDeclaration = {
  description: localizable('Puts the elements of several lists or tuples into one, in order.'),
  variadic: parameter('seqs', ANY, { allowSensitive: true }),
  returns: concatType,
  call: args => {
    const type = concatType(args);
    const sequences = type.kind === 'list' ? args.map((arg, i) => convertList(arg, type, i)) : args;
    checkElementCount(sequences.reduce((count, sequence) => count + elementsOf(sequence).length, 0));
    const elements = sequences.flatMap(elementsOf);
    const sensitive = sequences.some(sequence => sequence.sensitive);
    return addFunctionMark(type.kind === 'list' ? list(type.element, elements) : tuple(elements), sensitive);
  },
};

function concatType(args: readonly Value[]): Type {
  if (args.length === 0) throw new FunctionError('at least one argument is required');
  const types = args.map(typeOf);
  const common = types.every(type => type.kind === 'list') ? unify(types) : undefined;
  if (common) return common;
  const elementTypes: Type[] = [];
  for (const [i, type] of types.entries()) {
    const arg = args[i]!;
    if (type.kind === 'tuple') append(elementTypes, type.elements);
    else if (type.kind !== 'list') {
      throw new FunctionError(`all arguments must be lists or tuples; got ${friendlyName(type)}`, i);
    } else if (arg.kind !== 'list') return ANY;
    else for (const _ of arg.elements) elementTypes.push(type.element);
  }
  return tupleOf(elementTypes);
}

function convertList(value: Value, type: Type, argument: number): Value {
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw new FunctionError(error.message, argument);
    throw error;
  }
}

const distinct: FunctionDeclaration = {
  description: localizable('Removes elements that occurred before from a list.'),
  parameters: [parameter('list', LIST_OF_ANY)],
  returns: ([value]) => typeOf(value!),
  call: args => {
    const [value] = args as [Value];
    if (!whollyKnown(value)) return unknown(typeOf(value));
    const kept: Value[] = [];
    const seen = new Map<string, Value[]>();
    for (const element of elementsOf(value)) {
      const key = contentKey(element);
      const alike = seen.get(key);
      if (alike?.some(other => equals(other, element))) continue;
      if (alike) alike.push(element);
      else seen.set(key, [element]);
      kept.push(element);
    }
    return list(elementTypeOf(typeOf(value)), kept);
  },
};

const EMPTY_LIST = 'cannot use element function with an empty list';

const element: FunctionDeclaration = {
  description: localizable(
    'Returns the element of a list or tuple at an index; beyond the end the index starts again at zero.',
  ),
  parameters: [parameter('list', ANY, { allowSensitive: true }), parameter('index', NUMBER)],
  mayReturnNull: true,
  returns: args => {
    const [value, index] = args as [Value, Value];
    const type = typeOf(value);
    if (type.kind === 'list') return type.element;
    if (type.kind !== 'tuple') throw new FunctionError(`cannot read elements from ${friendlyName(type)}`);
    return index.kind === 'unknown' ? ANY : type.elements[wrappedIndex(index, type.elements.length)]!;
  },
  call: args => {
    const [value, index] = args as [Value, Value];
    const elements = elementsOf(value);
    return addFunctionMark(elements[wrappedIndex(index, elements.length)]!, value.sensitive);
  },
};

function wrappedIndex(index: Value, length: number): number {
  const position = int64Argument(index, 'invalid index: ');
  if (length === 0) throw new FunctionError(EMPTY_LIST);
  // An error in Terraform 1.11; later versions count from the end.
  if (position < 0n) throw new UnknownResultError('an index below zero');
  return Number(position % BigInt(length));
}

const matchkeys: FunctionDeclaration = {
  description: localizable(
    'Returns the elements of a list whose counterparts in a list of keys occur in a list of wanted keys.',
  ),
  parameters: [parameter('values', LIST_OF_ANY), parameter('keys', LIST_OF_ANY), parameter('searchset', LIST_OF_ANY)],
  returns: ([values, keys, wanted]) => {
    if (!unify([typeOf(keys!), typeOf(wanted!)]))
      throw new FunctionError('keys and searchset must be of the same type');
    return typeOf(values!);
  },
  call: args => {
    const [values, keys, wanted] = args as [Value, Value, Value];
    const type = typeOf(values);
    const empty = list(elementTypeOf(type), []);
    const candidates = elementsOf(values);
    if (candidates.length !== elementsOf(keys).length)
      throw new FunctionError('length of keys and values should be equal');
    const common = unify([typeOf(keys), typeOf(wanted)])!;
    const wantedKeys = elementsOf(convertList(wanted, common, 2));
    if (wantedKeys.length === 0) return empty;
    if (!whollyKnown(values) || !whollyKnown(keys)) return unknown(type);
    if (wantedKeys.length * candidates.length > MAX_COMPARISONS)
      throw new UnknownResultError('too many keys to compare');
    const matches: Value[] = [];
    for (const [i, key] of elementsOf(convertList(keys, common, 1)).entries()) {
      const match = firstMatch(key, wantedKeys);
      if (match === undefined) return empty;
      if (match) matches.push(candidates[i]!);
    }
    return list(elementTypeOf(type), matches);
  },
};

/** Whether the list contains the key; undefined if an unknown element precedes it. */
function firstMatch(key: Value, wanted: readonly Value[]): boolean | undefined {
  for (const other of wanted) {
    const equal = equals(key, other);
    if (equal !== false) return equal;
  }
  return false;
}

const reverse: FunctionDeclaration = {
  description: localizable('Returns the elements of a list, set or tuple in reverse order.'),
  parameters: [parameter('list', ANY, { allowSensitive: true })],
  returns: ([value]) => {
    const type = typeOf(value!);
    if (type.kind === 'tuple') return tupleOf([...type.elements].reverse());
    if (type.kind === 'list' || type.kind === 'set') return listOf(type.element);
    throw new FunctionError(`can only reverse list or tuple values, not ${friendlyName(type)}`, 0);
  },
  call: args => {
    const [value] = args as [Value];
    const reversed = [...elementsOf(value)].reverse();
    const result = value.kind === 'tuple' ? tuple(reversed) : list(elementTypeOf(typeOf(value)), reversed);
    return addFunctionMark(result, value.sensitive);
  },
};

const slice: FunctionDeclaration = {
  description: localizable(
    'Returns the elements of a list or tuple from a start index up to, but without, an end index.',
  ),
  parameters: [
    parameter('list', ANY, { allowSensitive: true }),
    parameter('start_index', NUMBER),
    parameter('end_index', NUMBER),
  ],
  returns: args => {
    const [value] = args as [Value];
    const type = typeOf(value);
    if (type.kind === 'set') {
      throw new FunctionError(
        'cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important',
        0,
      );
    }
    if (type.kind !== 'list' && type.kind !== 'tuple') throw new FunctionError('must be a list or tuple value', 0);
    const { start, end } = sliceBounds(args);
    if (type.kind !== 'tuple') return type;
    return start === undefined || end === undefined ? ANY : tupleOf(type.elements.slice(start, end));
  },
  call: args => {
    const [value] = args as [Value];
    const { start, end } = sliceBounds(args);
    const part = elementsOf(value).slice(start, end);
    const result = value.kind === 'tuple' ? tuple(part) : list(elementTypeOf(typeOf(value)), part);
    return addFunctionMark(result, value.sensitive);
  },
};

function sliceBounds(args: readonly Value[]): { start: number | undefined; end: number | undefined } {
  const [value, startValue, endValue] = args as [Value, Value, Value];
  const type = typeOf(value);
  const length = type.kind === 'tuple' ? type.elements.length : isSequence(value) ? value.elements.length : Infinity;
  const start = sliceBound(startValue, 'start', 1, length);
  const end = sliceBound(endValue, 'end', 2, length);
  if (start !== undefined && end !== undefined && start > end) {
    throw new FunctionError('start index must not be greater than end index', 1);
  }
  return { start, end };
}

function sliceBound(value: Value, name: string, argument: number, length: number): number | undefined {
  if (value.kind === 'unknown') return undefined;
  const bound = intArgument(value, `invalid ${name} index: `, argument);
  if (bound < 0) throw new FunctionError(`${name} index must not be less than zero`, argument);
  if (bound > length)
    throw new FunctionError(`${name} index must not be greater than the length of the list`, argument);
  return bound;
}

const sort: FunctionDeclaration = {
  description: localizable('Sorts a list of strings by their Unicode code points.'),
  parameters: [parameter('list', LIST_OF_STRING, { allowUnknown: true })],
  returns: LIST_OF_STRING,
  call: args => {
    const [value] = args as [Value];
    if (!whollyKnown(value)) return unknown(LIST_OF_STRING);
    const elements = elementsOf(value);
    const nullAt = elements.findIndex(item => item.kind === 'null');
    if (nullAt >= 0) {
      const position = Num.fromInt(nullAt).toTenDigits();
      throw new FunctionError(`given list element ${position} is null; a null string cannot be sorted`);
    }
    return list(
      STRING,
      [...elements].sort((a, b) => compareText(stringArgument(a), stringArgument(b))),
    );
  },
};

export const LIST_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('chunklist', chunklist),
  declareFunction('compact', compact),
  declareFunction('concat', concat),
  declareFunction('distinct', distinct),
  declareFunction('element', element),
  declareFunction('matchkeys', matchkeys),
  declareFunction('reverse', reverse),
  declareFunction('slice', slice),
  declareFunction('sort', sort),
];
