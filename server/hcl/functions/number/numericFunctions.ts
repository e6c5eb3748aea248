/** Functions for numbers. Source of the rules: go-cty's function library and Terraform's own log, pow, signum and parseint. */
import { type Localizable, localizable } from '../../../../common/localization';
import { Num, UndefinedResult } from '../../values/number';
import { quoteAsGo } from '../../goQuoted';
import { ANY, NUMBER, friendlyName, listOf } from '../../types/type';
import { list, number, typeOf, unknown, whollyKnown } from '../../values/value';
import { convert, ConversionError } from '../../conversion/convert';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError } from '../function';
import { goLog, goPow } from './goMath';
import { addFunctionMark } from '../functionMark';
import {
  stringArgument,
  doubleArgument,
  int64Argument,
  intArgument,
  numberArgument,
} from '../arguments/scalarArgument';
import type { Value } from '../../model';

const MAX_RANGE = 1024;

function fromDouble(result: number): Value {
  if (Number.isNaN(result)) throw new FunctionError('panic in function implementation: Float.SetFloat64(NaN)');
  return number(Num.fromDouble(result));
}

function ofOne(name: string, description: Localizable, change: (num: Num) => Num): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('num', NUMBER)],
    returns: NUMBER,
    call: ([num]) => number(change(numberArgument(num!))),
  });
}

function ofDoubles(
  name: string,
  second: string,
  description: Localizable,
  compute: (a: number, b: number) => number,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('num', NUMBER), parameter(second, NUMBER)],
    returns: NUMBER,
    call: ([a, b]) => fromDouble(compute(doubleArgument(a!), doubleArgument(b!))),
  });
}

function extreme(name: string, description: Localizable, wanted: -1 | 1): DeclaredFunction {
  return declareFunction(name, {
    description,
    variadic: parameter('numbers', NUMBER, { allowAny: true }),
    returns: NUMBER,
    call: ([first, ...others]) => {
      if (!first) throw new FunctionError('must pass at least one number');
      const better = (a: Value, b: Value): Value => (numberArgument(b).compare(numberArgument(a)) === wanted ? b : a);
      return others.reduce(better, first);
    },
  });
}

const signum: FunctionDeclaration = {
  description: localizable(
    'Returns -1, 0 or 1 for a negative number, zero or a positive number. The number must be whole.',
  ),
  parameters: [parameter('num', NUMBER)],
  returns: NUMBER,
  call: ([num]) => {
    const whole = int64Argument(num!);
    return number(Num.fromInt(whole < 0n ? -1 : whole > 0n ? 1 : 0));
  },
};

/** The number of products of two digits that take as long as one step of the evaluation. */
const DIGITS_PER_STEP = 500;

const parseint: FunctionDeclaration = {
  description: localizable('Reads a whole number written in a base between 2 and 62.'),
  parameters: [
    parameter('number', ANY, { allowUnknown: true, allowSensitive: true }),
    parameter('base', NUMBER, { allowUnknown: true, allowSensitive: true }),
  ],
  returns: ([text]) => {
    const type = typeOf(text!);
    if (type.kind === 'string') return NUMBER;
    throw new FunctionError(`first argument must be a string, not ${friendlyName(type)}`, 0);
  },
  call: (args, { spend }) => {
    const [text, baseValue] = args as [Value, Value];
    const sensitive = text.sensitive || baseValue.sensitive;
    if (text.kind === 'unknown' || baseValue.kind === 'unknown') return addFunctionMark(unknown(NUMBER), sensitive);
    const base = intArgument(baseValue, '', 1);
    if (base < 2 || base > 62) throw new FunctionError('base must be a whole number between 2 and 62 inclusive', 1);
    // Each digit multiplies the number before it.
    spend(stringArgument(text).length ** 2 / DIGITS_PER_STEP);
    const parsed = parseInteger(stringArgument(text), base);
    if (parsed === undefined) {
      const shown = text.sensitive ? '(sensitive value)' : quoteAsGo(stringArgument(text));
      const shownBase = baseValue.sensitive ? '(sensitive value)' : String(base);
      throw new FunctionError(`cannot parse ${shown} as a base ${shownBase} integer`, 0);
    }
    return addFunctionMark(number(Num.fromInt(parsed)), sensitive);
  },
};

/** Digits are 0-9, a-z and A-Z. Up to base 36, case doesn't matter. */
function parseInteger(text: string, base: number): bigint | undefined {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[+-]/, '');
  if (digits === '') return undefined;
  let result = 0n;
  for (const digit of digits) {
    const value = digitValue(digit, base);
    if (value === undefined || value >= base) return undefined;
    result = result * BigInt(base) + BigInt(value);
  }
  return negative ? -result : result;
}

