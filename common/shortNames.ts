/** What the name of a module says that the cluster above it does not. */

/**
 * @param cluster label of the cluster's module.
 * @param names labels of its node pools, or of its services; by the naming rules each begins with the cluster's.
 * @returns the short name of each, e.g. `nginx` for `eks_gc0_eu-west-1_service_nginx`. A name that follows no rule, or would be short for
 * several, stays whole.
 */
export function shortNames(cluster: string, names: readonly string[]): string[] {
  const short = names.map(name => shortName(cluster, name));
  return short.map((name, index) => (short.indexOf(name) === short.lastIndexOf(name) ? name : names[index]!));
}

function shortName(cluster: string, name: string): string {
  const own = name.startsWith(`${cluster}_`) ? name.slice(cluster.length + 1) : '';
  // Older generations call a platform service a feature.
  return own.replace(/^(?:node_pool|service|feature)_(?=.)/, '') || name;
}
