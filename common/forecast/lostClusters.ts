/** Clusters and node pools that a change replaces or destroys. */
import { ownProperty } from '../ownProperty';
import type { Forecast } from './forecast';

/** Resource types of clusters and node pools. */
export const CLUSTER_RESOURCES: ReadonlyMap<string, 'cluster' | 'nodePool'> = new Map([
  ['aws_eks_cluster', 'cluster'],
  ['aws_eks_node_group', 'nodePool'],
  ['azurerm_kubernetes_cluster', 'cluster'],
  ['azurerm_kubernetes_cluster_node_pool', 'nodePool'],
  ['google_container_cluster', 'cluster'],
  ['google_container_node_pool', 'nodePool'],
  ['kind_cluster', 'cluster'],
  ['scaleway_k8s_cluster', 'cluster'],
  ['scaleway_k8s_pool', 'nodePool'],
]);

export interface LostCluster {
  readonly address: string;
  readonly action: 'replace' | 'destroy';
}

export const lostClusters = ({ environments }: Pick<Forecast, 'environments'>, environment: string): LostCluster[] =>
  (ownProperty(environments, environment)?.resources ?? []).flatMap(({ address, type, action }) =>
    CLUSTER_RESOURCES.has(type) && (action === 'replace' || action === 'destroy') ? [{ address, action }] : [],
  );
