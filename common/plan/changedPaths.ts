/** Lists the changed attributes of a resource, for labels. */
import { ownProperty } from '../ownProperty';
import { Hidden, type PlannedResource, type PlanValue } from './plan';

type PlanObject = Readonly<Record<string, PlanValue>>;

/**
 * @param limit maximum number of paths
 * @returns paths of the attributes that differ, for example `input.node_count`, and whether there are more. A list is one value.
 */
export function changedAttributePaths(
  { before, after }: Pick<PlannedResource, 'before' | 'after'>,
  limit: number,
): { paths: string[]; more: boolean } {
  const paths: string[] = [];
  const visit = (left: PlanValue | undefined, right: PlanValue | undefined, path: string): void => {
    if (paths.length > limit || isSame(left, right)) return;
    if (isObject(left) && isObject(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
        visit(ownProperty(left, key), ownProperty(right, key), path === '' ? key : `${path}.${key}`);
      }
    } else paths.push(path);
  };
  visit(before, after, '');
  return { paths: paths.slice(0, limit), more: paths.length > limit };
}

function isObject(value: PlanValue | undefined): value is PlanObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Hidden);
}

/** An unchanged sensitive value is equal to itself. `sensitiveChanged` and `unknown` are never equal. */
function isSame(left: PlanValue | undefined, right: PlanValue | undefined): boolean {
  if (left === right) return !(left instanceof Hidden) || left === Hidden.sensitive;
  if ((left ?? null) === null && (right ?? null) === null) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length && left.every((part: PlanValue, index) => isSame(part, right[index] as PlanValue))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every(key => isSame(ownProperty(left, key), ownProperty(right, key)));
}
