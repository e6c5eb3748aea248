/** Formats binary numbers as decimals like Go's `math/big`. Terraform uses this text to print, convert, compare and sort numbers. */
import { bitLength, type BigFloat } from './bigFloat';

/** `0.digits × 10^point`. The digits have no leading or trailing zeros; zero has no digits. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * The shortest decimal that is rounded to the same number: digits and an optional fraction, without an exponent.
 * @param x finite
 * @param precision of `x` in bits
 */
export function shortestText(x: BigFloat, precision: number): string {
  const sign = x.negative ? '-' : '';
  return sign + plain(shortest(x, precision));
}

/**
 * The number with ten significant digits, with an exponent (`1.5e+12`) if it is large or tiny. This is Go's debug format, by which Terraform sorts
 * the objects in a set.
 * @param x finite
 */
export function tenDigits(x: BigFloat): string {
  const sign = x.negative ? '-' : '';
  const { digits, point } = roundedTo(exact(x.mantissa, x.exponent), 10);
  const threshold = digits.length >= point ? Math.min(10, digits.length) : 10;
  const exponent = point - 1;
  if (digits.length === 0 || (exponent >= -4 && exponent < threshold)) return sign + plain({ digits, point });
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function plain({ digits, point }: Decimal): string {
  if (digits === '') return '0';
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** All decimal digits of `mantissa × 2^exponent`. */
function exact(mantissa: bigint, exponent: number): Decimal {
  if (mantissa === 0n) return { digits: '', point: 0 };
  const text = (exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)).toString();
  return trimmed(text, text.length + Math.min(exponent, 0));
}

function trimmed(digits: string, point: number): Decimal {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return end === 0 ? { digits: '', point: 0 } : { digits: digits.slice(0, end), point };
}

/**
 * Decimals within half a unit in the last place of `x` are parsed as `x`. Rounds the exact digits at the first digit where the result is such a
 * decimal.
 */
function shortest(x: BigFloat, precision: number): Decimal {
  const decimal = exact(x.mantissa, x.exponent);
  const shift = precision + 1 - bitLength(x.mantissa);
  const mantissa = x.mantissa << BigInt(Math.max(shift, 0));
  const exponent = x.exponent - Math.max(shift, 0);
  const lower = exact(mantissa - 1n, exponent);
  const upper = exact(mantissa + 1n, exponent);
  const inclusive = (mantissa & 2n) === 0n;
  for (let i = 0; i < decimal.digits.length; i++) {
    const digit = digitAt(decimal, i);
    const above = digitAt(upper, i);
    const down = digitAt(lower, i) !== digit || (inclusive && i + 1 === lower.digits.length);
    const up = digit !== above && (inclusive || digit + 1 < above || i + 1 < upper.digits.length);
    if (down && up) return roundedTo(decimal, i + 1);
    if (down) return cutAt(decimal, i + 1);
    if (up) return raisedAt(decimal, i + 1);
  }
  return decimal;
}

const digitAt = ({ digits }: Decimal, index: number): number => (index < digits.length ? Number(digits[index]) : 0);

/** At most `count` digits, rounded to nearest, ties to even. */
function roundedTo(decimal: Decimal, count: number): Decimal {
  const { digits } = decimal;
  if (count >= digits.length) return decimal;
  const next = digitAt(decimal, count);
  const tie = next === 5 && count + 1 === digits.length;
  const up = tie ? count > 0 && digitAt(decimal, count - 1) % 2 === 1 : next >= 5;
  return up ? raisedAt(decimal, count) : cutAt(decimal, count);
}

function cutAt(decimal: Decimal, count: number): Decimal {
  return count >= decimal.digits.length ? decimal : trimmed(decimal.digits.slice(0, count), decimal.point);
}

function raisedAt(decimal: Decimal, count: number): Decimal {
  if (count >= decimal.digits.length) return decimal;
  let end = count;
  while (end > 0 && decimal.digits[end - 1] === '9') end -= 1;
  if (end === 0) return { digits: '1', point: decimal.point + 1 };
  return { digits: decimal.digits.slice(0, end - 1) + String(digitAt(decimal, end - 1) + 1), point: decimal.point };
}
