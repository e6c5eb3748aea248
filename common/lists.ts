/**
 * List functions without a limit on length: `Math.max(...list)` and `push(...list)` fail beyond about 100,000 elements, since each element
 * is an argument of a call.
 */

/** The largest of several numbers, or `least` if that is larger. */
export function largest(numbers: Iterable<number>, least = 0): number {
  let found = least;
  for (const each of numbers) if (each > found) found = each;
  return found;
}

/** Adds elements to the end of a list. */
export function append<T>(list: T[], elements: Iterable<T>): void {
  for (const each of elements) list.push(each);
}

/** The elements of several lists without duplicates. */
export const distinct = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];
