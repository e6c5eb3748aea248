/**
 * Terraform's numbers: binary floating point with a precision of 512 bits if parsed from text, 64 bits if integers from functions, and 53 bits if
 * doubles. Source of the rules: go-cty's operations on Go's `math/big.Float`.
 */
import {
  bitLength,
  compared,
  fromDouble,
  fromInteger,
  infinite,
  isInfinite,
  negated,
  multiply,
  divide,
  rounded,
  add,
  toDouble,
  truncated,
  zero,
  type BigFloat,
} from './bigFloat';
import { shortestText, tenDigits } from './decimal';
import { parseDecimal } from './decimalParser';

const PARSED_PRECISION = 512;
const INTEGER_PRECISION = 64;
const DOUBLE_PRECISION = 53;
/** Maximum number of digits before or after the point of a parsed number. */
const MAX_TEXT_LENGTH = 10_000;
/** The weight of a number does not increase up to this binary exponent, the largest of a double. */
const PLAIN_EXPONENT = 1024;

/** Thrown by operations without a result: `Inf - Inf`, `0 / 0` and so on. The message is Terraform's. */
export class UndefinedResult extends Error {
  override readonly name = 'UndefinedResult';
}

/** An immutable number. */
export class Num {
  /** For small integers, `int` is the value (including `-0`) and `float` is undefined. Otherwise `int` is NaN. */
  private constructor(
    private readonly int: number,
    /** Precision in bits, at least 53. Results of operations have at least this precision. */
    readonly precision: number,
    private readonly float?: BigFloat,
  ) {}

  private static of(float: BigFloat, precision: number): Num {
    if (float.exponent >= 0 && float.exponent < 53) {
      const value = float.mantissa << BigInt(float.exponent);
      if (value <= Number.MAX_SAFE_INTEGER) return new Num((float.negative ? -1 : 1) * Number(value), precision);
    }
    return new Num(NaN, precision, float);
  }

  private asFloat(): BigFloat {
    return this.float ?? fromDouble(this.int);
  }

  /**
   * Parses a decimal with 512 bits of precision: sign, digits, fraction and exponent, or `Inf`. Spaces, separators and other bases are not allowed;
   * the result is then undefined. These are Terraform's rules for converting a string to a number, with one additional limit: numbers with more than
   * 10,000 digits before or after the point are rejected, since their text would be as long.
   */
  static parse(text: string): Num | undefined {
    if (/^[+-]?\d{1,15}$/.test(text)) return new Num(Number(text), PARSED_PRECISION);
    if (text.length > MAX_TEXT_LENGTH) return undefined;
    const float = parseDecimal(text, PARSED_PRECISION);
    return float && Num.of(float, PARSED_PRECISION);
  }

  /** An integer as functions return it, with a precision of 64 bits, or more if a bigint needs more. A `number` must be an integer. */
  static fromInt(n: number | bigint): Num {
    if (typeof n === 'number' && Number.isSafeInteger(n)) return new Num(n, INTEGER_PRECISION);
    const integer = BigInt(n);
    const precision = Math.max(INTEGER_PRECISION, bitLength(integer < 0n ? -integer : integer));
    return Num.of(fromInteger(integer, precision), precision);
  }

  /** A double with a precision of 53 bits, including infinities. Throws {@link UndefinedResult} for NaN. */
  static fromDouble(n: number): Num {
    if (Number.isNaN(n)) throw new UndefinedResult('not a number');
    return Number.isSafeInteger(n) ? new Num(n, DOUBLE_PRECISION) : Num.of(fromDouble(n), DOUBLE_PRECISION);
  }

  /** Throws {@link UndefinedResult} for opposing infinities. */
  add(other: Num): Num {
    const precision = Math.max(this.precision, other.precision);
    const small = this.int + other.int;
    if (Number.isSafeInteger(small)) return new Num(small, precision);
    const a = this.asFloat();
    const b = other.asFloat();
    if (isInfinite(a) && isInfinite(b) && a.negative !== b.negative) {
      throw new UndefinedResult("can't compute sum of opposing infinities");
    }
    if (isInfinite(a) || isInfinite(b)) return new Num(NaN, precision, isInfinite(a) ? a : b);
    return Num.of(add(a, b, precision), precision);
  }

  /** Throws {@link UndefinedResult} for an infinity minus itself. */
  subtract(other: Num): Num {
    try {
      return this.add(other.negate());
    } catch (error) {
      if (error instanceof UndefinedResult) throw new UndefinedResult("can't subtract infinity from itself");
      throw error;
    }
  }

  /** Exact up to 512 bits. Throws {@link UndefinedResult} for zero times infinity. */
  multiply(other: Num): Num {
    const precision = Math.max(this.precision, other.precision);
    const small = this.int * other.int;
    if (Number.isSafeInteger(small)) return new Num(small, precision);
    const a = this.asFloat();
    const b = other.asFloat();
    if (isInfinite(a) || isInfinite(b)) {
      if (this.isZero || other.isZero) throw new UndefinedResult("can't multiply zero by infinity");
      return new Num(NaN, precision, infinite(a.negative !== b.negative));
    }
    const wide = multiply(a, b, PARSED_PRECISION);
    const enough = Math.max(precision, bitLength(wide.mantissa));
    return Num.of(rounded(wide.negative, wide.mantissa, wide.exponent, enough), enough);
  }

