/**
 * Logarithm and power with the algorithms of Go's math package, so that all digits equal Terraform's. The precision of JavaScript's functions depends
 * on the engine.
 */

import { UnknownResultError } from '../../../../common/unknownResultError';

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
/** Coefficients of the polynomial for log((1 + s) / (1 - s)), from FreeBSD's `e_log.c`. */
const LOG_COEFFICIENTS = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
] as const;

/** The natural logarithm; NaN for negative numbers. */
export function goLog(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x < 0) return NaN;
  if (x === 0) return -Infinity;
  let { fraction, exponent } = split(x);
  if (fraction < Math.SQRT1_2) {
    fraction *= 2;
    exponent -= 1;
  }
  const f = fraction - 1;
  const [l1, l2, l3, l4, l5, l6, l7] = LOG_COEFFICIENTS;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const odd = s2 * (l1 + s4 * (l3 + s4 * (l5 + s4 * l7)));
  const even = s4 * (l2 + s4 * (l4 + s4 * l6));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + odd + even) + exponent * LN2_LOW) - f);
}

/** `x` to the power of `y`; NaN for a negative number to a fractional power. Throws UnknownResultError for fractions other than a half. */
export function goPow(x: number, y: number): number {
  const special = specialPower(x, y);
  if (special !== undefined) return special;
  const whole = Math.trunc(Math.abs(y));
  const fractional = Math.abs(y) !== whole;
  if (fractional && x < 0) return NaN;
  if (whole >= 2 ** 63) {
    if (x === -1) return 1;
    return Math.abs(x) < 1 === y > 0 ? 0 : Infinity;
  }
  // The last digit of Go's exponential function depends on the processor.
  if (fractional) throw new UnknownResultError('a fractional power');
  let result = 1;
  let resultExponent = 0;
  let { fraction, exponent } = split(x);
  for (let bits = BigInt(whole); bits !== 0n; bits >>= 1n) {
    if (exponent < -4096 || exponent > 4096) {
      resultExponent += exponent;
      break;
    }
    if (bits & 1n) {
      result *= fraction;
      resultExponent += exponent;
    }
    fraction *= fraction;
    exponent *= 2;
    if (fraction < 0.5) {
      fraction += fraction;
      exponent -= 1;
    }
  }
  if (y < 0) {
    result = 1 / result;
    resultExponent = -resultExponent;
  }
  return scale(result, resultExponent);
}

function specialPower(x: number, y: number): number | undefined {
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return Math.abs(x) === 1 ? 1 : x ** y;
  if (y === 0.5) return Math.sqrt(x);
  if (y === -0.5) return 1 / Math.sqrt(x);
  return undefined;
}

/** `x = fraction × 2^exponent`, with a fraction whose absolute value is at least 0.5 and below 1. */
function split(x: number): { fraction: number; exponent: number } {
  let exponent = 0;
  let value = x;
  if (Math.abs(value) < 2 ** -1022) {
    value *= 2 ** 52;
    exponent -= 52;
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  exponent += ((high >>> 20) & 0x7ff) - 1022;
  view.setUint32(0, ((high & 0x800fffff) | 0x3fe00000) >>> 0);
  return { fraction: view.getFloat64(0), exponent };
}

/** `x × 2^exponent`, in steps that avoid overflow. */
function scale(x: number, exponent: number): number {
  let value = x;
  let rest = Math.max(-5000, Math.min(5000, exponent));
  for (; rest > 1000; rest -= 1000) value *= 2 ** 1000;
  for (; rest < -1000; rest += 1000) value *= 2 ** -1000;
  return value * 2 ** rest;
}
