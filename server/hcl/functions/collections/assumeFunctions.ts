/**
 * OpenTofu's functions that tell it what is expected of an unknown value, so that a plan knows more. They return a known value as it is, and fail if
 * the assumption is wrong. Source of the rules and messages: internal/lang/funcs/assume.go of opentofu/opentofu.
 */
import { type Localizable, localizable } from '../../../../common/localization';
import { UnknownResultError } from '../../../../common/unknownResultError';
import { ConversionError, convert } from '../../conversion/convert';
import { ANY, friendlyName, listOf, mapOf, NUMBER, setOf, STRING } from '../../types/type';
import { equals } from '../../values/equality';
import { typeOf, unknown } from '../../values/value';
import { intArgument, stringArgument } from '../arguments/scalarArgument';
import {
  declareFunction,
  parameter,
  type Acceptance,
  type DeclaredFunction,
  type DeclaredParameter,
} from '../declareFunction';
import { FunctionError } from '../function';
import type { Type, Value } from '../../model';

const VALUE: Acceptance = { allowNull: true, allowUnknown: true, allowAny: true };

function assumption(
  name: string,
  type: Type,
  description: Localizable,
  bounds: readonly DeclaredParameter[],
  isUpheld: (value: Value, first?: Value, second?: Value) => boolean,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('value', type, VALUE), ...bounds],
    returns: type,
    mayReturnNull: name !== 'assumenotnull',
    call: args => {
      const [value, ...given] = args as [Value, ...Value[]];
      if (value.kind === 'unknown') return unknown(value.type);
      if (!isUpheld(value, ...given)) throw new FunctionError('assumption was not upheld', 0);
      return value;
    },
  });
}

/** What OpenTofu assumes of null isn't documented. */
function sizeOf(value: Value): number {
  if (value.kind === 'list' || value.kind === 'set') return value.elements.length;
  if (value.kind === 'map') return value.entries.size;
  throw new UnknownResultError('the value has no length');
}

const number = (value: Value | undefined): number => intArgument(value!, '', 1);

function lengths(kind: 'list' | 'set' | 'map', type: Type): DeclaredFunction[] {
  const [least, most] = ['min_length', 'max_length'].map(name => parameter(name, NUMBER)) as [
    DeclaredParameter,
    DeclaredParameter,
  ];
  const name = `assume${kind}length`;
  return [
    assumption(
      name,
      type,
      localizable('Tells OpenTofu that a collection has at least, and at most, so many elements.'),
      [least, most],
      (value, from, to) => sizeOf(value) >= number(from) && sizeOf(value) <= number(to),
    ),
    assumption(
      `${name}min`,
      type,
      localizable('Tells OpenTofu that a collection has at least so many elements.'),
      [least],
      (value, from) => sizeOf(value) >= number(from),
    ),
    assumption(
      `${name}max`,
      type,
      localizable('Tells OpenTofu that a collection has at most so many elements.'),
      [most],
      (value, to) => sizeOf(value) <= number(to),
    ),
  ];
}

export const ASSUME_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('assumeequal', {
    description: localizable('Tells OpenTofu that a value will be equal to another one, and returns that one.'),
    parameters: [parameter('actual_value', ANY, VALUE), parameter('expected_value', ANY, VALUE)],
    mayReturnNull: true,
    returns: ([, expected]) => typeOf(expected!),
    call: args => {
      const [actual, expected] = args as [Value, Value];
      if (actual.kind === 'unknown' || expected.kind === 'unknown') return expected;
      if (equals(converted(actual, expected), expected) === false)
        throw new FunctionError('the actual value does not match the assumed value', 0);
      return expected;
    },
  }),
  assumption(
    'assumenotnull',
    ANY,
    localizable('Tells OpenTofu that a value is never null.'),
    [],
    ({ kind }) => kind !== 'null',
  ),
  assumption(
    'assumestringprefix',
    STRING,
    localizable('Tells OpenTofu that a string starts with a prefix.'),
    [parameter('prefix', STRING)],
    (value, prefix) => {
      if (value.kind !== 'string') throw new UnknownResultError('null has no prefix');
      return value.value.startsWith(stringArgument(prefix));
    },
  ),
  ...lengths('list', listOf(ANY)),
  ...lengths('set', setOf(ANY)),
  ...lengths('map', mapOf(ANY)),
];

function converted(actual: Value, expected: Value): Value {
  try {
    return convert(actual, typeOf(expected));
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const [given, wanted] = [actual, expected].map(each => friendlyName(typeOf(each))) as [string, string];
    throw new FunctionError(`actual value type ${given} does not match assumed value type ${wanted}`, 0);
  }
}
