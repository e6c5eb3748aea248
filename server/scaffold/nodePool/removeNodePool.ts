/** Removes a node pool from a cluster. */
import { alternatives, t } from '../../../common/localization';
import { oneOf } from '../answerReader';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { destroys, moduleItems, removeModules } from '../removedBlocks';

export function removeNodePool(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, platform } = scaffoldContext;
  if (!platform?.described) return answers.refuse('uri', t('This folder contains no platform.'));
  const { clusters } = platform.described;
  const name = answers.text('cluster', oneOf(clusters.map(cluster => cluster.name)));
  const cluster = clusters.find(each => each.name === name);
  if (!cluster) return undefined;
  const pools = cluster.nodePools.map(each => ({ label: each.name, short: shortName(each.name, cluster.name) }));
  const pool = answers.text('pool', {
    accepts: text => pools.some(({ label, short }) => text === label || text === short),
    advice: () =>
      pools.length === 0
        ? t('{0} only has the default node pool, which is part of the cluster', cluster.name)
        : t('choose {0}', alternatives(pools.map(({ short }) => short))),
  });
  const label = pools.find(each => each.label === pool || each.short === pool)?.label;
  if (label === undefined || !removePools(scaffoldContext, [label], 'pool')) return undefined;
  return {
    notes: [t("Workloads that depend on the pool's taints have nowhere to run without it. Move them first.")],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `remove-node-pool-${label}`,
      summary: t('Remove the node pool {0} of {1}', shortName(label, cluster.name), cluster.name),
      after: [destroys()],
    }),
  };
}

/**
 * Removes node pools and their rows; false if something refers to one.
 * @param answer that the problem belongs to
 */
export const removePools = (scaffoldContext: ScaffoldContext, labels: readonly string[], answer: string): boolean =>
  removeModules(scaffoldContext, labels, {
    items: new Set(moduleItems(scaffoldContext, labels)),
    table: 'nodePools',
    answer,
  });

/** The short name of a pool: its label without the cluster. */
export const shortName = (label: string, cluster: string): string => label.replace(`${cluster}_node_pool_`, '');
