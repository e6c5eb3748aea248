/** A platform as people think of it: environments, clusters, and the node pools and services of each cluster. */
import type { Provider } from '../protocol';
import type { Place } from '../hcl/value';
import { toEnd } from '../workspace/toEnd';
import { attributeOf } from '../workspace/moduleFolder';
import { clusterRegion } from './clusterRegion';
import { MAX_ENVIRONMENTS, namedEnvironments } from './environmentKeys';
import { labelPlace, type ModuleCall } from './moduleCall';
import type { ModuleInstance } from './moduleInstance';
import type { PlatformModel } from './platformModel';
import { platformShape, type ClusterShape, type ServiceShape, type ShapePart } from './platformShape';
import { promotionOrder } from './promotionOrder';
import { Reads } from './reads';

/** What is written somewhere. */
interface Placed {
  /** The label of its module block. */
  readonly place: Place;
}
export type PlatformService = ServiceShape & Placed;
export type PlatformNodePool = ShapePart & Placed;
export interface PlatformCluster extends ShapePart, Placed {
  readonly provider: Provider;
  readonly region: string | undefined;
  readonly nodePools: readonly PlatformNodePool[];
  readonly services: readonly PlatformService[];
}
export interface Platform {
  readonly root: ModuleInstance;
  readonly environments: readonly string[];
  readonly baseEnvironment: string;
  readonly frameworkVersions: readonly string[];
  readonly clusters: readonly PlatformCluster[];
  readonly services: readonly PlatformService[];
}

/** Every platform of the workspace, in the order of their folders. */
export const listPlatforms = (model: PlatformModel, environmentsSetting: readonly string[]): Platform[] =>
  toEnd(listPlatformsInSteps(model, environmentsSetting));

/** The same, a little at a time. */
export function* listPlatformsInSteps(
  model: PlatformModel,
  environmentsSetting: readonly string[],
): Generator<undefined, Platform[]> {
  const platforms: Platform[] = [];
  for (const root of model.tree.rootInstances()) {
    const platform = yield* platformInSteps(root, model, environmentsSetting);
    if (platform) platforms.push(platform);
  }
  return platforms;
}

/** The platform of a root module; undefined when nothing in it is Kubestack. */
export const describePlatform = (
  root: ModuleInstance,
  model: PlatformModel,
  environmentsSetting: readonly string[],
): Platform | undefined => toEnd(platformInSteps(root, model, environmentsSetting));

function* platformInSteps(
  root: ModuleInstance,
  model: PlatformModel,
  environmentsSetting: readonly string[],
): Generator<undefined, Platform | undefined> {
  const { clusters: shapes, services, frameworkVersions } = platformShape(root, model);
  const known = keptOf(root, model);
  if (known.calls.length === 0) return undefined;
  yield;
  const { keys, base } = (known.environments ??= yield* environmentsInSteps(known.calls, model));
  const clusters: PlatformCluster[] = [];
  for (const shape of shapes.values()) {
    clusters.push(describeCluster(shape, root, model, base));
    yield;
  }
  return {
    root,
    environments: promotionOrder(keys, base, environmentsSetting),
    baseEnvironment: base,
    frameworkVersions,
    clusters,
    services: placed(services, root),
  };
}

/** A cluster of a platform by its label; undefined where there is none. */
export function clusterNamed(root: ModuleInstance, model: PlatformModel, name: string): PlatformCluster | undefined {
  const cluster = platformShape(root, model).clusters.get(name);
  return cluster && describeCluster(cluster, root, model, environmentsBelow(root, model).base);
}

function describeCluster(
  cluster: ClusterShape,
  root: ModuleInstance,
  model: PlatformModel,
  base: string,
): PlatformCluster {
  const { name, provider, version, nodePools, services } = cluster;
  const call = model.call(root, name);
  let region: { readonly value: string | undefined } | undefined;
  return {
    name,
    provider,
    version,
    // Most who ask for clusters want their names: a region takes the whole configuration.
    get region() {
      return (region ??= { value: call && regionOf(call, model, base) }).value;
    },
    place: placeOf(cluster, root),
    nodePools: placed(nodePools, root),
    services: placed(services, root),
  };
}

const placed = <T extends ShapePart>(parts: readonly T[], root: ModuleInstance): (T & Placed)[] =>
  parts.map(part => ({ ...part, place: placeOf(part, root) }));

function placeOf({ name }: ShapePart, root: ModuleInstance): Place {
  const declaration = root.folder?.declaration('module', name);
  if (!declaration) throw new Error(`There is no module ${name}.`);
  return labelPlace(declaration);
}

/** What everybody asks for, kept until something is edited. */
interface Kept {
  readonly revision: number;
  readonly calls: readonly ModuleCall[];
  environments?: PlatformEnvironments;
}
const kept = new WeakMap<PlatformModel, WeakMap<ModuleInstance, Kept>>();

function keptOf(root: ModuleInstance, model: PlatformModel): Kept {
  const { revision } = model.workspace;
  let ofModel = kept.get(model);
  if (!ofModel) kept.set(model, (ofModel = new WeakMap<ModuleInstance, Kept>()));
  let known = ofModel.get(root);
  if (known?.revision !== revision) {
    const calls = platformShape(root, model).calls.flatMap(({ instance, name }) => model.call(instance, name) ?? []);
    ofModel.set(root, (known = { revision, calls }));
  }
  return known;
}

/** Calls in a root module and in the local modules below it. */
export const allCalls = (root: ModuleInstance, model: PlatformModel): readonly ModuleCall[] =>
  keptOf(root, model).calls;

/** The environments of a root module's platform. */
export function environmentsBelow(root: ModuleInstance, model: PlatformModel): PlatformEnvironments {
  const known = keptOf(root, model);
  return (known.environments ??= environmentsOf(known.calls, model));
}

/** The environments of a platform, and the one that they inherit from. */
export interface PlatformEnvironments {
  readonly keys: readonly string[];
  readonly base: string;
}

/** The keys of all calls, in the order in which most calls have them, and the base environment of most of them. */
export const environmentsOf = (calls: readonly ModuleCall[], model: PlatformModel): PlatformEnvironments =>
  toEnd(environmentsInSteps(calls, model));

/** Calls between two pauses. */
const CALLS = 64;

/** The same, a little at a time. */
export function* environmentsInSteps(
  calls: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, PlatformEnvironments> {
  const keys = new Set<string>();
  const bases = new Map<string, number>();
  const clusters = calls.filter(({ module }) => module.kind === 'cluster');
  const others = calls.filter(({ module }) => module.kind !== 'cluster');
  for (const [index, call] of [...clusters, ...others].entries()) {
    if (index % CALLS === 0) yield;
    if (!attributeOf(call.declaration, 'configuration')) continue;
    const named = namedEnvironments(call, model);
    for (const key of named.keys) if (keys.size < MAX_ENVIRONMENTS) keys.add(key);
    if (named.base !== undefined) bases.set(named.base, (bases.get(named.base) ?? 0) + 1);
  }
  const base = [...bases].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'apps';
  return { keys: [...keys], base };
}

/** The region as the configuration says it, else as the label does. */
function regionOf(call: ModuleCall, model: PlatformModel, base: string): string | undefined {
  const configuration = model.effectiveConfiguration(call).environments.get(base)?.value;
  if (configuration) {
    const region = clusterRegion(call, configuration, base, model, new Reads());
    if (region.kind === 'string' && !region.sensitive) return region.value;
  }
  return /^(?:eks|gke|aks|scw)_[^_]+_([a-z0-9-]+)$/.exec(call.name)?.[1];
}
