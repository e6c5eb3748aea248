/** A platform: environments, clusters, and the node pools and services of each cluster. */
import type { Provider } from '../../../common/protocol';
import type { SourceRange } from '../../hcl/model';
import { now } from '../../../common/now';
import { clusterRegion, writtenRegion } from './clusterRegion';
import { namedEnvironments, type NamedEnvironments } from '../inheritance/environmentKeys';
import { withoutMisspelt } from './inferEnvironments';
import { labelRange, type ModuleCall } from '../modules/moduleCall';
import type { ModuleInstance } from '../modules/moduleInstance';
import type { PlatformModel } from './platformModel';
import {
  platformStructure,
  type ClusterStructure,
  type ServiceStructure,
  type StructurePart,
} from './platformStructure';
import { platformCalls, type PlatformEnvironments } from './platformCalls';
import { promotionOrder } from '../inheritance/promotionOrder';
import { DependencyTracker } from '../memoization/dependencyTracker';
import { MAX_ENVIRONMENTS } from '../inheritance/configurationEntries';

/** A location in the source. */
interface Placed {
  /** The label of its module block. */
  readonly range: SourceRange;
}
export type PlatformService = ServiceStructure & Placed;
export type PlatformNodePool = StructurePart & Placed;
export interface PlatformCluster extends StructurePart, Placed {
  readonly provider: Provider;
  readonly region: string | undefined;
  readonly nodePools: readonly PlatformNodePool[];
  readonly services: readonly PlatformService[];
}
export interface PlatformDescription {
  readonly root: ModuleInstance;
  readonly environments: readonly string[];
  readonly baseEnvironment: string;
  readonly frameworkVersions: readonly string[];
  readonly clusters: readonly PlatformCluster[];
  readonly services: readonly PlatformService[];
}

/** A platform without the descriptions of its clusters, which take longer. */
export interface PlatformOutline extends Omit<PlatformDescription, 'clusters'> {
  readonly clusters: ReadonlyMap<string, ClusterStructure>;
}

/** Every platform of the workspace, sorted by folder. */
export const listPlatforms = (model: PlatformModel, environmentsSetting: readonly string[]): PlatformDescription[] =>
  now(platformOutlines(model, environmentsSetting)).map(outline => describe(outline, model));

/** The platform whose root module a folder is, or else the only one of the workspace. @param uri of the folder */
export function platformIn(
  model: PlatformModel,
  environmentsSetting: readonly string[],
  uri: string,
): PlatformDescription | undefined {
  const platforms = listPlatforms(model, environmentsSetting);
  return platforms.find(({ root }) => root.folderUri === uri) ?? (platforms.length === 1 ? platforms[0] : undefined);
}

/** Every platform of the workspace without descriptions of clusters. */
export function* platformOutlines(
  model: PlatformModel,
  environmentsSetting: readonly string[],
): Generator<undefined, PlatformOutline[]> {
  const outlines: PlatformOutline[] = [];
  for (const root of model.tree.rootInstances()) {
    const outline = yield* platformOutline(root, model, environmentsSetting);
    if (outline) outlines.push(outline);
  }
  return outlines;
}

/** The platform of a root module; undefined if it has no Kubestack modules. */
export function describePlatform(
  root: ModuleInstance,
  model: PlatformModel,
  environmentsSetting: readonly string[],
): PlatformDescription | undefined {
  const outline = now(platformOutline(root, model, environmentsSetting));
  return outline && describe(outline, model);
}

/** The platform of a root module without the descriptions of its clusters; undefined if it has no Kubestack modules. */
export function* platformOutline(
  root: ModuleInstance,
  model: PlatformModel,
  environmentsSetting: readonly string[],
): Generator<undefined, PlatformOutline | undefined> {
  const { clusters, services, frameworkVersions } = yield* platformStructure(root, model);
  const known = yield* platformCalls(root, model);
  if (known.calls.length === 0) return undefined;
  const { keys, base } = (known.environments ??= yield* inferredEnvironments(known.calls, model));
  return {
    root,
    environments: promotionOrder(keys, base, environmentsSetting),
    baseEnvironment: base,
    frameworkVersions,
    clusters,
    services: placed(services, root),
  };
}

const describe = (outline: PlatformOutline, model: PlatformModel): PlatformDescription => ({
  ...outline,
  clusters: [...outline.clusters.values()].map(shape =>
    describeCluster(shape, outline.root, model, outline.baseEnvironment, new DependencyTracker()),
  ),
});

