/** Formats dates for `formatdate`. Source of the rules and messages: go-cty. */
import { ownProperty } from '../../../../common/ownProperty';
import { quoteAsGo } from '../../goQuoted';
import { civilTime, formatOffset, padded, type CivilTime, type Moment } from './calendar';
import { FunctionError } from '../function';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** The text for a run of one letter with a length; undefined if the length is invalid. */
type Verb = (time: CivilTime, moment: Moment, length: number) => string | undefined;

const VERBS: Readonly<Record<string, Verb>> = {
  Y: ({ year }, _, length) => (length === 2 ? padded(year % 100, 2) : length === 4 ? padded(year, 4) : undefined),
  M: ({ month }, _, length) => (length < 3 ? numeric(month, length) : named(MONTHS[month - 1]!, length)),
  D: ({ day }, _, length) => numeric(day, length),
  E: ({ weekday }, _, length) => named(WEEKDAYS[weekday]!, length),
  h: ({ hour }, _, length) => numeric(hour, length),
  H: ({ hour }, _, length) => numeric(hour % 12 || 12, length),
  A: ({ hour }, _, length) => (length === 2 ? (hour < 12 ? 'AM' : 'PM') : undefined),
  a: ({ hour }, _, length) => (length === 2 ? (hour < 12 ? 'am' : 'pm') : undefined),
  m: ({ minute }, _, length) => numeric(minute, length),
  s: ({ second }, _, length) => numeric(second, length),
  Z: (_, { offset }, length) => zone(offset, length),
};

/** Terraform's messages for invalid lengths. */
const RULES: Readonly<Record<string, string>> = {
  Y: 'year must either be "YY" or "YYYY"',
  M: 'month must be "M", "MM", "MMM", or "MMMM"',
  D: 'day of month must either be "D" or "DD"',
  E: 'day of week must either be "EEE" or "EEEE"',
  h: '24-hour must either be "h" or "hh"',
  H: '12-hour must either be "H" or "HH"',
  A: 'must be "AA"',
  a: 'must be "aa"',
  m: 'minute must either be "m" or "mm"',
  s: 'second must either be "s" or "ss"',
  Z: 'timezone must be Z, ZZZZ, or ZZZZZ',
};

/** Formats a moment. Throws {@link FunctionError}. */
export function formatDate(format: string, moment: Moment): string {
  const time = civilTime(moment);
  let result = '';
  for (let rest = format; rest !== '';) {
    const token = nextToken(rest);
    rest = rest.slice(token.length);
    if (token.startsWith("'")) result += unquoted(token);
    else if (/^[A-Za-z]/.test(token)) result += verb(token, time, moment);
    else result += token;
  }
  return result;
}

/** The next token: a literal in quotes, a run of one letter, or other characters before one of these. */
function nextToken(text: string): string {
  if (text.startsWith("''")) return "''";
  return /^(?:'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']+)/.exec(text)![0];
}

function unquoted(token: string): string {
  if (token.length === 1 || !token.endsWith("'")) throw new FunctionError("unterminated literal '", 0);
  return token.length === 2 ? "'" : token.slice(1, -1).replace(/'(.|$)/gs, "'");
}

function verb(token: string, time: CivilTime, moment: Moment): string {
  const letter = token[0]!;
  const text = ownProperty(VERBS, letter)?.(time, moment, token.length);
  if (text !== undefined) return text;
  const rule = ownProperty(RULES, letter);
  throw new FunctionError(`invalid date format verb ${quoteAsGo(token)}${rule ? `: ${rule}` : ''}`, 0);
}

const numeric = (n: number, length: number): string | undefined => (length <= 2 ? padded(n, length) : undefined);

function named(name: string, length: number): string | undefined {
  if (length === 3) return name.slice(0, 3);
  return length === 4 ? name : undefined;
}

function zone(offset: number, length: number): string | undefined {
  switch (length) {
    case 1:
      return offset === 0 ? 'Z' : formatOffset(offset, ':');
    case 3:
      return offset === 0 ? 'UTC' : formatOffset(offset, '');
    case 4:
      return formatOffset(offset, '');
    case 5:
      return formatOffset(offset, ':');
    default:
      return undefined;
  }
}
