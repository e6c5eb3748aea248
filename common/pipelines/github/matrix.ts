/**
 * Expands a matrix into jobs. Source: "Running variations of jobs in a workflow" of GitHub's documentation: combinations in the order of
 * the keys, without those in `exclude`, then each entry of `include`.
 */
import { looselyEqual } from './evaluation';
import { and, not, type Truth } from '../values/truth';
import {
  dictionary,
  anyOf,
  possibilities,
  unknownValue,
  type Dictionary,
  type Known,
  type PipelineValue,
} from '../values/value';

export interface Combination {
  readonly values: Dictionary;
  /** Whether the job certainly exists. */
  readonly happens: Truth;
}

/** GitHub's limit of jobs per matrix. */
export const MAX_MATRIX_JOBS = 256;

interface Draft {
  /** By the keys of the matrix. */
  readonly original: ReadonlyMap<string, PipelineValue>;
  readonly added: Map<string, PipelineValue>;
  happens: Truth;
}

/**
 * The jobs of a matrix.
 *
 * @param matrix of a job's `strategy`, with its expressions evaluated
 * @returns a single unknown combination if the matrix is unknown or too large
 */
export function combinationsOf(matrix: PipelineValue): Combination[] {
  if (matrix.kind !== 'dictionary') return [unknownCombination];
  const { entries } = matrix;
  const keys = [...entries.keys()].filter(key => key !== 'include' && key !== 'exclude');
  const drafts = product(keys.map(key => [key, entries.get(key) ?? unknownValue] as const));
  if (!drafts) return [unknownCombination];
  const excluded = itemsOf(entries.get('exclude'));
  const included = itemsOf(entries.get('include'));
  const kept = drafts.flatMap(draft => without(draft, excluded));
  if (!excluded) for (const draft of kept) draft.happens = undefined;
  if (!included || included.length > MAX_MATRIX_JOBS) return [unknownCombination];
  const all = withIncluded(kept, included);
  return all.length > MAX_MATRIX_JOBS
    ? [unknownCombination]
    : all.map(({ original, added, happens }) => ({ values: dictionary([...original, ...added]), happens }));
}

const unknownCombination: Combination = { values: dictionary([], 'unknown'), happens: undefined };

/** @returns undefined if there are too many */
function product(vectors: readonly (readonly [string, PipelineValue])[]): Draft[] | undefined {
  if (vectors.length === 0) return [];
  let rows: [string, PipelineValue][][] = [[]];
  for (const [key, vector] of vectors) {
    const items = itemsOf(vector) ?? [unknownValue];
    if (rows.length * items.length > MAX_MATRIX_JOBS) return undefined;
    rows = rows.flatMap(row => items.map((item): [string, PipelineValue][] => [...row, [key, item]]));
  }
  // An unknown list may also be empty, or longer.
  const isCertain = vectors.every(([, vector]) => itemsOf(vector) !== undefined);
  return rows.map(row => ({ original: new Map(row), added: new Map(), happens: isCertain ? true : undefined }));
}

/** The items of a list; empty if it is missing; undefined if it is unknown. */
function itemsOf(value: PipelineValue | undefined): readonly PipelineValue[] | undefined {
  if (!value) return [];
  if (value.kind === 'list') return value.items;
  return value.kind === 'unknown' ? undefined : [value];
}

/** The combination, unless an entry of `exclude` matches it in all of the entry's keys. */
function without(draft: Draft, excluded: readonly PipelineValue[] | undefined): Draft[] {
  for (const entry of excluded ?? []) {
    const isMeant = entry.kind === 'dictionary' ? agrees(draft, [...entry.entries]) : undefined;
    draft.happens = and(draft.happens, not(isMeant));
    if (draft.happens === false) return [];
  }
  return [draft];
}

const agrees = ({ original }: Draft, entries: readonly (readonly [string, PipelineValue])[]): Truth =>
  and(
    ...entries.map(([key, value]) => {
      const own = original.get(key);
      return own === undefined ? false : same(own, value);
    }),
  );

/**
 * Merges an entry of `include` into every original combination in which it overwrites no original value; if there is none, it becomes a
 * combination of its own. Values of earlier entries may be overwritten.
 */
function withIncluded(originals: readonly Draft[], included: readonly PipelineValue[]): Draft[] {
  const all = [...originals];
  for (const entry of included) {
    const entries: readonly (readonly [string, PipelineValue])[] =
      entry.kind === 'dictionary' ? [...entry.entries] : [];
    let isTaken: Truth = false;
    for (const draft of originals) {
      const shared = entries.filter(([key]) => draft.original.has(key));
      const fits = entry.kind === 'dictionary' ? agrees(draft, shared) : undefined;
      if (fits === false) continue;
      isTaken = isTaken === true || (fits === true && draft.happens === true) ? true : undefined;
      for (const [key, value] of entries)
        if (!draft.original.has(key))
          draft.added.set(key, fits ? value : anyOf([draft.added.get(key) ?? unknownValue, value]));
    }
    if (isTaken === true) continue;
    const happens = entry.kind === 'dictionary' ? not(isTaken) : undefined;
    all.push({ original: new Map(), added: new Map(entries), happens });
  }
  return all;
}

/** Deep equality of two values. */
function same(one: PipelineValue, other: PipelineValue): Truth {
  const [own, others] = [possibilities(one), possibilities(other)];
  if (!own || !others) return undefined;
  if (own.length > 1 || others.length > 1) {
    const results = own.flatMap(a => others.map(b => sameKnown(a, b)));
    return results.every(each => each === false) ? false : undefined;
  }
  return own[0] && others[0] ? sameKnown(own[0], others[0]) : undefined;
}

function sameKnown(one: Known, other: Known): Truth {
  if (one.kind === 'list' && other.kind === 'list')
    return one.items.length === other.items.length
      ? and(...one.items.map((item, index) => same(item, other.items[index] ?? unknownValue)))
      : false;
  if (one.kind === 'dictionary' && other.kind === 'dictionary') {
    if (one.entries.size !== other.entries.size) return false;
    return and(...[...one.entries].map(([key, value]) => sameOrFalse(value, other.entries.get(key))));
  }
  return looselyEqual(one, other);
}

const sameOrFalse = (one: PipelineValue, other: PipelineValue | undefined): Truth => (other ? same(one, other) : false);
