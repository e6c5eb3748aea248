/** Groups the changes of a plan by plan owner. */
import { ACTIONS_BY_DANGER, type Owner, type PlannedAction, type PlannedResource } from './plan';

/** A cluster with its own changes and those of its node pools and services, or another part of the platform. */
export interface OwnerGroup {
  owner: Owner;
  /** Changes of the part itself, in the order of the plan. */
  resources: PlannedResource[];
  /** Node pools and services of a cluster. */
  parts: OwnerGroup[];
}

/**
 * @param resources in the order of a plan
 * @returns non-empty groups, sorted by their most dangerous change, then in the order of the plan
 */
export function ownerGroups(resources: readonly PlannedResource[]): OwnerGroup[] {
  const groups = new Map<string, OwnerGroup>();
  const groupOf = (key: string, owner: Owner, siblings?: OwnerGroup[]): OwnerGroup => {
    const cached = groups.get(key);
    if (cached) return cached;
    const group: OwnerGroup = { owner, resources: [], parts: [] };
    groups.set(key, group);
    siblings?.push(group);
    return group;
  };
  const top: OwnerGroup[] = [];
  for (const resource of resources) {
    const { owner } = resource;
    const isPart = owner.cluster !== undefined && owner.cluster !== owner.name;
    if (!isPart) {
      groupOf(`top ${owner.name}`, owner, top).resources.push(resource);
      continue;
    }
    const name = owner.cluster ?? '';
    const cluster = groupOf(`top ${name}`, { kind: 'cluster', name, cluster: name }, top);
    groupOf(`part ${owner.name}`, owner, cluster.parts).resources.push(resource);
  }
  for (const group of top) group.parts.sort(byDanger);
  return top.sort(byDanger);
}

/** All changes of a group and its parts. */
export function resourcesIn({ resources, parts }: OwnerGroup): readonly PlannedResource[] {
  return parts.length === 0 ? resources : [...resources, ...parts.flatMap(part => part.resources)];
}

/** @returns the most dangerous action */
export function mostDangerous(group: OwnerGroup): PlannedAction {
  return ACTIONS_BY_DANGER[dangerOf(group)] ?? 'read';
}

const RANKS = new Map(ACTIONS_BY_DANGER.map((action, index) => [action, index]));

/** Resources are sorted by danger, so the first one decides. */
function dangerOf({ resources, parts }: OwnerGroup): number {
  const first = resources[0] ? (RANKS.get(resources[0].action) ?? 0) : ACTIONS_BY_DANGER.length;
  return Math.min(first, ...parts.map(dangerOf));
}

function byDanger(a: OwnerGroup, b: OwnerGroup): number {
  return dangerOf(a) - dangerOf(b);
}
