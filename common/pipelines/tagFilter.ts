/** Patterns of tags, whatever system has them. */
import { exampleOf, matches, patternPrefix, suffixOf, type Pattern } from './patterns/pattern';
import type { TagFilter } from './event';
import type { TextRange } from './yaml/tree';

/** What tags end with that people and scripts make, the most usual first. */
const ENDINGS = ['2026-01-31-1', '20260131120000', '20260131', '1', '1.0.0', 'v1.0.0', 'abcdef0'];

/**
 * @param isTaken whether a tag passes, where that is more than the pattern; the pattern alone otherwise
 * @returns undefined where any tag passes, or none can be given as an example
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

/** Patterns of one file that are looked at. */
const MAX_FILTERS = 100;

/** Without those that say the same as an earlier one. */
export function distinctFilters(filters: Iterable<TagFilter | undefined>): TagFilter[] {
  const byGlob = new Map<string, TagFilter>();
  let seen = 0;
  for (const filter of filters) {
    if (++seen > MAX_FILTERS) break;
    if (filter && !byGlob.has(filter.glob)) byGlob.set(filter.glob, filter);
  }
  return [...byGlob.values()];
}
