/** Finds free names for new clusters. See docs/kubestack.md#names. */
import { clusterIdentifier, partsOfIdentifier, type Cloud } from './clouds';

/**
 * The prefix for another cluster of a cloud in a region: the purpose of existing clusters, or the wanted one, with the first free counter; `gc0`
 * if there are none.
 * @param taken identifiers of all clusters
 * @param wanted a prefix to use if it is free
 */
export function nextPrefix(cloud: Cloud, region: string, taken: readonly string[], wanted?: string): string {
  const here = taken.flatMap(name => {
    const parts = partsOfIdentifier(name);
    return parts?.layout === cloud.layout && parts.region === region ? parts.prefix : [];
  });
  const pattern = wanted ?? here[0] ?? 'gc0';
  const purpose = pattern.replace(/(?<!\d)\d+$/, '');
  let prefix = pattern;
  for (let counter = 0; taken.includes(clusterIdentifier(cloud, prefix, region)); counter++) prefix = purpose + counter;
  return prefix;
}
