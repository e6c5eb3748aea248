/** Clusters and node pools that a change replaces or destroys. */
import { ownProperty } from '../ownProperty';
import type { Forecast } from './forecast';

/** Resource types of clusters and node pools. */
const TYPES: ReadonlySet<string> = new Set([
  'aws_eks_cluster',
  'aws_eks_node_group',
  'azurerm_kubernetes_cluster',
  'azurerm_kubernetes_cluster_node_pool',
  'google_container_cluster',
  'google_container_node_pool',
  'kind_cluster',
  'scaleway_k8s_cluster',
  'scaleway_k8s_pool',
]);

export interface LostCluster {
  readonly address: string;
  readonly action: 'replace' | 'destroy';
}

export const lostClusters = ({ environments }: Pick<Forecast, 'environments'>, environment: string): LostCluster[] =>
  (ownProperty(environments, environment)?.resources ?? []).flatMap(({ address, type, action }) =>
    TYPES.has(type) && (action === 'replace' || action === 'destroy') ? [{ address, action }] : [],
  );
