/** `kubestack/platforms`: the platforms of the workspace with their clusters, node pools and services. */
import type { Cluster, Platform, PlatformsResult, Service } from '../../../common/protocol';
import {
  describeCluster,
  outlinesInSteps,
  type PlatformOutline,
  type PlatformService,
} from '../../kubestack/platform/platform';
import type { ClusterStructure } from '../../kubestack/platform/platformStructure';
import {
  DependencyTracker,
  validResult,
  type Cached,
  type TrackedInput,
} from '../../kubestack/memoization/dependencyTracker';
import { runToCompletion } from '../../scheduling/runToCompletion';
import { fileOf, locationOf, type RequestContext } from '../../semantics/requestContext';

/** At once, however long it takes. */
export const platforms = (request: RequestContext): PlatformsResult => runToCompletion(platformsInSteps(request));

/** Clusters between two pauses. */
const CLUSTERS = 8;

/** A little at a time. A cluster of which nothing has changed is the same object as in the answer before. */
export function* platformsInSteps(request: RequestContext): Generator<undefined, PlatformsResult> {
  const platforms: Platform[] = [];
  for (const outline of yield* outlinesInSteps(request.model, request.settings.environments)) {
    const clusters: Cluster[] = [];
    for (const shape of outline.clusters.values()) {
      if (clusters.length % CLUSTERS === 0) yield;
      clusters.push(clusterOf(request, outline, shape));
    }
    platforms.push({
      uri: request.client.clientUri(outline.root.folderUri),
      environments: [...outline.environments],
      baseEnvironment: outline.baseEnvironment,
      frameworkVersions: [...outline.frameworkVersions],
      clusters,
      services: outline.services.map(service => toService(request, service)),
    });
  }
  return { platforms };
}

/** A shape is of one platform, and stays the same object while configurations are edited. */
const told = new WeakMap<ClusterStructure, Cached<{ readonly cluster: Cluster; readonly base: string }>>();

function clusterOf(
  request: RequestContext,
  { root, baseEnvironment: base }: PlatformOutline,
  shape: ClusterStructure,
): Cluster {
  const { revision } = request.model.workspace;
  const known = validResult(told.get(shape), revision);
  if (known?.result.base === base) return known.result.cluster;
  const reads = new DependencyTracker();
  const described = describeCluster(shape, root, request.model, base, reads);
  const cluster: Cluster = {
    name: described.name,
    provider: described.provider,
    ...optional('region', described.region),
    ...optional('version', described.version),
    location: locationOf(request, described.place),
    nodePools: described.nodePools.map(pool => ({
      name: pool.name,
      ...optional('version', pool.version),
      location: locationOf(request, pool.place),
    })),
    services: described.services.map(service => toService(request, service)),
  };
  const parts = [described, ...described.nodePools, ...described.services];
  reads.read(filesSource(request, [...new Set(parts.map(({ place }) => place.item.uri))]));
  told.set(shape, { result: { cluster, base }, reads, checkedAt: revision });
  return cluster;
}

/** Another object whenever one of the files is another one, or is spelled in another way by the client. */
function filesSource(request: RequestContext, uris: readonly string[]): TrackedInput {
  const files = uris.map(uri => fileOf(request, uri));
  const spellings = uris.map(uri => request.client.clientUri(uri));
  let current = {};
  return {
    current: () => {
      let isSame = true;
      for (const [index, uri] of uris.entries()) {
        const file = fileOf(request, uri);
        const spelling = request.client.clientUri(uri);
        if (file === files[index] && spelling === spellings[index]) continue;
        files[index] = file;
        spellings[index] = spelling;
        isSame = false;
      }
      return isSame ? current : (current = {});
    },
  };
}

const toService = (request: RequestContext, service: PlatformService): Service => ({
  name: service.name,
  source: service.source,
  ...optional('version', service.version),
  location: locationOf(request, service.place),
});

const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
