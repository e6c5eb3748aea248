/** Values in a pipeline, as far as its files determine them. */
import type { TextRange } from '../yaml/tree';
import { agreement, type Truth } from './truth';

export type PipelineValue = Scalar | List | Dictionary | Unknown;
export type Known = Exclude<PipelineValue, Unknown>;

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** Position of the value, if it is a literal. */
  readonly origin?: TextOrigin;
}

/** Position of a literal value. */
export interface TextOrigin extends TextRange {
  /** The list that contains the value: of a matrix, of the options of an input, or of a shell's `for`. */
  readonly list?: OriginList;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly PipelineValue[];
}

export interface Dictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PipelineValue>;
  /** The value of keys that are not listed: unset, unknown, or a guard. */
  readonly others: 'none' | 'unknown' | 'guard';
}

/** A value that only the run determines, with what is known about it. */
export interface Unknown {
  readonly kind: 'unknown';
  /** It is one of these. */
  readonly among?: readonly Known[];
  /** It is a string with this prefix. */
  readonly prefix?: string;
  /** It is a non-empty string. */
  readonly isNonEmpty?: boolean;
  /** Two unknown values with the same symbol are equal in one run. */
  readonly symbol?: string;
  /**
   * It identifies who or what runs the pipeline, such as the actor or the repository, and not what the pipeline does. A condition on it
   * lets a run pass or not, but does not choose an environment.
   */
  readonly isGuard?: boolean;
}

export interface OriginList extends TextRange {
  readonly items: readonly TextRange[];
}

/** Maximum number of possible values that are listed; with more of them a value is unknown. */
const MAX_AMONG = 32;
/** Maximum number of combinations of possible values that are computed one by one. */
const MAX_COMBINATIONS = 256;

export const unknownValue: Unknown = { kind: 'unknown' };
export const nothing: Scalar = { kind: 'scalar', value: null };

export const scalar = (value: Scalar['value'], origin?: TextOrigin): Scalar => ({
  kind: 'scalar',
  value,
  ...(origin ? { origin } : {}),
});

/** An unknown string; two of them are equal if their symbols are. */
export const symbol = (name: string): Unknown => ({ kind: 'unknown', symbol: name });

export const dictionary = (
  entries: Iterable<readonly [string, PipelineValue]>,
  others: Dictionary['others'] = 'none',
): Dictionary => ({ kind: 'dictionary', entries: new Map(entries), others });

/** The possible values; undefined if they are unknown. */
export function possibilities(value: PipelineValue): readonly Known[] | undefined {
  return value.kind === 'unknown' ? value.among : [value];
}

/** A value that is one of several: without duplicates, and the value itself if only one remains. */
export function anyOf(values: readonly PipelineValue[]): PipelineValue {
  const all: Known[] = [];
  const seen = new Set<unknown>();
  const [first] = values;
  if (first && values.every(each => each === first)) return first;
  for (const value of values) {
    const own = possibilities(value);
    if (!own) {
      const name = value.kind === 'unknown' ? value.symbol : undefined;
      const isSame = name !== undefined && values.every(each => each.kind === 'unknown' && each.symbol === name);
      return isSame ? value : guarded(unknownValue, values.every(isGuard));
    }
    for (const each of own) {
      const key = each.kind === 'scalar' ? each.value : each;
      if (!seen.has(key)) all.push(each);
      seen.add(key);
    }
  }
  if (all.length === 1 && all[0]) return all[0];
  return all.length === 0 || all.length > MAX_AMONG ? unknownValue : { kind: 'unknown', among: all };
}

export const isGuard = (value: PipelineValue): boolean => value.kind === 'unknown' && value.isGuard === true;

/**
 * Applies a function of known values to values that may be unknown: it is computed for each combination of possible values.
 *
 * @returns unknown if an argument can be anything; a guard if only guards are unknown
 */
export function lift(args: readonly PipelineValue[], compute: (...known: Known[]) => PipelineValue): PipelineValue {
  if (args.every(arg => arg.kind !== 'unknown')) return compute(...(args as Known[]));
  let combinations: Known[][] = [[]];
  for (const arg of args) {
    const own = possibilities(arg);
    if (!own || combinations.length * own.length > MAX_COMBINATIONS) return guarded(unknownValue, hasOnlyGuards(args));
    combinations = combinations.flatMap(before => own.map(each => [...before, each]));
  }
  return guarded(anyOf(combinations.map(each => compute(...each))), hasOnlyGuards(args));
}

