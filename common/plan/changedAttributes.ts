/** Determines which attributes of a resource a plan changes. */
import { memoize } from '../memoize';
import { ownProperty } from '../ownProperty';
import { Hidden, type PlannedResource, type PlanValue } from './plan';

/**
 * Memoized, since comparing thousands of resources is slow: planModel.ts compares them in slices beforehand.
 * @returns the sorted names of the top-level attributes that differ between before and after, including those with an unknown new value
 */
export const changedAttributes = memoize<Pick<PlannedResource, 'before' | 'after'>, readonly string[]>(compare);

function compare({ before, after }: Pick<PlannedResource, 'before' | 'after'>): string[] {
  const [old, fresh] = [attributesOf(before), attributesOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
  return names.filter(name => !equal(ownProperty(old, name), ownProperty(fresh, name)));
}

function attributesOf(value: PlanValue | undefined): Record<string, PlanValue> {
  const isMap = typeof value === 'object' && value !== null && !(value instanceof Hidden) && !Array.isArray(value);
  return isMap ? (value as Record<string, PlanValue>) : {};
}

function equal(a: PlanValue | undefined, b: PlanValue | undefined): boolean {
  if (a instanceof Hidden || b instanceof Hidden) return bothSensitive(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return (a ?? null) === (b ?? null);
  const [left, right] = [a as Record<string, PlanValue>, b as Record<string, PlanValue>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    [...keys].every(key => equal(ownProperty(left, key), ownProperty(right, key)))
  );
}

function bothSensitive(a: PlanValue | undefined, b: PlanValue | undefined): boolean {
  return a === Hidden.sensitive && b === Hidden.sensitive;
}
