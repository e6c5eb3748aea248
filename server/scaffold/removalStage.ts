/** How far the removal of a cluster is: the code tells. */
import { clusterDependents } from './cluster/clusterParts';
import type { ScaffoldContext } from './scaffoldContext';
import { protectedCall } from './cluster/liftProtection';

/** In their order; after the last one only the provider of the cluster's cloud is left. */
export const REMOVAL_STAGES = ['services', 'nodePools', 'protection', 'cluster'] as const;
export type RemovalStage = (typeof REMOVAL_STAGES)[number];

/** What is to be removed next. @param cluster one that is there */
export function removalStage(scaffoldContext: ScaffoldContext, cluster: string): RemovalStage {
  const { services, nodePools } = clusterDependents(scaffoldContext, cluster);
  if (services.length > 0) return 'services';
  if (nodePools.length > 0) return 'nodePools';
  return protectedCall(scaffoldContext, cluster) ? 'protection' : 'cluster';
}
