/** Compares the plans of two environments. They have the same code, so differences should be reviewed. */
import { changedAttributes } from '../../../common/plan/changedAttributes';
import type { Plan, PlannedAction, PlannedResource } from '../../../common/plan/plan';

/** A resource with different changes in both plans. */
export interface PlanDifference {
  address: string;
  /** `left`, `right`: changed only in that environment; `action`: different actions; `values`: the same action, but other attributes. */
  kind: 'left' | 'right' | 'action' | 'values';
  left?: PlannedResource;
  right?: PlannedResource;
}

export interface PlanComparison {
  /** Names of the environments. */
  left: string;
  right: string;
  /** In the order of the plans, those of the left one first. */
  differences: readonly PlanDifference[];
  /** Number of resources with the same change in both plans. */
  same: number;
}

/**
 * Different values are not a difference if the same attributes change, since environments differ in names and sizes by design. Hidden values count as
 * equal.
 */
export function comparePlans(
  left: Pick<Plan, 'environment' | 'changes'>,
  right: Pick<Plan, 'environment' | 'changes'>,
): PlanComparison {
  const others = new Map(right.changes.map(resource => [resource.id, resource]));
  const differences: PlanDifference[] = [];
  let same = 0;
  for (const resource of left.changes) {
    const other = others.get(resource.id);
    others.delete(resource.id);
    const kind = other ? differenceOf(resource, other) : 'left';
    if (kind === undefined) same++;
    else differences.push({ address: resource.address, kind, left: resource, ...(other && { right: other }) });
  }
  for (const resource of others.values())
    differences.push({ address: resource.address, kind: 'right', right: resource });
  return { left: left.environment, right: right.environment, differences, same };
}

function differenceOf(left: PlannedResource, right: PlannedResource): 'action' | 'values' | undefined {
  if (left.action !== right.action) return 'action';
  if (!COMPARES_ATTRIBUTES.has(left.action)) return undefined;
  const [here, there] = [changedAttributes(left), changedAttributes(right)];
  return here.length === there.length && here.every((name, index) => name === there[index]) ? undefined : 'values';
}

/** Actions whose changed attributes are compared. For a created or deleted resource, all attributes are on one side. */
const COMPARES_ATTRIBUTES: ReadonlySet<PlannedAction> = new Set(['update', 'replace']);
