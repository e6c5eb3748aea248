/** A comparison as people read it: what came and went first, then for each environment and cluster the changed attributes. */
import type { ComparedAttribute, ComparedModule, Comparison } from '../../common/protocol';

/** Attributes of one module in one environment. */
export interface ModuleChanges {
  readonly module: string;
  readonly attributes: readonly ComparedAttribute[];
}

export interface ClusterChanges {
  /** `platform: cluster` where there are several platforms; '' for what belongs to no cluster. */
  readonly title: string;
  /** Label of the cluster's own module. */
  readonly cluster: string | undefined;
  readonly modules: readonly ModuleChanges[];
  readonly count: number;
}

export interface EnvironmentChanges {
  readonly environment: string;
  readonly clusters: readonly ClusterChanges[];
  readonly count: number;
}

/** Environments in which something has changed. Attributes of modules that came or went as a whole are told with the module. */
export function environmentChanges({ environments, modules, attributes }: Comparison): EnvironmentChanges[] {
  const whole = new Set(modules.filter(({ change }) => change === 'added' || change === 'removed').map(keyOf));
  return environments.flatMap(environment => {
    const own = attributes.filter(
      each => each.environment === environment && !whole.has(keyOf({ ...each, name: each.module })),
    );
    if (own.length === 0) return [];
    const clusters = grouped(own, titleOf).map(([title, members]) => ({
      title,
      cluster: members[0]?.cluster,
      modules: grouped(members, ({ module }) => module).map(([module, found]) => ({ module, attributes: found })),
      count: members.length,
    }));
    return [{ environment, clusters, count: own.length }];
  });
}

const keyOf = ({ name, platform }: Pick<ComparedModule, 'name' | 'platform'>): string =>
  JSON.stringify([platform, name]);

const titleOf = ({ cluster, platform }: ComparedAttribute): string =>
  [platform, cluster].filter(part => part !== undefined).join(': ');

/** In the order of first appearance. */
function grouped<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups];
}
