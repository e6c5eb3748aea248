/**
 * Parses decimal text as a binary number, with the same intermediate rounding as Go's `math/big`: the last bit of a number with many digits can
 * differ from correct rounding, and Terraform's output shows it.
 */
import { infinite, multiply, divide, rounded, zero, type BigFloat } from './bigFloat';

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:([eEpP])([+-]?\d+))?$/;
const INFINITY = /^([+-]?)[Ii]nf$/;

/** Larger exponents, decimal or binary (after `p`), are rejected. */
const MAX_POWER = 10_000;

/** Additional bits of a power of five over the precision of the result. The factors of the power have as many again. */
const GUARD_BITS = 64;

/** Parses a number; undefined if the text is not a number. An exponent after `p` is binary. */
export function parseDecimal(text: string, precision: number): BigFloat | undefined {
  const match = NUMBER.exec(text);
  if (!match) {
    const sign = INFINITY.exec(text);
    return sign ? infinite(sign[1] === '-') : undefined;
  }
  const fraction = match[3] ?? match[4] ?? '';
  const negative = match[1] === '-';
  const power = Number(match[6] ?? 0);
  if (Math.abs(power) > MAX_POWER) return undefined;
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

/** The largest power of five that fits in 64 bits. Go computes larger ones by multiplication. */
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
