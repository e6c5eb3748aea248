/** Functions on sets. Source of the rules: go-cty's function library. */
import { type Localizable, localizable } from '../../../../common/localization';
import { convert, ConversionError } from '../../conversion/convert';
import { setOfValues } from '../../values/setOfValues';
import { ANY, listOf, setOf, tupleOf } from '../../types/type';
import { unify } from '../../types/unify';
import { list, tuple, typeOf, unknown, whollyKnown } from '../../values/value';
import { elementsOf, elementTypeOf, lengthOf } from '../arguments/collectionArgument';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError } from '../function';
import { checkElementCount } from '../limits';
import { addFunctionMark } from '../functionMark';
import { inSet } from '../../values/equality';
import type { Type, ListValue, Value } from '../../model';

const SET_OF_ANY = setOf(ANY);

type Combine = (a: ListValue, b: ListValue) => readonly Value[];

/** Declares a function that combines sets pairwise. */
function setOperation(
  name: string,
  description: Localizable,
  parameters: Pick<FunctionDeclaration, 'parameters' | 'variadic'>,
  combine: Combine,
  takesUnknown = false,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    ...parameters,
    returns: commonSetType,
    call: args => {
      const type = commonSetType(args);
      const sets = args.map((arg, i) => convertSet(arg, type, i));
      if (!takesUnknown && !sets.every(whollyKnown)) return unknown(type);
      return sets.reduce((a, b) => setOfValues(elementTypeOf(type), combine(a, b)));
    },
  });
}

function commonSetType(args: readonly Value[]): Type {
  const types = args
    // An empty set without an element type converts to any set.
    .filter(arg => !(arg.kind === 'set' && arg.elements.length === 0 && arg.element.kind === 'any'))
    .map(arg => elementTypeOf(typeOf(arg)));
  if (types.length === 0) return SET_OF_ANY;
  const common = unify(types);
  if (!common) throw new FunctionError('given sets must all have compatible element types');
  return setOf(common);
}

function convertSet(value: Value, type: Type, argument: number): ListValue {
  try {
    const converted = convert(value, type);
    if (converted.kind !== 'set') throw new FunctionError('value must be a set', argument);
    return converted;
  } catch (error) {
    if (error instanceof ConversionError) throw new FunctionError(error.message, argument);
    throw error;
  }
}

const SEVERAL = {
  parameters: [parameter('first_set', SET_OF_ANY, { allowAny: true })],
  variadic: parameter('other_sets', SET_OF_ANY, { allowAny: true }),
};
const TWO = {
  parameters: [parameter('a', SET_OF_ANY, { allowAny: true }), parameter('b', SET_OF_ANY, { allowAny: true })],
};

const setproduct: FunctionDeclaration = {
  description: localizable('Returns all combinations of one element from each of several sets or lists.'),
  variadic: parameter('sets', ANY, { allowSensitive: true, allowUnknown: true }),
  returns: productType,
  call: args => {
    const type = productType(args);
    const elementType = elementTypeOf(type);
    const sensitive = args.some(arg => arg.sensitive);
    const lengths = args.map(lengthOf);
    const build = (tuples: Value[]): Value =>
      type.kind === 'list' ? list(elementType, tuples) : setOfValues(elementType, tuples);
    if (lengths.includes(0)) return addFunctionMark(build([]), sensitive);
    if (lengths.includes(undefined) || args.some(arg => arg.kind === 'unknown'))
      return addFunctionMark(unknown(type), sensitive);
    checkElementCount(lengths.reduce<number>((count, length) => count * length!, args.length));
    const types = elementType.kind === 'tuple' ? elementType.elements : [];
    const columns = args.map((arg, i) => elementsOf(arg).map(value => convertElement(value, types[i]!)));
    return addFunctionMark(build(combinations(columns)), sensitive);
  },
};

function productType(args: readonly Value[]): Type {
  if (args.length < 2) throw new FunctionError('at least two arguments are required');
  const types = args.map((arg, i) => columnType(typeOf(arg), i));
  const product = tupleOf(types);
  return args.some(arg => typeOf(arg).kind === 'set') ? setOf(product) : listOf(product);
}

function columnType(type: Type, argument: number): Type {
  if (type.kind === 'set' || type.kind === 'list') return type.element;
  if (type.kind !== 'tuple') throw new FunctionError('a set or a list is required', argument);
  if (type.elements.length === 0) return ANY;
  const common = unify(type.elements);
  if (!common) throw new FunctionError('all elements must be of the same type', argument);
  return common;
}

function convertElement(value: Value, type: Type): Value {
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw new FunctionError(error.message);
    throw error;
  }
}

/** All combinations of one element per column. The last column changes fastest. */
function combinations(columns: readonly (readonly Value[])[]): Value[] {
  let rows: Value[][] = [[]];
  for (const column of columns) rows = rows.flatMap(row => column.map(value => [...row, value]));
  return rows.map(tuple);
}

export const SET_FUNCTIONS: readonly DeclaredFunction[] = [
  setOperation('setintersection', localizable('Returns the elements that all of the sets have.'), SEVERAL, (a, b) =>
    a.elements.filter(element => inSet(b, element)),
  ),
  declareFunction('setproduct', setproduct),
  setOperation(
    'setsubtract',
    localizable('Returns the elements of a set that another set does not have.'),
    TWO,
    (a, b) => a.elements.filter(element => !inSet(b, element)),
  ),
  setOperation(
    'setunion',
    localizable('Returns the elements that at least one of the sets has.'),
    SEVERAL,
    (a, b) => [...a.elements, ...b.elements],
    true,
  ),
];
