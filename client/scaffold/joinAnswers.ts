/** Puts answers together that were given one after the other. */
import type { Answers } from './question';

/** The second wins, but for objects and for lists of objects, which are put together part by part. */
export function joinAnswers(first: Answers, second: Answers): Answers {
  const result: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    const before = result[name];
    if (Array.isArray(before) && Array.isArray(value)) result[name] = inPlaces(before, value);
    else result[name] = isAnswers(before) && isAnswers(value) ? joinAnswers(before, value) : value;
  }
  return result;
}

/** Holes in a list are places that the other list fills. */
function inPlaces(first: readonly unknown[], second: readonly unknown[]): unknown[] {
  if (![...first, ...second].every(value => value === undefined || isAnswers(value))) return [...second];
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
    const [before, after] = [first[index], second[index]];
    return isAnswers(before) && isAnswers(after) ? joinAnswers(before, after) : (after ?? before);
  });
}

const isAnswers = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
