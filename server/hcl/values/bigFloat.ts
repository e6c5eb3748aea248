/**
 * Binary floating point numbers of any precision, rounded to nearest, ties to even. The rules are those of Go's `math/big.Float`, which Terraform
 * uses. `number.ts` builds Terraform's numbers on it.
 */

import { UnknownResultError } from '../../../common/unknownResultError';

/**
 * `±mantissa × 2^exponent`. The mantissa is odd, or `0n` for zero. An infinity has the exponent `Infinity`. The precision is not part of the number;
 * each operation takes it as a parameter.
 */
export interface BigFloat {
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

/**
 * Larger exponents are not computed, since a few products would create numbers whose digits fill the memory. (Terraform's limit is 2^31.) Must be
 * larger than the product of the two largest numbers that can be written, see decimalParser.ts.
 */
const MAX_EXPONENT = 70_000;

export const infinite = (negative: boolean): BigFloat => ({ negative, mantissa: 1n, exponent: Infinity });
export const zero = (negative: boolean): BigFloat => ({ negative, mantissa: 0n, exponent: 0 });
export const isInfinite = (x: BigFloat): boolean => x.exponent === Infinity;
export const negated = (x: BigFloat): BigFloat => ({ ...x, negative: !x.negative });

/** Number of bits of a positive integer; 0 for zero. */
export function bitLength(n: bigint): number {
  if (n === 0n) return 0;
  const hex = n.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0]!, 16)));
}

/** `±mantissa × 2^exponent` with at most `precision` significant bits, rounded to nearest, ties to even. */
export function rounded(negative: boolean, mantissa: bigint, exponent: number, precision: number): BigFloat {
  const excess = bitLength(mantissa) - precision;
  if (excess <= 0) return normal(negative, mantissa, exponent);
  const drop = BigInt(excess);
  let kept = mantissa >> drop;
  const rest = mantissa - (kept << drop);
  const half = 1n << (drop - 1n);
  if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  return normal(negative, kept, exponent + excess);
}

function normal(negative: boolean, mantissa: bigint, exponent: number): BigFloat {
  if (mantissa === 0n) return zero(negative);
  if ((mantissa & 1n) === 0n) {
    const zeros = bitLength(mantissa & -mantissa) - 1;
    mantissa >>= BigInt(zeros);
    exponent += zeros;
  }
  const top = exponent + bitLength(mantissa);
  if (Math.abs(top) > MAX_EXPONENT) throw new UnknownResultError('the number is too large or too small');
  return { negative, mantissa, exponent };
}

/** The sum of two finite numbers. */
export function add(a: BigFloat, b: BigFloat, precision: number): BigFloat {
  if (a.mantissa === 0n && b.mantissa === 0n) return zero(a.negative && b.negative);
  const exponent = Math.min(a.exponent, b.exponent);
  const total = aligned(a, exponent) + aligned(b, exponent);
  return total < 0n ? rounded(true, -total, exponent, precision) : rounded(false, total, exponent, precision);
}

function aligned(x: BigFloat, exponent: number): bigint {
  if (x.mantissa === 0n) return 0n;
  const magnitude = x.mantissa << BigInt(x.exponent - exponent);
  return x.negative ? -magnitude : magnitude;
}

/** The product of two finite numbers. */
export function multiply(a: BigFloat, b: BigFloat, precision: number): BigFloat {
  return rounded(a.negative !== b.negative, a.mantissa * b.mantissa, a.exponent + b.exponent, precision);
}

/** The quotient of two finite numbers; the divisor must not be zero. */
export function divide(a: BigFloat, b: BigFloat, precision: number): BigFloat {
  const negative = a.negative !== b.negative;
  const shift = Math.max(0, precision + 2 + bitLength(b.mantissa) - bitLength(a.mantissa));
  const numerator = a.mantissa << BigInt(shift);
  const whole = numerator / b.mantissa;
  // The sticky bit makes rounding take the remainder into account.
  const sticky = whole * b.mantissa === numerator ? 0n : 1n;
  return rounded(negative, (whole << 1n) | sticky, a.exponent - b.exponent - shift - 1, precision);
}

/** Compares exact values: -1, 0 or 1. The two zeros are equal. */
export function compared(a: BigFloat, b: BigFloat): -1 | 0 | 1 {
  const rank = order(a) - order(b);
  if (rank !== 0) return rank < 0 ? -1 : 1;
  if (a.mantissa === 0n || isInfinite(a)) return 0;
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = aligned(a, exponent) - aligned(b, exponent);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function order(x: BigFloat): number {
  if (x.mantissa === 0n) return 0;
  return (x.negative ? -1 : 1) * (isInfinite(x) ? 2 : 1);
}

/** The integer part of a finite number, rounded towards zero. */
export function truncated(x: BigFloat): bigint {
  const magnitude = x.exponent >= 0 ? x.mantissa << BigInt(x.exponent) : x.mantissa >> BigInt(-x.exponent);
  return x.negative ? -magnitude : magnitude;
}

/** An integer, rounded to `precision` significant bits. */
export function fromInteger(n: bigint, precision: number): BigFloat {
  return n < 0n ? rounded(true, -n, 0, precision) : rounded(false, n, 0, precision);
}

/** The nearest double. */
export function toDouble(x: BigFloat): number {
  const sign = x.negative ? -1 : 1;
  if (x.mantissa === 0n) return sign * 0;
  if (isInfinite(x)) return sign * Infinity;
  const top = x.exponent + bitLength(x.mantissa);
  if (top > 1024) return sign * Infinity;
  // Below 2^-1022, a double has fewer significant bits; the last one is 2^-1074.
  const bits = Math.min(53, top + 1074);
  if (bits < 0) return sign * 0;
  if (bits === 0) return x.mantissa === 1n ? sign * 0 : sign * Number.MIN_VALUE;
  const near = rounded(false, x.mantissa, x.exponent, bits);
  return sign * scaled(Number(near.mantissa), near.exponent);
}

/** `n × 2^exponent` in steps that do not round, unless the result needs rounding. */
function scaled(n: number, exponent: number): number {
  for (; exponent < -1000; exponent += 1000) n *= 2 ** -1000;
  for (; exponent > 1000; exponent -= 1000) n *= 2 ** 1000;
  return n * 2 ** exponent;
}

/** The exact value of a double, which must not be NaN. */
export function fromDouble(n: number): BigFloat {
  const negative = n < 0 || Object.is(n, -0);
  let rest = Math.abs(n);
  if (rest === Infinity) return infinite(negative);
  let exponent = 0;
  for (; rest !== 0 && rest < 2 ** -900; exponent -= 900) rest *= 2 ** 900;
  for (; !Number.isInteger(rest); exponent -= 53) rest *= 2 ** 53;
  return normal(negative, BigInt(rest), exponent);
}
