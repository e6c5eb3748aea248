/** Formats decimal digits of numbers like Go's `math/big`: `%e`, `%f` and `%g`. */
import { Num } from '../../values/number';
import { withoutTrailing } from '../../../../common/withoutTrailing';

/** `0.digits × 10^point`. The digits have no leading or trailing zeros; zero has no digits. */
export interface DecimalDigits {
  readonly digits: string;
  readonly point: number;
}

const SHIFT = 64n;

/** All decimal digits of the absolute value of a finite number. */
export function exactDigits(num: Num): DecimalDigits {
  let scaled = num.absolute();
  let shifted = 0n;
  const step = Num.fromInt(1n << SHIFT);
  for (; !scaled.isInteger; shifted += SHIFT) scaled = scaled.multiply(step);
  const whole = scaled.toBigInt() ?? 0n;
  // n / 2^k = n × 5^k / 10^k
  return trimmed((whole * 5n ** shifted).toString(), Number(-shifted));
}

/** The digits of the shortest decimal that identifies the number. */
export function shortestDigits(num: Num): DecimalDigits {
  const [whole = '', fraction = ''] = num.absolute().toText().replace('-', '').split('.');
  return trimmed(whole + fraction, -fraction.length);
}

/** The digits of an integer times a power of ten. */
function trimmed(integer: string, exponent: number): DecimalDigits {
  const digits = integer.replace(/^0+/, '');
  return { digits: withoutTrailing(digits, '0'), point: digits === '' ? 0 : digits.length + exponent };
}

/** At most `count` digits, rounded to nearest, ties to even. Like in Go, a negative count changes nothing. */
export function roundDigits(decimal: DecimalDigits, count: number): DecimalDigits {
  const { digits, point } = decimal;
  if (count < 0 || count >= digits.length) return decimal;
  const next = Number(digits[count]);
  const tie = next === 5 && count + 1 === digits.length;
  const up = tie ? count > 0 && Number(digits[count - 1]) % 2 === 1 : next >= 5;
  const kept = digits.slice(0, count);
  if (!up) {
    const left = withoutTrailing(kept, '0');
    return { digits: left, point: left === '' ? 0 : point };
  }
  const raised = withoutTrailing(kept, '9');
  if (raised === '') return { digits: '1', point: point + 1 };
  return { digits: raised.slice(0, -1) + String(Number(raised.at(-1)) + 1), point };
}

/** `d.ddde±dd` with `precision` digits after the point. */
export function scientific({ digits, point }: DecimalDigits, precision: number, letter: string): string {
  const fraction = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, '0')}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  return `${digits[0] ?? '0'}${fraction}${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `ddd.ddd` with `precision` digits after the point. */
export function positional({ digits, point }: DecimalDigits, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision <= 0) return whole;
  const after = point >= 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, precision)) + digits;
  return `${whole}.${after.slice(0, precision).padEnd(precision, '0')}`;
}
