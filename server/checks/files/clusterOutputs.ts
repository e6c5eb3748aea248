/** Inputs of node pools and `elb-dns` → the output of their cluster, after `module.<cluster>.` */
export const CLUSTER_OUTPUTS: Readonly<Record<string, string>> = {
  cluster: 'cluster',
  cluster_metadata: 'current_metadata',
  cluster_name: 'current_metadata["name"]',
  resource_group: 'current_config["resource_group"]',
  metadata: 'current_metadata',
  metadata_fqdn: 'current_metadata["fqdn"]',
};
