/** Resources that a change replaces or destroys, and the clusters and node pools among them. */
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

export interface LostResource {
  readonly address: string;
  readonly type: string;
  readonly action: 'replace' | 'destroy';
}

export type LostCluster = Pick<LostResource, 'address' | 'action'>;

export const lostResources = ({ environments }: Pick<Forecast, 'environments'>, environment: string): LostResource[] =>
  (ownProperty(environments, environment)?.resources ?? []).flatMap(({ address, type, action }) =>
    action === 'replace' || action === 'destroy' ? [{ address, type, action }] : [],
  );

export const lostClusters = (forecast: Pick<Forecast, 'environments'>, environment: string): LostCluster[] =>
  clustersOf(lostResources(forecast, environment));

export const clustersOf = (resources: readonly LostResource[]): LostCluster[] =>
  resources.flatMap(({ address, type, action }) => (CLUSTER_RESOURCES.has(type) ? [{ address, action }] : []));
