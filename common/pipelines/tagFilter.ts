/** Tag patterns of every system. */
import { exampleOf, matches, patternPrefix, suffixOf, type Pattern } from '../regex/pattern';
import type { TagFilter } from './event';
import type { TextRange } from './yaml/tree';

/** Usual endings of tags, most frequent first. */
const ENDINGS = ['2026-01-31-1', '20260131120000', '20260131', '1', '1.0.0', 'v1.0.0', 'abcdef0'];

/**
 * @param isTaken whether a tag matches, if that depends on more than the pattern
 * @returns undefined if any tag matches, or no example can be found
 */
export function tagFilter(
  pattern: Pattern,
  range: TextRange,
  isTaken = (tag: string) => matches(pattern, tag),
): TagFilter | undefined {
  const [prefix, suffix] = [patternPrefix(pattern), suffixOf(pattern)];
  if (/^[./]*$/.test(prefix + suffix)) return undefined;
  const own = exampleOf(pattern);
  const isFixed = prefix === own && matches(pattern, prefix) === true && matches(pattern, `${prefix}0`) === false;
  const examples = isFixed ? [prefix] : [...ENDINGS.map(ending => `${prefix}${ending}${suffix}`), own];
  const example = examples.find(each => isTaken(each) === true);
  if (example === undefined) return undefined;
  return { glob: isFixed ? prefix : `${prefix}*${suffix}`, example, range };
}

/** Maximum number of patterns of one file. */
const MAX_FILTERS = 100;

/** Removes duplicates of earlier patterns. */
export function distinctFilters(filters: Iterable<TagFilter | undefined>): TagFilter[] {
  const byGlob = new Map<string, TagFilter>();
  let seen = 0;
  for (const filter of filters) {
    if (++seen > MAX_FILTERS) break;
    if (filter && !byGlob.has(filter.glob)) byGlob.set(filter.glob, filter);
  }
  return [...byGlob.values()];
}
