/** Takes a node pool off a cluster. */
import { inWords, oneOf } from '../answerReader';
import { flowOf } from '../followUpDefaults';
import type { Ground } from '../scaffoldContext';
import { DESTROYS, moduleItems, removeModules } from '../removedBlocks';
import type { Outcome } from '../scaffold';

export function removeNodePool(ground: Ground): Outcome | undefined {
  const { answers, platform } = ground;
  if (!platform?.described) return answers.refuse('uri', 'There is no platform in this folder.');
  const { clusters } = platform.described;
  const name = answers.text('cluster', oneOf(clusters.map(cluster => cluster.name)));
  const cluster = clusters.find(each => each.name === name);
  if (!cluster) return undefined;
  const pools = cluster.nodePools.map(each => ({ label: each.name, short: shortName(each.name, cluster.name) }));
  const pool = answers.text('pool', {
    accepts: text => pools.some(({ label, short }) => text === label || text === short),
    advice:
      pools.length === 0
        ? `${cluster.name} has no node pool but the default one, which is part of the cluster`
        : `choose ${inWords(
            pools.map(({ short }) => short),
            'or',
          )}`,
  });
  const label = pools.find(each => each.label === pool || each.short === pool)?.label;
  if (label === undefined || !removePools(ground, [label], 'pool')) return undefined;
  return {
    notes: ['Workloads that only tolerate the pool’s taints find no node any more: move them first.'],
    followUp: flowOf(ground, {
      branch: `remove-node-pool-${label}`,
      summary: `Remove the node pool ${shortName(label, cluster.name)} of ${cluster.name}`,
      after: [DESTROYS],
    }),
  };
}

/** Removes node pools and their rows; false where something refers to one. @param answer to tell it at */
export const removePools = (ground: Ground, labels: readonly string[], answer: string): boolean =>
  removeModules(ground, labels, { items: new Set(moduleItems(ground, labels)), table: 'nodePools', answer });

/** What people call a pool: its label without the cluster. */
export const shortName = (label: string, cluster: string): string => label.replace(`${cluster}_node_pool_`, '');