  /** Division by zero results in an infinity. Throws {@link UndefinedResult} for zero by zero and infinity by infinity. */
  divide(other: Num): Num {
    const precision = Math.max(this.precision, other.precision);
    const small = this.int / other.int;
    if (Number.isSafeInteger(small) && small * other.int === this.int) return new Num(small, precision);
    const a = this.asFloat();
    const b = other.asFloat();
    if ((this.isZero && other.isZero) || (isInfinite(a) && isInfinite(b))) {
      throw new UndefinedResult("can't divide zero by zero or infinity by infinity");
    }
    const negative = a.negative !== b.negative;
    if (this.isZero || isInfinite(b)) return Num.of(zero(negative), precision);
    if (other.isZero || isInfinite(a)) return new Num(NaN, precision, infinite(negative));
    return Num.of(divide(a, b, precision), precision);
  }

  /**
   * The remainder of division, truncated towards zero, at this number's precision. If `other` is zero, the result is this number.
   * Throws {@link UndefinedResult} for infinities.
   */
  modulo(other: Num): Num {
    if (other.isZero) return this;
    const small = this.int % other.int;
    // A remainder of zero has no sign.
    if (Number.isSafeInteger(small) && this.int !== 0) return new Num(small === 0 ? 0 : small, this.precision);
    const a = this.asFloat();
    const b = other.asFloat();
    if (isInfinite(a) || isInfinite(b)) throw new UndefinedResult("can't use modulo with zero and infinity");
    const times = fromInteger(truncated(this.divide(other).asFloat()), this.precision);
    return Num.of(add(a, negated(multiply(b, times, this.precision)), this.precision), this.precision);
  }

  /** The negative of zero prints as `-0` and equals zero. */
  negate(): Num {
    return this.float ? new Num(NaN, this.precision, negated(this.float)) : new Num(-this.int, this.precision);
  }

  absolute(): Num {
    return this.asFloat().negative ? this.negate() : this;
  }

  /** The largest integer that is not greater. Infinities are unchanged. */
  floor(): Num {
    return this.toWhole(whole => whole - (this.sign < 0 ? 1n : 0n));
  }

  /** The smallest integer that is not less. Infinities are unchanged. */
  ceil(): Num {
    return this.toWhole(whole => whole + (this.sign > 0 ? 1n : 0n));
  }

  private toWhole(adjust: (whole: bigint) => bigint): Num {
    if (!this.float) return Object.is(this.int, -0) ? new Num(0, this.precision) : this;
    if (isInfinite(this.float) || this.isInteger) return this;
    return Num.of(fromInteger(adjust(truncated(this.float)), this.precision), this.precision);
  }

  /** Compares the exact values. */
  compare(other: Num): -1 | 0 | 1 {
    if (!this.float && !other.float) return this.int < other.int ? -1 : this.int > other.int ? 1 : 0;
    return compared(this.asFloat(), other.asFloat());
  }

  /** Equality as in Terraform's `==` and sets: compares integers by value, fractions by their text. */
  equals(other: Num): boolean {
    if (!this.float && !other.float) return this.int === other.int;
    if (this.sign !== other.sign || this.isInteger !== other.isInteger) return false;
    return this.isInteger ? this.compare(other) === 0 : this.toText() === other.toText();
  }

  /** The number of values that count the same towards limits: numbers with thousands of digits take longer. */
  get weight(): number {
    const { exponent = 0 } = this.float ?? {};
    return Number.isFinite(exponent) ? 1 + (Math.max(0, Math.abs(exponent) - PLAIN_EXPONENT) >> 1) : 1;
  }

  get isZero(): boolean {
    return this.int === 0 || this.float?.mantissa === 0n;
  }

  get isInteger(): boolean {
    return !this.float || (this.float.exponent >= 0 && !isInfinite(this.float));
  }

  get isInfinite(): boolean {
    return this.float !== undefined && isInfinite(this.float);
  }

  get sign(): -1 | 0 | 1 {
    if (this.isZero) return 0;
    return (this.float ? this.float.negative : this.int < 0) ? -1 : 1;
  }

  /** The shortest decimal that identifies this number at its precision, without an exponent; `+Inf` and `-Inf` for infinities. */
  toText(): string {
    if (!this.float) return Object.is(this.int, -0) ? '-0' : String(this.int);
    if (isInfinite(this.float)) return this.float.negative ? '-Inf' : '+Inf';
    return shortestText(this.float, this.precision);
  }

  /** Ten significant digits, by which Terraform sorts the objects of a set. */
  toTenDigits(): string {
    return this.isInfinite ? this.toText() : tenDigits(this.asFloat());
  }

  /** The nearest double. */
  toDouble(): number {
    return this.float ? toDouble(this.float) : this.int;
  }

  /** Whether a JSON parser that uses doubles shows the same decimal. */
  fitsDouble(): boolean {
    if (!this.float) return !Object.is(this.int, -0);
    const text = this.toText();
    return Num.parse(String(Number(text)))?.toText() === text;
  }

  /** The integer as a bigint; undefined if this is not an integer. */
  toBigInt(): bigint | undefined {
    if (!this.float) return BigInt(this.int);
    return this.isInteger ? truncated(this.float) : undefined;
  }

  /** The integer between ±(2^53 - 1); undefined for other numbers. */
  toInt(): number | undefined {
    if (this.float) return undefined;
    return this.int === 0 ? 0 : this.int;
  }
}
