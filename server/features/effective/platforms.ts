/** `kubestack/platforms`: the platforms of the workspace with their clusters, node pools and services. */
import type { Cluster, Platform, PlatformsResult, Service } from '../../../common/protocol';
import {
  describeCluster,
  outlinesInSteps,
  type PlatformOutline,
  type PlatformService,
} from '../../kubestack/platform/platform';
import type { ClusterShape } from '../../kubestack/platform/platformStructure';
import { Reads, validResult, type Cached, type Source } from '../../kubestack/memoization/dependencyTracker';
import { toEnd } from '../../scheduling/runToCompletion';
import { fileOf, locationOf, type Snapshot } from '../../semantics/requestContext';

/** At once, however long it takes. */
export const platforms = (snapshot: Snapshot): PlatformsResult => toEnd(platformsInSteps(snapshot));

/** Clusters between two pauses. */
const CLUSTERS = 8;

/** A little at a time. A cluster of which nothing has changed is the same object as in the answer before. */
export function* platformsInSteps(snapshot: Snapshot): Generator<undefined, PlatformsResult> {
  const platforms: Platform[] = [];
  for (const outline of yield* outlinesInSteps(snapshot.model, snapshot.settings.environments)) {
    const clusters: Cluster[] = [];
    for (const shape of outline.clusters.values()) {
      if (clusters.length % CLUSTERS === 0) yield;
      clusters.push(clusterOf(snapshot, outline, shape));
    }
    platforms.push({
      uri: snapshot.client.clientUri(outline.root.folderUri),
      environments: [...outline.environments],
      baseEnvironment: outline.baseEnvironment,
      frameworkVersions: [...outline.frameworkVersions],
      clusters,
      services: outline.services.map(service => toService(snapshot, service)),
    });
  }
  return { platforms };
}

/** A shape is of one platform, and stays the same object while configurations are edited. */
const told = new WeakMap<ClusterShape, Cached<{ readonly cluster: Cluster; readonly base: string }>>();

function clusterOf(snapshot: Snapshot, { root, baseEnvironment: base }: PlatformOutline, shape: ClusterShape): Cluster {
  const { revision } = snapshot.model.workspace;
  const known = validResult(told.get(shape), revision);
  if (known?.result.base === base) return known.result.cluster;
  const reads = new Reads();
  const described = describeCluster(shape, root, snapshot.model, base, reads);
  const cluster: Cluster = {
    name: described.name,
    provider: described.provider,
    ...optional('region', described.region),
    ...optional('version', described.version),
    location: locationOf(snapshot, described.place),
    nodePools: described.nodePools.map(pool => ({
      name: pool.name,
      ...optional('version', pool.version),
      location: locationOf(snapshot, pool.place),
    })),
    services: described.services.map(service => toService(snapshot, service)),
  };
  const parts = [described, ...described.nodePools, ...described.services];
  reads.read(filesSource(snapshot, [...new Set(parts.map(({ place }) => place.item.uri))]));
  told.set(shape, { result: { cluster, base }, reads, checkedAt: revision });
  return cluster;
}

/** Another object whenever one of the files is another one, or is spelled in another way by the client. */
function filesSource(snapshot: Snapshot, uris: readonly string[]): Source {
  const files = uris.map(uri => fileOf(snapshot, uri));
  const spellings = uris.map(uri => snapshot.client.clientUri(uri));
  let current = {};
  return {
    current: () => {
      let isSame = true;
      for (const [index, uri] of uris.entries()) {
        const file = fileOf(snapshot, uri);
        const spelling = snapshot.client.clientUri(uri);
        if (file === files[index] && spelling === spellings[index]) continue;
        files[index] = file;
        spellings[index] = spelling;
        isSame = false;
      }
      return isSame ? current : (current = {});
    },
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
