/** Reads string and number arguments. */
import type { Value } from '../../model';
import { FunctionError } from '../function';
import type { Num } from '../../values/number';

/** The text of a string argument. The caller must have converted it and checked it for null. */
export function stringArgument(value: Value | undefined): string {
  if (value?.kind !== 'string') throw new FunctionError('value must be a string');
  return value.value;
}

const MIN_INT64 = -(2n ** 63n);

const MAX_INT64 = 2n ** 63n - 1n;

/** The number of a number argument. */
export function numberArgument(value: Value): Num {
  if (value.kind !== 'number') throw new FunctionError('value must be a number');
  return value.value;
}

/**
 * Converts a number argument to a 64-bit integer.
 * @param prefix of the message of an error
 * @param argument zero-based index for the error, if it is about this argument
 * @throws FunctionError for fractions and numbers out of range
 */
export function int64Argument(value: Value, prefix = '', argument?: number): bigint {
  const whole = numberArgument(value).toBigInt();
  if (whole === undefined || whole < MIN_INT64 || whole > MAX_INT64) {
    throw new FunctionError(`${prefix}value must be a whole number, between ${MIN_INT64} and ${MAX_INT64}`, argument);
  }
  return whole;
}

/** Like {@link int64Argument}, as a JavaScript number. Rounds above 2⁵³, which is longer than any string or collection. */
export function intArgument(value: Value, prefix = '', argument?: number): number {
  return Number(int64Argument(value, prefix, argument));
}

/** Converts a number argument to an integer of any size. Throws {@link FunctionError} for fractions. */
export function bigIntArgument(value: Value): bigint {
  const whole = numberArgument(value).toBigInt();
  if (whole === undefined) throw new FunctionError('value must be a whole number');
  return whole;
}

/** Converts a number argument to the nearest double, including infinities. Throws {@link FunctionError} if it is out of range. */
export function doubleArgument(value: Value): number {
  const double = numberArgument(value).toDouble();
  if (!Number.isFinite(double) && !numberArgument(value).isInfinite) {
    const largest = BigInt(Number.MAX_VALUE).toString();
    throw new FunctionError(`value must be between -${largest}.000000 and ${largest}.000000 inclusive`);
  }
  return double;
}
