import { decimal, type Literal } from '../../hcl/functions/literal';

/** Arguments of calls, by function. */
export type Cases = Readonly<Record<string, readonly (readonly Literal[])[]>>;

/** Strings that are hard for string functions: combining characters, emoji, special cases of case mapping, unusual spaces. */
export const TEXTS = [
  '',
  'a',
  'Hello, World',
  ' \t x \n',
  'a\r\nb\r\n\n',
  'e\u0301te\u0301',
  '👩‍👩‍👧 🇩🇪🇫🇷',
  'ß ŉ ǆ İı ΑΣ σς',
  'क्षि',
  'ᾳ ﬁ',
  '\u00a0\u2003x\u0085\ufeff',
  '한국어 각',
];

/** Numbers, and values that do or don't convert to numbers. */
export const NUMBERS: Literal[] = [
  0,
  1,
  -1,
  1.5,
  -1.5,
  2.5,
  0.1,
  1000000,
  123456789,
  1e21,
  decimal('0.000001'),
  decimal('123456789012345678901234567890.5'),
  '12',
  'x',
  true,
  null,
];

/** One call for each first argument. */
export const each = (values: readonly Literal[], ...others: readonly Literal[]): Literal[][] =>
  values.map(value => [value, ...others]);

/** One call for each combination. */
export const pairs = (first: readonly Literal[], second: readonly Literal[]): Literal[][] =>
  first.flatMap(a => second.map(b => [a, b]));