/** Whether all unknown values are guards. */
export const hasOnlyGuards = (values: readonly PipelineValue[]): boolean =>
  values.every(each => each.kind !== 'unknown' || each.isGuard === true);

/** The truth of a value, by a function for known ones. */
export function truthBy(value: PipelineValue, rule: (known: Known) => Truth): Truth {
  const own = possibilities(value);
  if (own) return agreement(own.map(rule));
  const { prefix, isNonEmpty } = value as Unknown;
  return isNonEmpty || (prefix !== undefined && prefix !== '') ? rule(scalar('x')) : undefined;
}

const BOOLEANS: readonly Known[] = [scalar(true), scalar(false)];

/** @param guard whether it is unknown only because of guards */
export const fromTruth = (truth: Truth, guard = false): PipelineValue =>
  truth === undefined ? guarded({ kind: 'unknown', among: BOOLEANS }, guard) : scalar(truth);

/** A value, marked if it is unknown only because of guards. */
export const guarded = (value: PipelineValue, guard: boolean): PipelineValue =>
  guard && value.kind === 'unknown' ? { ...value, isGuard: true } : value;

/** The known prefix of a string. */
export function knownPrefix(value: PipelineValue): string | undefined {
  if (value.kind === 'scalar') return value.value === null ? '' : String(value.value);
  return value.kind === 'unknown' ? value.prefix : undefined;
}

/** Longer strings are not computed. */
const MAX_TEXT = 10_000;

/**
 * Concatenates strings.
 * @param toText converts a known value to a string; undefined if it can't be converted
 */
export function concatenated(
  parts: readonly PipelineValue[],
  toText: (known: Known) => string | undefined = scalarText,
): PipelineValue {
  const [only] = parts;
  if (parts.length === 1 && only && (only.kind !== 'scalar' || typeof only.value === 'string')) return only;
  const joined = lift(parts, (...known) => {
    const text = joinedText(known.map(toText));
    return text === undefined ? unknownValue : scalar(text);
  });
  if (joined.kind !== 'unknown' || joined.among) return joined;
  let prefix = '';
  for (const part of parts) {
    const own = part.kind === 'unknown' ? part.prefix : toText(part);
    prefix += own ?? '';
    if (part.kind === 'unknown' || own === undefined || prefix.length > MAX_TEXT) break;
  }
  const name = joinedText(
    parts.map(part => (part.kind === 'unknown' ? part.symbol && `\0${part.symbol}\0` : toText(part))),
  );
  const isNonEmpty = parts.some(part => (part.kind === 'unknown' ? part.isNonEmpty : toText(part) !== ''));
  return {
    ...joined,
    ...(prefix === '' ? {} : { prefix: prefix.slice(0, MAX_TEXT) }),
    ...(isNonEmpty ? { isNonEmpty } : {}),
    ...(name === undefined ? {} : { symbol: name }),
  };
}

/** @returns undefined if one of the texts is, or the result is too long */
function joinedText(texts: readonly (string | undefined)[]): string | undefined {
  let joined = '';
  for (const text of texts) {
    if (text === undefined || joined.length + text.length > MAX_TEXT) return undefined;
    joined += text;
  }
  return joined;
}

/** A scalar as a string, null as an empty one; undefined for lists and dictionaries. */
export const scalarText = (known: Known): string | undefined =>
  known.kind === 'scalar' ? (known.value === null ? '' : String(known.value)) : undefined;

/** The string of a value; undefined for other types and unknown values. */
export const stringOf = (value: PipelineValue | undefined): string | undefined =>
  value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;

/** Whether two values are certainly the same: equal literals, or unknown values with the same symbol. */
export function isSameValue(one: PipelineValue, other: PipelineValue): boolean {
  const [text, second] = [stringOf(one), stringOf(other)];
  if (text !== undefined || second !== undefined) return text === second;
  return one.kind === 'unknown' && other.kind === 'unknown' && one.symbol !== undefined && one.symbol === other.symbol;
}