/** A cluster of a platform by its label. */
export function clusterNamed(root: ModuleInstance, model: PlatformModel, name: string): PlatformCluster | undefined {
  const cluster = now(platformStructure(root, model)).clusters.get(name);
  return (
    cluster && describeCluster(cluster, root, model, descendantEnvironments(root, model).base, new DependencyTracker())
  );
}

/** @param reads receives the inputs of the region if it is computed */
export function describeCluster(
  cluster: ClusterStructure,
  root: ModuleInstance,
  model: PlatformModel,
  base: string,
  reads: DependencyTracker,
): PlatformCluster {
  const { name, provider, version, nodePools, services } = cluster;
  const call = model.call(root, name);
  let region: { readonly value: string | undefined } | undefined;
  return {
    name,
    provider,
    version,
    // Most callers need only names: a region may need the whole configuration.
    get region() {
      return (region ??= { value: call && regionOf(call, model, base, reads) }).value;
    },
    range: rangeOf(cluster, root),
    nodePools: placed(nodePools, root),
    services: placed(services, root),
  };
}

const placed = <T extends StructurePart>(parts: readonly T[], root: ModuleInstance): (T & Placed)[] =>
  parts.map(part => ({ ...part, range: rangeOf(part, root) }));

function rangeOf({ name }: StructurePart, root: ModuleInstance): SourceRange {
  const declaration = root.folder?.declaration('module', name);
  if (!declaration) throw new Error(`There is no module ${name}.`);
  return labelRange(declaration);
}

/** Calls in a root module and in the local modules below it. */
export function* allCalls(root: ModuleInstance, model: PlatformModel): Generator<undefined, readonly ModuleCall[]> {
  return (yield* platformCalls(root, model)).calls;
}

/** The environments of a root module's platform. */
export const descendantEnvironments = (root: ModuleInstance, model: PlatformModel): PlatformEnvironments =>
  now(prepareEnvironments(root, model));

/** The same, with pauses. Must be stopped when something changes. */
export function* prepareEnvironments(
  root: ModuleInstance,
  model: PlatformModel,
): Generator<undefined, PlatformEnvironments> {
  const known = yield* platformCalls(root, model);
  return (known.environments ??= yield* inferredEnvironments(known.calls, model));
}

/** Without names that are certainly misspelt. */
function* inferredEnvironments(
  calls: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, PlatformEnvironments> {
  const { keys, base } = yield* environmentsOf(calls, model);
  return { keys: yield* withoutMisspelt(keys, calls, model), base };
}

/** Number of calls between two pauses. */
const CALLS_PER_PAUSE = 64;

/** The keys of all calls in the order of most calls, and the base environment of most calls. */
export function* environmentsOf(
  calls: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, PlatformEnvironments> {
  // Number of calls with the same keys, in order of first occurrence.
  const ofClusters = new Map<NamedEnvironments, number>();
  const ofOthers = new Map<NamedEnvironments, number>();
  for (const [index, call] of calls.entries()) {
    if (index % CALLS_PER_PAUSE === 0) yield;
    const named = namedEnvironments(call, model);
    const counts = call.module.kind === 'cluster' ? ofClusters : ofOthers;
    if (named.isConfigured) counts.set(named, (counts.get(named) ?? 0) + 1);
  }
  const keys = new Set<string>();
  const bases = new Map<string, number>();
  for (const [named, count] of [...ofClusters, ...ofOthers]) {
    for (const key of named.keys) if (keys.size < MAX_ENVIRONMENTS) keys.add(key);
    if (named.base !== undefined) bases.set(named.base, (bases.get(named.base) ?? 0) + count);
  }
  const base = [...bases].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'apps';
  return { keys: [...keys], base };
}

/** The region in the configuration, or else in the label. */
function regionOf(call: ModuleCall, model: PlatformModel, base: string, reads: DependencyTracker): string | undefined {
  const written = writtenRegion(call, base, model, reads);
  if (written !== undefined) return written;
  const configuration = model.effectiveConfiguration(call, reads).environments.get(base)?.value;
  if (configuration) {
    const region = clusterRegion(call, configuration, base, model, reads);
    if (region.kind === 'string' && !region.sensitive) return region.value;
  }
  return regionInLabel(call.name);
}

/** `eu-west-1` of `eks_gc0_eu-west-1`; undefined for a label that does not follow the naming rules. */
export const regionInLabel = (label: string): string | undefined =>
  /^(?:eks|gke|aks|scw)_[^_]+_([a-z0-9-]+)$/.exec(label)?.[1];
