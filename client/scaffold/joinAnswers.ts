/** Merges answers. */
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import type { Answers } from './question';

/** Values of the second object take precedence, except that objects and lists of objects are merged recursively. */
export function joinAnswers(first: Answers, second: Answers): Answers {
  const joined = Object.entries(second).map(([name, value]): [string, unknown] => {
    const before = ownProperty(first, name);
    if (Array.isArray(before) && Array.isArray(value)) return [name, byIndex(before, value)];
    return [name, isRecord(before) && isRecord(value) ? joinAnswers(before, value) : value];
  });
  // Labels of node pools can have any name, including `__proto__`.
  return Object.fromEntries([...Object.entries(first), ...joined]);
}

/** Merges lists by index; holes are filled from the other list. */
function byIndex(first: readonly unknown[], second: readonly unknown[]): unknown[] {
  if (![...first, ...second].every(value => value === undefined || isRecord(value))) return [...second];
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
    const [before, after] = [first[index], second[index]];
    return isRecord(before) && isRecord(after) ? joinAnswers(before, after) : (after ?? before);
  });
}
