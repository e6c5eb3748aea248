/** Groups a comparison for display: added and removed modules first, then the changed attributes by environment and cluster. */
import { forEachPausing, mapPausing } from '../scheduling/pausing';
import type { ComparedAttribute, ComparedModule, Comparison } from '../../common/protocol';

/** Attributes of one module in one environment. */
export interface ModuleChanges {
  readonly module: string;
  readonly attributes: readonly ComparedAttribute[];
}

export interface ClusterChanges {
  /** `platform: cluster` if there are several platforms; '' for modules without a cluster. */
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

/** Environments with changes. Attributes of modules that were added or removed are not listed separately. */
export function* environmentChanges({
  environments,
  modules,
  attributes,
}: Comparison): Generator<undefined, EnvironmentChanges[]> {
  const isWhole = ({ change }: ComparedModule): boolean => change === 'added' || change === 'removed';
  const whole = new Set(yield* mapPausing(modules, module => (isWhole(module) ? [keyOf(module)] : [])));
  const changed = new Map(environments.map((name): [string, ComparedAttribute[]] => [name, []]));
  yield* forEachPausing(attributes, each => {
    if (!whole.has(keyOf({ ...each, name: each.module }))) changed.get(each.environment)?.push(each);
  });
  return yield* mapPausing(changed, ([environment, own]) => {
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
