/** Functions on collections of any kind. Source of the rules: go-cty's function library and terraform's own. */
import { localizable } from '../../../../common/localization';
import { UnknownResultError } from '../../../../common/unknownResultError';
import { behaviors, hasFeature } from '../../languageFeatures';
import { convert, ConversionError } from '../../conversion/convert';
import { equals } from '../../values/equality';
import { Num } from '../../values/number';
import { ANY, BOOL, NUMBER, listOf, sameType, tupleOf } from '../../types/type';
import { unify } from '../../types/unify';
import { bool, nullOf, number, tuple, typeKindOf, typeOf, unknown, whollyKnown } from '../../values/value';
import { elementsOf, isSequence, lengthOf } from '../arguments/collectionArgument';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError, type FunctionContext } from '../function';
import { graphemeCount } from '../string/graphemes';
import { checkElementCount } from '../limits';
import { addFunctionMark } from '../functionMark';
import type { Type, Value } from '../../model';

const length: FunctionDeclaration = {
  description: localizable(
    'Returns the number of elements of a collection, of attributes of an object, or of characters of a string.',
  ),
  parameters: [parameter('value', ANY, { allowUnknown: true, allowAny: true, allowSensitive: true })],
  returns: ([value]) => {
    const kind = typeKindOf(value!);
    if (kind !== 'number' && kind !== 'bool') return NUMBER;
    throw new FunctionError('argument must be a string, a collection type, or a structural type');
  },
  call: args => {
    const [value] = args as [Value];
    const count = value.kind === 'string' ? graphemeCount(value.value) : lengthOf(value);
    const result = count === undefined ? unknown(NUMBER) : number(Num.fromInt(count));
    return addFunctionMark(result, value.sensitive);
  },
};

const alltrue: FunctionDeclaration = {
  description: localizable('Returns whether all elements of a list are true; an empty list counts as true.'),
  parameters: [parameter('list', listOf(BOOL))],
  returns: BOOL,
  call: ([values]) => {
    for (const value of elementsOf(values)) {
      if (value.kind === 'unknown') return unknown(BOOL);
      if (value.kind !== 'bool' || !value.value) return bool(false);
    }
    return bool(true);
  },
};

const anytrue: FunctionDeclaration = {
  description: localizable('Returns whether at least one element of a list is true.'),
  parameters: [parameter('list', listOf(BOOL))],
  returns: BOOL,
  call: ([values]) => {
    const elements = elementsOf(values);
    if (elements.some(value => value.kind === 'bool' && value.value)) return bool(true);
    return elements.some(value => value.kind === 'unknown') ? unknown(BOOL) : bool(false);
  },
};

function commonTypeOf(args: readonly Value[]): Type {
  const type = unify(args.map(typeOf));
  if (!type) throw new FunctionError('all arguments must have the same type');
  return type;
}

const coalesce: FunctionDeclaration = {
  description: localizable('Returns the first argument that is neither null nor an empty string.'),
  variadic: parameter('vals', ANY, { allowUnknown: true, allowAny: true, allowNull: true }),
  returns: commonTypeOf,
  call: args => {
    const type = commonTypeOf(args);
    for (const arg of args) {
      const value = convertTo(arg, type);
      if (value.kind === 'unknown') return unknown(type);
      if (value.kind !== 'null' && !(value.kind === 'string' && value.value === '')) return value;
    }
    throw new FunctionError('no non-null, non-empty-string arguments');
  },
};

/** Converts a value in the implementation of a function, with the same error message as Terraform. */
function convertTo(value: Value, type: Type): Value {
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw new FunctionError(error.message);
    throw error;
  }
}

const coalescelist: FunctionDeclaration = {
  description: localizable('Returns the first list that has elements.'),
  variadic: parameter('vals', ANY, { allowUnknown: true, allowAny: true, allowNull: true }),
  returns: args => {
    if (args.length === 0) throw new FunctionError('at least one argument is required');
    const types: Type[] = [];
    for (const arg of args) {
      if (arg.kind === 'unknown') return ANY;
      const type = typeOf(arg);
      if (type.kind !== 'list' && type.kind !== 'tuple')
        throw new FunctionError('coalescelist arguments must be lists or tuples');
      types.push(type);
    }
    return types.every(type => sameType(type, types[0]!)) ? types[0]! : ANY;
  },
  call: args => {
    for (const arg of args) {
      if (arg.kind === 'unknown') return unknown(ANY);
      if (isSequence(arg) && arg.elements.length > 0) return arg;
    }
    throw new FunctionError('no non-null arguments');
  },
};

