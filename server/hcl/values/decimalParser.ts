/**
 * Reads decimal text into a binary number, with the intermediate roundings of Go's `math/big`: a number of many digits can differ in
 * its last bit from the nearest one, and terraform shows that.
 */
import { infinite, multiply, divide, rounded, zero, type BigFloat } from './bigFloat';

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:([eEpP])([+-]?\d+))?$/;
const INFINITY = /^([+-]?)[Ii]nf$/;

/** Larger powers of ten (or two, after a `p`) are refused. */
const LARGEST_POWER = 10_000;

/** How many bits more than the result a power of five has, and the factors of that power once more. */
const GUARD_BITS = 64;

/** The number, or `undefined` when the text is not one. An exponent after `p` is a power of two. */
export function parseDecimal(text: string, precision: number): BigFloat | undefined {
  const match = NUMBER.exec(text);
  if (!match) {
    const sign = INFINITY.exec(text);
    return sign ? infinite(sign[1] === '-') : undefined;
  }
  const fraction = match[3] ?? match[4] ?? '';
  const negative = match[1] === '-';
  const power = Number(match[6] ?? 0);
  if (Math.abs(power) > LARGEST_POWER) return undefined;
  const mantissa = BigInt((match[2] ?? '') + fraction);
  if (mantissa === 0n) return zero(negative);
  const binary = match[5] === 'p' || match[5] === 'P';
  const exponent = power - fraction.length;
  const fives = binary ? -fraction.length : exponent;
  if (fives === 0) return rounded(negative, mantissa, exponent, precision);
  const digits: BigFloat = { negative, mantissa, exponent };
  const scale = powerOfFive(Math.abs(fives), precision + GUARD_BITS);
  return fives < 0 ? divide(digits, scale, precision) : multiply(digits, scale, precision);
}

/** Up to this power, five fits a 64-bit word: Go starts multiplying there. */
const WORD_POWER = 27;

function powerOfFive(power: number, precision: number): BigFloat {
  const inWord = Math.min(power, WORD_POWER);
  let result: BigFloat = { negative: false, mantissa: 5n ** BigInt(inWord), exponent: 0 };
  let factor: BigFloat = { negative: false, mantissa: 5n, exponent: 0 };
  for (let rest = power - inWord; rest > 0; rest >>= 1) {
    if (rest & 1) result = multiply(result, factor, precision);
    factor = multiply(factor, factor, precision + GUARD_BITS);
  }
  return result;
}
