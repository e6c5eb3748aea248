/** Values of a pipeline, as far as its files tell them. */
import type { TextRange } from '../yaml/tree';
import { agreement, type Truth } from './truth';

export type PipelineValue = Scalar | List | Dictionary | Unknown;
export type Known = Exclude<PipelineValue, Unknown>;

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** Where it is written, for a value that is written out somewhere. */
  readonly origin?: TextOrigin;
}

/** Where a value is written. */
export interface TextOrigin extends TextRange {
  /** The list that it is an item of: of a matrix, of the options of an input, or of the words that a shell goes over. */
  readonly list?: OriginList;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly PipelineValue[];
}

export interface Dictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PipelineValue>;
  /** What a key has that is not among the entries: nothing, nobody knows, or a guard. */
  readonly others: 'none' | 'unknown' | 'guard';
}

/** A value that only the run knows, with what is certain about it all the same. */
export interface Unknown {
  readonly kind: 'unknown';
  /** It is one of these. */
  readonly among?: readonly Known[];
  /** It is a string that begins with this. */
  readonly prefix?: string;
  /** It is a string, and not an empty one. */
  readonly isNonEmpty?: boolean;
  /** Two unknown values with the same symbol are equal in one run. */
  readonly symbol?: string;
  /**
   * It says who or which machine runs the pipeline, and nothing of what it does: the actor, the repository. Conditions of that kind let
   * a run pass or not; they do not choose an environment.
   */
  readonly isGuard?: boolean;
}

export interface OriginList extends TextRange {
  readonly items: readonly TextRange[];
  /** Words of a shell, separated by blanks; otherwise a list of YAML. */
  readonly isWords?: boolean;
}

/** Possible values that are kept apart; with more of them a value is unknown. */
const MAX_AMONG = 32;
/** Combinations of possible values that are computed one by one. */
const MAX_COMBINATIONS = 256;

export const unknownValue: Unknown = { kind: 'unknown' };
export const nothing: Scalar = { kind: 'scalar', value: null };

export const scalar = (value: Scalar['value'], origin?: TextOrigin): Scalar => ({
  kind: 'scalar',
  value,
  ...(origin ? { origin } : {}),
});

/** A string that is not known, of which two are equal where their symbols are. */
export const symbol = (name: string): Unknown => ({ kind: 'unknown', symbol: name });

export const dictionary = (
  entries: Iterable<readonly [string, PipelineValue]>,
  others: Dictionary['others'] = 'none',
): Dictionary => ({ kind: 'dictionary', entries: new Map(entries), others });

/** The values that it can have; undefined where that is not known. */
export function possibilities(value: PipelineValue): readonly Known[] | undefined {
  return value.kind === 'unknown' ? value.among : [value];
}

/** What is one of several values: itself where there is one, without repetitions. */
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
 * A function of known values, of values that may be unknown: computed for each combination of possible values.
 *
 * @returns unknown where an argument can be anything; a guard where only guards are unknown
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

/** Whether all that is unknown among the values are guards. */
export const hasOnlyGuards = (values: readonly PipelineValue[]): boolean =>
  values.every(each => each.kind !== 'unknown' || each.isGuard === true);

/** The truth of a value by a rule for known ones. */
export function truthBy(value: PipelineValue, rule: (known: Known) => Truth): Truth {
  const own = possibilities(value);
  if (own) return agreement(own.map(rule));
  const { prefix, isNonEmpty } = value as Unknown;
  return isNonEmpty || (prefix !== undefined && prefix !== '') ? rule(scalar('x')) : undefined;
}

const BOOLEANS: readonly Known[] = [scalar(true), scalar(false)];

/** @param guard whether only guards keep it from being known */
export const fromTruth = (truth: Truth, guard = false): PipelineValue =>
  truth === undefined ? guarded({ kind: 'unknown', among: BOOLEANS }, guard) : scalar(truth);

/** A value, marked where only guards keep it from being known. */
export const guarded = (value: PipelineValue, guard: boolean): PipelineValue =>
  guard && value.kind === 'unknown' ? { ...value, isGuard: true } : value;

/** What begins a string, as far as it is known. */
export function knownPrefix(value: PipelineValue): string | undefined {
  if (value.kind === 'scalar') return value.value === null ? '' : String(value.value);
  return value.kind === 'unknown' ? value.prefix : undefined;
}

/** Longer strings are not computed. */
const MAX_TEXT = 10_000;

/**
 * Strings one after the other.
 *
 * @param toText how a known value becomes a string; undefined where it does not
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

/** @returns undefined where one of the texts is, or all together are too long */
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

/** The string that a value is; undefined where it is none, or not known. */
export const stringOf = (value: PipelineValue | undefined): string | undefined =>
  value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;

/** Whether two values are certainly the same: written alike, or unknown in the same way. */
export function isSameValue(one: PipelineValue, other: PipelineValue): boolean {
  const [text, second] = [stringOf(one), stringOf(other)];
  if (text !== undefined || second !== undefined) return text === second;
  return one.kind === 'unknown' && other.kind === 'unknown' && one.symbol !== undefined && one.symbol === other.symbol;
}