const contains: FunctionDeclaration = {
  description: localizable('Returns whether a list, set or tuple has an element equal to a value.'),
  parameters: [parameter('list', ANY), parameter('value', ANY, { allowNull: true, allowAny: true })],
  returns: BOOL,
  call: (args, context) => {
    const [values, wanted] = args as [Value, Value];
    if (wanted.kind === 'null') refuseNull(context);
    if (!isSequence(values)) throw new FunctionError('argument must be list, tuple, or set');
    let undecided = false;
    for (const element of values.elements) {
      const equal = equals(wanted, element);
      if (equal) return bool(true);
      undecided ||= equal === undefined;
    }
    return undecided ? unknown(BOOL) : bool(false);
  },
};

/** Older versions refuse null with the message of go-cty. */
function refuseNull(context: FunctionContext): void {
  const accepts = hasFeature(behaviors.containsNull, context.version?.());
  if (accepts === undefined) throw new UnknownResultError('not all versions accept null');
  if (!accepts) throw new FunctionError('argument must not be null', 1);
}

const index: FunctionDeclaration = {
  description: localizable(
    'Returns the position of the first element of a list or tuple that is equal to a value, counted from zero.',
  ),
  parameters: [parameter('list', ANY), parameter('value', ANY)],
  returns: NUMBER,
  call: args => {
    const [values, wanted] = args as [Value, Value];
    if (values.kind !== 'list' && values.kind !== 'tuple') throw new FunctionError('argument must be a list or tuple');
    if (values.elements.length === 0) throw new FunctionError('cannot search an empty list');
    for (const [position, element] of values.elements.entries()) {
      const equal = equals(element, wanted);
      if (equal === undefined) return unknown(NUMBER);
      if (equal) return number(Num.fromInt(position));
    }
    throw new FunctionError('item not found');
  },
};

const NOT_ONE = 'must be a list, set, or tuple value with either zero or one elements';

const one: FunctionDeclaration = {
  description: localizable('Returns the only element of a list, set or tuple, or null when there is none.'),
  parameters: [parameter('list', ANY)],
  mayReturnNull: true,
  returns: ([value]) => {
    const type = typeOf(value!);
    if (type.kind === 'list' || type.kind === 'set') return type.element;
    if (type.kind === 'tuple' && type.elements.length < 2) return type.elements[0] ?? ANY;
    throw new FunctionError(NOT_ONE, 0);
  },
  call: args => {
    const [value] = args as [Value];
    const type = typeOf(value);
    const elementType = type.kind === 'list' || type.kind === 'set' ? type.element : ANY;
    const count = lengthOf(value);
    if (count === undefined) return unknown(elementType);
    if (count > 1) throw new FunctionError(NOT_ONE, 0);
    return elementsOf(value)[0] ?? nullOf(elementType);
  },
};

/** `known` is false if the result depends on an unknown value that may be a list. */
interface Flattened {
  readonly values: Value[];
  known: boolean;
  sensitive: boolean;
}

const flatten: FunctionDeclaration = {
  description: localizable('Puts the elements of nested lists, sets and tuples, at every depth, into one tuple.'),
  parameters: [parameter('list', ANY, { allowSensitive: true })],
  returns: ([value]) => {
    if (!whollyKnown(value!)) return ANY;
    if (!isSequence(value!)) throw new FunctionError('can only flatten lists, sets and tuples');
    return tupleOf(flattened(value).values.map(typeOf));
  },
  call: args => {
    const [value] = args as [Value];
    if (!isSequence(value)) return unknown(ANY);
    const { values, known, sensitive } = flattened(value);
    return addFunctionMark(known ? tuple(values) : unknown(ANY), sensitive);
  },
};

function flattened(value: Value): Flattened {
  const result: Flattened = { values: [], known: true, sensitive: false };
  flattenInto(value, result);
  return result;
}

function flattenInto(value: Value, result: Flattened): void {
  if (value.sensitive) result.sensitive = true;
  if (lengthOf(value) === undefined) result.known = false;
  if (!isSequence(value)) return;
  for (const element of value.elements) {
    const kind = typeKindOf(element);
    if (element.kind === 'unknown' && kind === 'any') result.known = false;
    if (element.kind === 'null' || (kind !== 'list' && kind !== 'set' && kind !== 'tuple')) {
      result.values.push(element);
      checkElementCount(result.values.length);
    } else if (element.kind === 'unknown') {
      result.known = false;
      if (element.sensitive) result.sensitive = true;
    } else {
      flattenInto(element, result);
    }
  }
}

export const COLLECTION_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('alltrue', alltrue),
  declareFunction('anytrue', anytrue),
  declareFunction('coalesce', coalesce),
  declareFunction('coalescelist', coalescelist),
  declareFunction('contains', contains),
  declareFunction('flatten', flatten),
  declareFunction('index', index),
  declareFunction('length', length),
  declareFunction('one', one),
];
