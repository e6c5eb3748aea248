/** Functions that convert values or change their marks. Source of the rules and messages: Terraform's own functions. */
import { type Localizable, localizable } from '../../../../common/localization';
import { convert, conversionExists, ConversionError } from '../../conversion/convert';
import { quoteAsGo } from '../../goQuoted';
import { ANY, BOOL, NUMBER, STRING, friendlyName, listOf, mapOf, setOf } from '../../types/type';
import { bool, containsSensitive, typeOf, unknown } from '../../values/value';
import {
  ANYTHING,
  declareFunction,
  parameter,
  type FunctionDeclaration,
  type DeclaredFunction,
} from '../declareFunction';
import { FunctionError } from '../function';
import { addFunctionMark, withFunctionMark } from '../functionMark';
import type { Type, Value } from '../../model';

function conversion(name: string, type: Type, typeName: string, description: Localizable): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('v', ANY, ANYTHING)],
    mayReturnNull: true,
    returns: ([value]) => {
      const given = typeOf(value!);
      if (conversionExists(given, type)) return type;
      throw new FunctionError(`cannot convert ${friendlyName(given)} to ${typeName}`, 0);
    },
    call: args => {
      const [value] = args as [Value];
      if (value.kind === 'unknown') return addFunctionMark(unknown(type), value.sensitive);
      try {
        return convert(value, type);
      } catch (error) {
        if (error instanceof ConversionError) throw new FunctionError(refusal(value, type, typeName), 0);
        throw error;
      }
    },
  });
}

function refusal(value: Value, type: Type, typeName: string): string {
  const given = friendlyName(typeOf(value));
  if (containsSensitive(value)) return `cannot convert this sensitive ${given} to ${typeName}`;
  if (given !== 'string' || (type.kind !== 'bool' && type.kind !== 'number'))
    return `cannot convert ${given} to ${typeName}`;
  const shown = value.kind === 'string' ? quoteAsGo(value.value) : 'string';
  if (type.kind === 'bool') return `cannot convert ${shown} to bool; only the strings "true" or "false" are allowed`;
  return `cannot convert ${shown} to number; given string must be a decimal representation of a number`;
}

/** Declares a function that returns its argument, with other marks. */
function marking(name: string, description: Localizable, change: (value: Value) => Value): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('value', ANY, ANYTHING)],
    mayReturnNull: true,
    returns: ([value]) => typeOf(value!),
    call: ([value]) => change(value!),
  });
}

const issensitive: FunctionDeclaration = {
  description: localizable('Returns whether a value is marked sensitive.'),
  parameters: [parameter('value', ANY, ANYTHING)],
  mayReturnNull: true,
  returns: BOOL,
  call: ([value]) => {
    if (value!.sensitive) return bool(true);
    return value!.kind === 'unknown' ? unknown(BOOL) : bool(false);
  },
};

/** Declares a function of Terraform 0.11 that always fails with a message about its replacement. */
function removed(name: 'list' | 'map', replacement: string): DeclaredFunction {
  const refuse = (): never => {
    throw new FunctionError(
      `the "${name}" function was deprecated in Terraform v0.12 and is no longer available; use ${replacement} syntax to write a literal ${name}`,
    );
  };
  return declareFunction(name, {
    description: localizable('Removed from Terraform; write `{0}` instead.', replacement),
    variadic: parameter('vals', ANY, { allowUnknown: true, allowAny: true, allowNull: true }),
    returns: refuse,
    call: refuse,
  });
}

export const TYPE_FUNCTIONS: readonly DeclaredFunction[] = [
  marking(
    'ephemeralasnull',
    localizable('Returns a value with null in place of everything ephemeral in it.'),
    value => value,
  ),
  declareFunction('issensitive', issensitive),
  removed('list', 'tolist([ ... ])'),
  removed('map', 'tomap({ ... })'),
  marking('nonsensitive', localizable('Returns a sensitive value without its mark, so that it is shown.'), value =>
    withFunctionMark(value, false),
  ),
  marking('sensitive', localizable('Marks a value sensitive, so that it is not shown.'), value =>
    withFunctionMark(value, true),
  ),
  conversion('tobool', BOOL, 'bool', localizable('Converts a value to a bool.')),
  conversion('tolist', listOf(ANY), 'list of any single type', localizable('Converts a set or tuple to a list.')),
  conversion('tomap', mapOf(ANY), 'map of any single type', localizable('Converts an object to a map.')),
  conversion('tonumber', NUMBER, 'number', localizable('Converts a value to a number.')),
  conversion(
    'toset',
    setOf(ANY),
    'set of any single type',
    localizable('Converts a list or tuple to a set, without duplicates.'),
  ),
  conversion('tostring', STRING, 'string', localizable('Converts a value to a string.')),
];
