/** `kubestack/platforms`: the platforms of the workspace with their clusters, node pools and services. */
import type { Cluster, Platform, PlatformsResult, Service } from '../protocol';
import { listPlatformsInSteps, type PlatformCluster, type PlatformService } from '../kubestack/platform';
import { toEnd } from '../workspace/toEnd';
import { locationOf, type Snapshot } from './snapshot';

/** At once, however long it takes. */
export const platforms = (snapshot: Snapshot): PlatformsResult => toEnd(platformsInSteps(snapshot));

/** A little at a time. */
export function* platformsInSteps(snapshot: Snapshot): Generator<undefined, PlatformsResult> {
  const platforms: Platform[] = [];
  for (const platform of yield* listPlatformsInSteps(snapshot.model, snapshot.settings.environments)) {
    const clusters: Cluster[] = [];
    for (const cluster of platform.clusters) {
      clusters.push(toCluster(snapshot, cluster));
      yield;
    }
    platforms.push({
      uri: snapshot.client.clientUri(platform.root.folderUri),
      environments: [...platform.environments],
      baseEnvironment: platform.baseEnvironment,
      frameworkVersions: [...platform.frameworkVersions],
      clusters,
      services: platform.services.map(service => toService(snapshot, service)),
    });
  }
  return { platforms };
}

function toCluster(snapshot: Snapshot, cluster: PlatformCluster): Cluster {
  return {
    name: cluster.name,
    provider: cluster.provider,
    ...optional('region', cluster.region),
    ...optional('version', cluster.version),
    location: locationOf(snapshot, cluster.place),
    nodePools: cluster.nodePools.map(pool => ({
      name: pool.name,
      ...optional('version', pool.version),
      location: locationOf(snapshot, pool.place),
    })),
    services: cluster.services.map(service => toService(snapshot, service)),
  };
}

const toService = (snapshot: Snapshot, service: PlatformService): Service => ({
  name: service.name,
  source: service.source,
  ...optional('version', service.version),
  location: locationOf(snapshot, service.place),
});

const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
