/** Arguments of built-in functions as strings and numbers */
import type { Value } from '../../model';
import { FunctionError } from '../function';
import type { Num } from '../../values/number';

/** The text of a string argument, which the caller has converted and checked for null. */
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
 * The 64-bit integer of a number argument. Throws {@link FunctionError} for fractions and numbers out of range, with `prefix` before
 * terraform's words and about `argument` when given.
 */
export function int64Argument(value: Value, prefix = '', argument?: number): bigint {
  const whole = numberArgument(value).toBigInt();
  if (whole === undefined || whole < MIN_INT64 || whole > MAX_INT64) {
    throw new FunctionError(`${prefix}value must be a whole number, between ${MIN_INT64} and ${MAX_INT64}`, argument);
  }
  return whole;
}

/** As {@link int64Argument}, as a JavaScript number (rounded beyond 2⁵³, where no string or collection reaches). */
export function intArgument(value: Value, prefix = '', argument?: number): number {
  return Number(int64Argument(value, prefix, argument));
}

/** The integer of any size of a number argument. Throws {@link FunctionError} for fractions. */
export function bigIntArgument(value: Value): bigint {
  const whole = numberArgument(value).toBigInt();
  if (whole === undefined) throw new FunctionError('value must be a whole number');
  return whole;
}

/** The double nearest to a number argument. An infinity stays. Throws {@link FunctionError} beyond the doubles. */
export function doubleArgument(value: Value): number {
  const double = numberArgument(value).toDouble();
  if (!Number.isFinite(double) && !numberArgument(value).isInfinite) {
    const largest = BigInt(Number.MAX_VALUE).toString();
    throw new FunctionError(`value must be between -${largest}.000000 and ${largest}.000000 inclusive`);
  }
  return double;
}
