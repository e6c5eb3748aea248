/**
 * Parses RFC 3339 timestamps with Terraform's messages. Source of the rules: Go's `time.Parse`, go-cty's stricter rules for most functions, and
 * Terraform's own for `timecmp`.
 */
import { ownProperty } from '../../../../common/ownProperty';
import { utf8Length } from '../../../../common/bytes';
import { quoteAsGo } from '../../goQuoted';
import { daysIn, momentOf, type Moment } from './calendar';
import { FunctionError } from '../function';

/** Thrown where Go's parser stops, with the expected part of the layout, the remaining text and Go's message if there is one. */
class TimeProblem extends Error {
  constructor(
    readonly expected: string,
    readonly found: string,
    readonly words = '',
  ) {
    super(words);
  }
}

const PART_NAMES: Readonly<Record<string, string>> = {
  '2006': 'year',
  '01': 'month',
  '02': 'day of month',
  '15': 'hour',
  '04': 'minute',
  '05': 'second',
  'Z07:00': 'UTC offset',
};

/**
 * Parses a timestamp with the rules of `timecmp`.
 * @param argument index for the {@link FunctionError}
 */
export function parseTimestamp(text: string, argument?: number): Moment {
  return parse(text, argument, false);
}

/**
 * Parses a timestamp with the rules of `formatdate` and `timeadd`.
 * @param argument index for the {@link FunctionError}
 */
export function parseStrictTimestamp(text: string, argument?: number): Moment {
  return parse(text, argument, true);
}

function parse(text: string, argument: number | undefined, strict: boolean): Moment {
  try {
    const moment = new TimestampReader(text).read();
    if (strict) checkStrictly(text);
    return moment;
  } catch (error) {
    if (!(error instanceof TimeProblem)) throw error;
    throw new FunctionError(`not a valid RFC3339 timestamp${describe(error, strict)}`, argument);
  }
}

/** Rejects what Go's parser accepts although it is invalid in RFC 3339. */
function checkStrictly(text: string): void {
  const [, hour, fraction, offset] = /T(\d+):\d+:\d+([.,]\d+)?(.*)$/.exec(text) ?? [];
  if (hour?.length === 1) throw new TimeProblem('15', hour);
  if (fraction?.startsWith(',')) throw new TimeProblem('.', ',');
  if (offset && offset !== 'Z' && (Number(offset.slice(1, 3)) >= 24 || Number(offset.slice(4)) >= 60)) {
    throw new TimeProblem('Z07:00', offset);
  }
}

function describe({ expected, found, words }: TimeProblem, strict: boolean): string {
  if (expected === '' && found === '') return words;
  if (expected === 'T') return ": missing required time introducer 'T'";
  if (expected === ':' || expected === '-') {
    if (found === '') return `: end of string where ${quoteAsGo(expected)} is expected`;
    return `: found ${quoteAsGo(found)} where ${quoteAsGo(expected)} is expected`;
  }
  const part = ownProperty(PART_NAMES, expected) ?? 'timestamp segment';
  if (found === '') return `: end of string before ${part}`;
  if (strict && part === 'hour' && found.includes(':')) return ': hour must be between 0 and 23 inclusive';
  const twoDigits = part === 'hour' || part === 'minute';
  if (strict && twoDigits && utf8Length(found) !== 2) return `: ${part} must have exactly two digits`;
  return `: cannot use ${quoteAsGo(found)} as ${part}`;
}

/** Parses the parts of Go's layout `2006-01-02T15:04:05Z07:00`. */
class TimestampReader {
  private rest: string;

  constructor(text: string) {
    this.rest = text;
  }

  read(): Moment {
    const year = this.number('2006', /^\d{4}/);
    this.literal('-');
    const month = this.inRange(this.number('01', /^\d\d/), '01', 1, 12, 'month');
    this.literal('-');
    const day = this.number('02', /^\d\d/);
    this.literal('T');
    const hour = this.inRange(this.number('15', /^\d\d?/), '15', 0, 23, 'hour');
    this.literal(':');
    const minute = this.inRange(this.number('04', /^\d\d/), '04', 0, 59, 'minute');
    this.literal(':');
    const second = this.inRange(this.number('05', /^\d\d/), '05', 0, 59, 'second');
    const nanoseconds = this.fraction();
    const offset = this.offset();
    if (this.rest !== '') throw new TimeProblem('', this.rest, `: extra text: ${quoteAsGo(this.rest)}`);
    if (day < 1 || day > daysIn(year, month)) throw new TimeProblem('', '', ': day out of range');
    return momentOf({ year, month, day, hour, minute, second }, nanoseconds, offset);
  }

  private number(part: string, pattern: RegExp): number {
    const digits = pattern.exec(this.rest)?.[0];
    if (digits === undefined) throw new TimeProblem(part, this.rest);
    this.rest = this.rest.slice(digits.length);
    return Number(digits);
  }

  private inRange(n: number, part: string, min: number, max: number, name: string): number {
    if (n < min || n > max) throw new TimeProblem(part, this.rest, `: ${name} out of range`);
    return n;
  }

  private literal(text: string): void {
    if (!this.rest.startsWith(text)) throw new TimeProblem(text, this.rest);
    this.rest = this.rest.slice(text.length);
  }

  private fraction(): number {
    const digits = /^[.,](\d+)/.exec(this.rest)?.[1];
    if (digits === undefined) return 0;
    this.rest = this.rest.slice(1 + digits.length);
    return Number(digits.slice(0, 9).padEnd(9, '0'));
  }

  private offset(): number {
    if (this.rest.startsWith('Z')) {
      this.rest = this.rest.slice(1);
      return 0;
    }
    const match = /^([+-])(\d\d):(\d\d)/.exec(this.rest);
    if (!match) throw new TimeProblem('Z07:00', this.rest);
    const [text, sign, hours, minutes] = match as unknown as [string, string, string, string];
    this.rest = this.rest.slice(text.length);
    if (Number(hours) > 24 || Number(minutes) > 60)
      throw new TimeProblem('Z07:00', this.rest, ': time zone offset out of range');
    return (Number(hours) * 60 + Number(minutes)) * 60 * (sign === '-' ? -1 : 1);
  }
}
