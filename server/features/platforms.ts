/** `kubestack/platforms`: the platforms of the workspace with their clusters, node pools and services. */
import type { Cluster, Platform, PlatformsResult, Service } from '../protocol';
import { listPlatforms, type PlatformCluster, type PlatformService } from '../kubestack/platform';
import { locationOf, type Snapshot } from './snapshot';

export function platforms(snapshot: Snapshot): PlatformsResult {
  const found = listPlatforms(snapshot.model, snapshot.settings.environments);
  return {
    platforms: found.map((platform): Platform => ({
      uri: snapshot.client.clientUri(platform.root.folderUri),
      environments: [...platform.environments],
      baseEnvironment: platform.baseEnvironment,
      frameworkVersions: [...platform.frameworkVersions],
      clusters: platform.clusters.map(cluster => toCluster(snapshot, cluster)),
      services: platform.services.map(service => toService(snapshot, service)),
    })),
  };
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
