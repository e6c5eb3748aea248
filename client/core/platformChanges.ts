/** Applies the server's incremental answers, in which unchanged clusters are sent by name only. */
import type { Cluster, Platform, PlatformChange } from '../../common/protocol';

/**
 * @param known the platforms before the change.
 * @returns the platforms after the change; unchanged parts are the same objects.
 * @throws Error when a cluster that did not change is not known
 */
export function changedPlatforms(known: readonly Platform[], changes: readonly PlatformChange[]): readonly Platform[] {
  const platforms = changes.map(change =>
    changedPlatform(
      known.find(({ uri }) => uri === change.uri),
      change,
    ),
  );
  const isSame = platforms.length === known.length && platforms.every((platform, index) => platform === known[index]);
  return isSame ? known : platforms;
}

function changedPlatform(known: Platform | undefined, change: PlatformChange): Platform {
  const byName = new Map(known?.clusters.map(cluster => [cluster.name, cluster]));
  const clusters = change.clusters.map((cluster): Cluster => {
    const unchanged = typeof cluster === 'string' ? byName.get(cluster) : cluster;
    if (!unchanged) throw new Error('The server tells of a cluster that it has not described.');
    return unchanged;
  });
  const isSame =
    known?.clusters.length === clusters.length &&
    clusters.every((cluster, index) => cluster === known.clusters[index]) &&
    JSON.stringify({ ...change, clusters: [] }) === JSON.stringify({ ...known, clusters: [] });
  return isSame ? known : { ...change, clusters };
}
