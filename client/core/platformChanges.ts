/** Applies the server's incremental answers, in which unchanged clusters are sent by name only. */
import type { Cluster, Platform, PlatformChange } from '../../common/protocol';

/**
 * @param before the platforms before the change.
 * @returns the platforms after the change; unchanged parts are the same objects.
 * @throws Error when a cluster that did not change is not known
 */
export function changedPlatforms(before: readonly Platform[], changes: readonly PlatformChange[]): readonly Platform[] {
  const platforms = changes.map(change =>
    changedPlatform(
      before.find(({ uri }) => uri === change.uri),
      change,
    ),
  );
  const isSame = platforms.length === before.length && platforms.every((platform, index) => platform === before[index]);
  return isSame ? before : platforms;
}

function changedPlatform(platforms: Platform | undefined, change: PlatformChange): Platform {
  const byName = new Map(platforms?.clusters.map(cluster => [cluster.name, cluster]));
  const clusters = change.clusters.map((cluster): Cluster => {
    const unchanged = typeof cluster === 'string' ? byName.get(cluster) : cluster;
    if (!unchanged) throw new Error('The server tells of a cluster that it has not described.');
    return unchanged;
  });
  const isSame =
    platforms?.clusters.length === clusters.length &&
    clusters.every((cluster, index) => cluster === platforms.clusters[index]) &&
    JSON.stringify({ ...change, clusters: [] }) === JSON.stringify({ ...platforms, clusters: [] });
  return isSame ? platforms : { ...change, clusters };
}