function digitValue(digit: string, base: number): number | undefined {
  if (/^[0-9]$/.test(digit)) return Number(digit);
  if (/^[a-z]$/.test(digit)) return digit.charCodeAt(0) - 0x61 + 10;
  if (/^[A-Z]$/.test(digit)) return digit.charCodeAt(0) - 0x41 + (base > 36 ? 36 : 10);
  return undefined;
}

const range: FunctionDeclaration = {
  description: localizable(
    'Returns the numbers from a start (zero by default) up to, but without, a limit, at a distance of one or of a step.',
  ),
  variadic: parameter('params', NUMBER),
  returns: listOf(NUMBER),
  call: args => {
    const { start, end, step } = rangeBounds(args.map(numberArgument));
    const down = step.sign < 0;
    if (down && end.compare(start) > 0) throw new FunctionError('end must be less than start when step is negative', 1);
    if (!down && end.compare(start) < 0)
      throw new FunctionError('end must be greater than start when step is positive', 1);
    const values: Value[] = [];
    for (let num = start; down ? num.compare(end) > 0 : num.compare(end) < 0; num = num.add(step)) {
      if (values.length >= MAX_RANGE) {
        throw new FunctionError(
          `more than ${MAX_RANGE} values were generated; either decrease the difference between start and end or use a smaller step`,
        );
      }
      values.push(number(num));
    }
    return list(NUMBER, values);
  },
};

function rangeBounds(args: readonly Num[]): { start: Num; end: Num; step: Num } {
  const [first, second, third] = args;
  if (!first || args.length > 3) throw new FunctionError('must have one, two, or three arguments');
  const start = second ? first : Num.fromInt(0);
  const end = second ?? first;
  return { start, end, step: third ?? Num.fromInt(end.compare(start) < 0 ? -1 : 1) };
}

const NOT_NUMBERS = 'argument must be list, set, or tuple of number values';

const sum: FunctionDeclaration = {
  description: localizable('Returns the sum of the numbers in a list, set or tuple.'),
  parameters: [parameter('list', ANY)],
  returns: NUMBER,
  call: args => {
    const [values] = args as [Value];
    if (values.kind === 'map' || values.kind === 'object') {
      if (values.entries.size === 0) throw new FunctionError('cannot sum an empty list', 0);
      throw new FunctionError(`argument must be list, set, or tuple. Received ${friendlyName(typeOf(values))}`, 0);
    }
    if (values.kind !== 'list' && values.kind !== 'set' && values.kind !== 'tuple') {
      throw new FunctionError('cannot sum noniterable', 0);
    }
    if (values.elements.length === 0) throw new FunctionError('cannot sum an empty list', 0);
    if (!whollyKnown(values)) return unknown(NUMBER);
    const [first, ...others] = values.elements.map(summand) as [Num, ...Num[]];
    try {
      return number(others.reduce((total, num) => total.add(num), first));
    } catch (error) {
      if (error instanceof UndefinedResult) throw new FunctionError(error.message);
      throw error;
    }
  },
};

function summand(value: Value): Num {
  if (value.kind === 'null') throw new FunctionError(NOT_NUMBERS, 0);
  try {
    return numberArgument(convert(value, NUMBER));
  } catch (error) {
    if (error instanceof ConversionError) throw new FunctionError(NOT_NUMBERS, 0);
    throw error;
  }
}

export const NUMERIC_FUNCTIONS: readonly DeclaredFunction[] = [
  ofOne('abs', localizable('Returns a number without its sign.'), num => num.absolute()),
  ofOne('ceil', localizable('Returns the smallest whole number that is not less than a number.'), num => num.ceil()),
  ofOne('floor', localizable('Returns the greatest whole number that is not greater than a number.'), num =>
    num.floor(),
  ),
  ofDoubles(
    'log',
    'base',
    localizable('Returns the logarithm of a number in a base.'),
    (num, base) => goLog(num) / goLog(base),
  ),
  extreme('max', localizable('Returns the greatest of the numbers.'), 1),
  extreme('min', localizable('Returns the smallest of the numbers.'), -1),
  declareFunction('parseint', parseint),
  ofDoubles('pow', 'power', localizable('Returns a number raised to a power.'), goPow),
  declareFunction('range', range),
  declareFunction('signum', signum),
  declareFunction('sum', sum),
];
