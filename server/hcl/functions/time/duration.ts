/** Parses durations such as `1h30m`. Source of the rules and messages: Go's `time.ParseDuration`. */
import { quoteAsGo } from '../../goQuoted';
import { FunctionError } from '../function';

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const LIMIT = 2n ** 63n;

/** Parses a duration to nanoseconds. Throws {@link FunctionError}. */
export function parseDuration(text: string): bigint {
  const invalid = (): FunctionError => new FunctionError(`time: invalid duration ${quoteAsGo(text)}`);
  const negative = text.startsWith('-');
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0n;
  if (rest === '') throw invalid();
  let total = 0n;
  while (rest !== '') {
    const [number, whole = '', fraction = ''] = /^(\d*)(?:\.(\d*))?/.exec(rest) ?? [''];
    if (whole === '' && fraction === '') throw invalid();
    rest = rest.slice(number.length);
    const name = /^[^.\d]*/.exec(rest)![0];
    if (name === '') throw new FunctionError(`time: missing unit in duration ${quoteAsGo(text)}`);
    const unit = UNITS.get(name);
    if (unit === undefined)
      throw new FunctionError(`time: unknown unit ${quoteAsGo(name)} in duration ${quoteAsGo(text)}`);
    rest = rest.slice(name.length);
    total += BigInt(whole || '0') * unit + fractionOf(fraction, unit);
    if (total > LIMIT) throw invalid();
  }
  if (!negative && total === LIMIT) throw invalid();
  return negative ? -total : total;
}

/** Like Go, computes the fraction with doubles and ignores digits beyond their precision. */
function fractionOf(digits: string, unit: bigint): bigint {
  const used = digits.slice(0, 18);
  if (used === '') return 0n;
  return BigInt(Math.trunc(Number(used) * (Number(unit) / 10 ** used.length)));
}
