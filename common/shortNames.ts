/** Names and versions, as short as they can be where they are seen with what is around them. */

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

/** A commit is known by its beginning; other versions stay whole. */
export const shortVersion = (version: string): string =>
  /^[0-9a-f]{40}$/.test(version) ? version.slice(0, 7) : version;
