/** Resolves YAML scalars to values. Source of the rules and messages: go-cty-yaml, which combines YAML 1.1 and 1.2. */
import { quoteAsGo } from '../../goQuoted';
import { Num } from '../../values/number';
import { bool, nullOf, number, string } from '../../values/value';
import { decodeBase64 } from '../encoding/base64';
import { daysIn, formatRfc3339, momentOf } from '../time/calendar';
import { FunctionError } from '../function';
import type { Value } from '../../model';

const PREFIX = 'tag:yaml.org,2002:';
const RESOLVABLE = new Set([
  '',
  ...['str', 'bool', 'int', 'float', 'null', 'timestamp', 'binary'].map(name => PREFIX + name),
]);

/** The key whose value is merged into the mapping. */
export const MERGE_KEY = '<<';

const INTEGER = /^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

const BOOLS = wordMap(
  ['y Y yes Yes YES true True TRUE on On ON', true],
  ['n N no No NO false False FALSE off Off OFF', false],
);
const INFINITIES = wordMap(['.inf .Inf .INF +.inf +.Inf +.INF', Infinity], ['-.inf -.Inf -.INF', -Infinity]);
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);

function wordMap<T>(...groups: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  return new Map(groups.flatMap(([words, value]) => words.split(' ').map(word => [word, value] as const)));
}

/**
 * Resolves a scalar. The {@link MERGE_KEY} is an ordinary string here.
 * @param tag the full tag, or empty
 * @throws FunctionError
 */
export function resolveScalar(tag: string, text: string, quoted: boolean): Value {
  if (!RESOLVABLE.has(tag)) throw new FunctionError(`unsupported tag ${quoteAsGo(tag)}`);
  const type = tag.slice(PREFIX.length);
  if (type === 'str' || type === 'binary') return resolveText(type, tag, text);
  if (!/^([-+0-9yYnNtTfFoO~.]|$)/.test(text)) return resolveTagged(type, tag, text);
  if (quoted) return string(text);
  const named = namedValue(text);
  if (named) return named;
  if (tag === '' && /^\.(nan|NaN|NAN)$/.test(text)) throw new FunctionError('floating point NaN is not supported');
  if (text.startsWith('.')) {
    const num = Num.parse(text);
    if (num) return number(num);
  }
  if (/^[-+0-9]/.test(text)) {
    const timestamp = type === '' || type === 'timestamp' ? parseTimestamp(text) : undefined;
    if (timestamp !== undefined) return string(timestamp);
    if (INTEGER.test(text)) return resolveTagged('int', `${PREFIX}int`, text);
    if (FLOAT.test(text)) return resolveTagged('float', `${PREFIX}float`, text);
  }
  return resolveTagged(type, tag, text);
}

function namedValue(text: string): Value | undefined {
  const boolean = BOOLS.get(text);
  if (boolean !== undefined) return bool(boolean);
  const infinity = INFINITIES.get(text);
  if (infinity !== undefined) return number(Num.fromDouble(infinity));
  return NULLS.has(text) ? nullOf() : undefined;
}

function resolveText(type: string, tag: string, text: string): Value {
  if (type === 'binary' && 'badOffset' in decodeBase64(text)) {
    throw new FunctionError(`cannot parse ${quoteAsGo(text)} as ${tag}: not valid base64`);
  }
  return string(text);
}

function resolveTagged(type: string, tag: string, text: string): Value {
  if (type === '') return string(text);
  const value = taggedValue(type, text);
  if (value) return value;
  throw new FunctionError(`cannot parse ${quoteAsGo(text)} as ${tag}`);
}

function taggedValue(type: string, text: string): Value | undefined {
  switch (type) {
    case 'bool': {
      const boolean = BOOLS.get(text);
      return boolean === undefined ? undefined : bool(boolean);
    }
    case 'int':
    case 'float': {
      const num = parseNumber(text.replaceAll('_', ''));
      return num && number(num);
    }
    case 'timestamp': {
      const timestamp = parseTimestamp(text);
      return timestamp === undefined ? undefined : string(timestamp);
    }
    default:
      return nullOf();
  }
}

/** Parses a decimal, or an integer with one of Go's prefixes that fits in 64 bits. */
function parseNumber(text: string): Num | undefined {
  const decimal = Num.parse(text);
  if (decimal) return decimal;
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.exec(text);
  if (!match) return undefined;
  const magnitude = BigInt(match[2]!.toLowerCase());
  const negative = match[1] === '-';
  const limit = negative ? 2n ** 63n : match[1] === '+' ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  return magnitude > limit ? undefined : Num.fromInt(negative ? -magnitude : magnitude);
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|([+-])(\d\d):(\d\d))| +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

/** Parses an RFC 3339 timestamp without fractions; undefined for other text. */
function parseTimestamp(text: string): string | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const zoned = match[4] !== undefined;
  const civil = {
    year: part(1),
    month: part(2),
    day: part(3),
    hour: part(zoned ? 4 : 10),
    minute: part(zoned ? 5 : 11),
    second: part(zoned ? 6 : 12),
  };
  if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > daysIn(civil.year, civil.month))
    return undefined;
  if (civil.hour > 23 || civil.minute > 59 || civil.second > 59 || part(8) > 24 || part(9) > 60) return undefined;
  const offset = (part(8) * 60 + part(9)) * 60 * (match[7] === '-' ? -1 : 1);
  return formatRfc3339(momentOf(civil, 0, offset));
}
