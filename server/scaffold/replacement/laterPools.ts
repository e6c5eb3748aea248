/**
 * Node pools that can only be added when their cluster exists, because their module reads it, or what belongs to it, by its name. The name is known
 * before the cluster exists, so a plan with both fails: on EKS (`data_sources.tf` of aws/cluster/node-pool), and on AKS up to v0.19, where the module
 * gets the name of the cluster instead of the cluster.
 */
import { clusterDependents } from '../cluster/clusterParts';
import { replaceName } from '../replaceName';
import type { ScaffoldContext } from '../scaffoldContext';

const CLUSTER_NAME = 'cluster_name';

/** Whether the node pools of a cluster are a stage of their own. */
export function addsPoolsLater(scaffoldContext: ScaffoldContext, cluster: string): boolean {
  const { calls = [], root } = scaffoldContext.platform ?? {};
  const pools = new Set(clusterDependents(scaffoldContext, cluster).nodePools);
  return calls.some(
    ({ instance, name, module: { provider }, declaration: { block } }) =>
      instance === root &&
      pools.has(name) &&
      (provider === 'aws' || block.body.some(entry => entry.kind === 'attribute' && entry.name === CLUSTER_NAME)),
  );
}

/** The node pools of a cluster that the one in its place doesn't have yet. Those whose name doesn't contain the cluster's can't be told apart. */
export function missingPools(scaffoldContext: ScaffoldContext, old: string, next: string): string[] {
  const folder = scaffoldContext.platform?.root?.folder;
  return clusterDependents(scaffoldContext, old).nodePools.filter(name => {
    const copy = replaceName(name, old, next);
    return copy !== name && folder?.declaration('module', copy) === undefined;
  });
}
