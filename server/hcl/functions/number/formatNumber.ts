/** Formats numbers like Go's fmt formats `big.Int` and `big.Float`. */
import { ownProperty } from '../../../../common/ownProperty';
import type { Num } from '../../values/number';
import { exactDigits, positional, roundDigits, scientific, shortestDigits, type DecimalDigits } from './decimalDigits';

/** The options between `%` and the letter of a verb. */
export interface VerbOptions {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly space: boolean;
  readonly sharp: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** Number of digits after the point in `%e` and `%f` without a precision. */
const DEFAULT_PRECISION = 6;
/** `%g` without a precision uses an exponent for numbers from this power of ten. */
const SHORTEST_THRESHOLD = 6;

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16, X: 16 };
const BASE_PREFIXES: Readonly<Record<string, string>> = { b: '0b', o: '0', d: '', x: '0x', X: '0X' };

/** Formats an integer for the verbs b, d, o, x and X. */
export function formatInteger(n: bigint, verb: string, options: VerbOptions): string {
  const magnitude = (n < 0n ? -n : n).toString(ownProperty(BASES, verb));
  const digits = verb === 'X' ? magnitude.toUpperCase() : magnitude;
  const { precision, width = 0 } = options;
  if (digits === '0' && precision === 0) return '';
  const sign = signOf(n < 0n, options);
  const prefix = options.sharp ? ownProperty(BASE_PREFIXES, verb)! : '';
  const body = digits.padStart(precision ?? 0, '0');
  const missing = Math.max(0, width - sign.length - prefix.length - body.length);
  if (options.minus) return sign + prefix + body + ' '.repeat(missing);
  if (options.zero && precision === undefined) return sign + prefix + '0'.repeat(missing) + body;
  return ' '.repeat(missing) + sign + prefix + body;
}

/** Formats a number for the verbs e, E, f, g and G. */
export function formatFloat(num: Num, verb: string, options: VerbOptions): string {
  const body = num.isInfinite ? 'Inf' : floatBody(num, verb, options.precision);
  const negative = num.toText().startsWith('-');
  const sign = num.isInfinite && !negative ? (options.space ? ' ' : '+') : signOf(negative, options);
  const missing = Math.max(0, (options.width ?? 0) - sign.length - body.length);
  if (options.zero && !num.isInfinite) return sign + '0'.repeat(missing) + body;
  if (options.minus) return sign + body + ' '.repeat(missing);
  return ' '.repeat(missing) + sign + body;
}

function signOf(negative: boolean, { plus, space }: VerbOptions): string {
  if (negative) return '-';
  return plus ? '+' : space ? ' ' : '';
}

function floatBody(num: Num, verb: string, precision: number | undefined): string {
  switch (verb) {
    case 'e':
    case 'E': {
      const decimals = precision ?? DEFAULT_PRECISION;
      return scientific(roundDigits(exactDigits(num), 1 + decimals), decimals, verb);
    }
    case 'f': {
      const decimals = precision ?? DEFAULT_PRECISION;
      const exact = exactDigits(num);
      return positional(roundDigits(exact, exact.point + decimals), decimals);
    }
    default: {
      const letter = verb === 'g' ? 'e' : 'E';
      if (precision === undefined) return general(shortestDigits(num), undefined, letter);
      const wanted = Math.max(1, precision);
      return general(roundDigits(exactDigits(num), wanted), wanted, letter);
    }
  }
}

/** Chooses the notation by the exponent. */
function general(decimal: DecimalDigits, precision: number | undefined, letter: string): string {
  const { digits, point } = decimal;
  let threshold = precision ?? SHORTEST_THRESHOLD;
  if (precision !== undefined && precision > digits.length && digits.length >= point) threshold = digits.length;
  const exponent = point - 1;
  if (exponent < -4 || exponent >= threshold)
    return scientific(decimal, Math.min(precision ?? Infinity, digits.length) - 1, letter);
  return positional(decimal, Math.max(digits.length - point, 0));
}

/** Formats a number for `%v`. */
export function formatShortest(num: Num): string {
  if (num.isInfinite) return num.toText();
  const sign = num.toText().startsWith('-') ? '-' : '';
  return sign + floatBody(num, 'g', undefined);
}
