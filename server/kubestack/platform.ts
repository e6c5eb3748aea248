/** A platform as people think of it: environments, clusters, and the node pools and services of each cluster. */
import type { Provider } from '../protocol';
import type { Place } from '../hcl/value';
import { toEnd } from '../workspace/toEnd';
import { attributeOf, type Declaration } from '../workspace/moduleFolder';
import { clusterRegion, providersMap } from './clusterRegion';
import { baseKeyOf, environmentKeys } from './environmentKeys';
import { labelPlace, type ModuleCall } from './moduleCall';
import type { ModuleInstance } from './moduleInstance';
import { literalText } from './moduleInterface';
import type { PlatformModel } from './platformModel';
import { promotionOrder } from './promotionOrder';
import { Reads } from './reads';
import { moduleReferences } from './references';

export interface PlatformService {
  readonly name: string;
  readonly source: string;
  readonly version: string | undefined;
  readonly place: Place;
}
export interface PlatformNodePool {
  readonly name: string;
  readonly version: string | undefined;
  readonly place: Place;
}
export interface PlatformCluster {
  readonly name: string;
  readonly provider: Provider;
  readonly region: string | undefined;
  readonly version: string | undefined;
  readonly place: Place;
  readonly nodePools: PlatformNodePool[];
  readonly services: PlatformService[];
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
export function listPlatforms(model: PlatformModel, environmentsSetting: readonly string[]): Platform[] {
  return model.tree.rootInstances().flatMap(root => {
    const platform = describePlatform(root, model, environmentsSetting);
    return platform ? [platform] : [];
  });
}

/** The platform of a root module; undefined when nothing in it is Kubestack. */
export function describePlatform(
  root: ModuleInstance,
  model: PlatformModel,
  environmentsSetting: readonly string[],
): Platform | undefined {
  const calls = allCalls(root, model);
  if (calls.length === 0) return undefined;
  const { keys, base } = environmentsOf(calls, model);
  const clusters = clustersOf(root, calls, model, base);
  const unassigned: PlatformService[] = [];
  placeNodePools(root, calls, clusters);
  placeServices(root, model, clusters, unassigned);
  return {
    root,
    environments: promotionOrder(keys, base, environmentsSetting),
    baseEnvironment: base,
    frameworkVersions: frameworkVersions(calls),
    clusters: [...clusters.values()],
    services: unassigned,
  };
}

/** Local modules that are followed in one platform: a tree of modules that each call others twice would never end. */
const MAX_MODULES = 10_000;

/** Calls in the root module and in the local modules below it. */
export function allCalls(root: ModuleInstance, model: PlatformModel): ModuleCall[] {
  const calls: ModuleCall[] = [];
  let modules = 0;
  const visit = (instance: ModuleInstance): void => {
    if (++modules > MAX_MODULES) return;
    const own = [...model.callsIn(instance)];
    calls.push(...own);
    const kubestack = new Set(own.map(call => call.name));
    // What is inside a Kubestack module is the framework's business.
    for (const child of model.tree.children(instance)) if (!kubestack.has(child.callName)) visit(child);
  };
  visit(root);
  return calls;
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
    for (const key of environmentKeys(call, model)) keys.add(key);
    const base = baseKeyOf(call, model);
    if (base !== undefined) bases.set(base, (bases.get(base) ?? 0) + 1);
  }
  const base = [...bases].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'apps';
  return { keys: [...keys], base };
}

function frameworkVersions(calls: readonly ModuleCall[]): string[] {
  const versions = calls.flatMap(({ module }) =>
    module.schema?.path.startsWith('catalog/') || module.version === undefined ? [] : [module.version],
  );
  return [...new Set(versions)].sort();
}

function clustersOf(
  root: ModuleInstance,
  calls: readonly ModuleCall[],
  model: PlatformModel,
  base: string,
): Map<string, PlatformCluster> {
  const clusters = new Map<string, PlatformCluster>();
  for (const call of calls) {
    const { module, declaration, name } = call;
    if (module.kind !== 'cluster' || call.instance !== root || module.provider === undefined) continue;
    clusters.set(name, {
      name,
      provider: module.provider,
      region: regionOf(call, model, base),
      version: module.version,
      place: labelPlace(declaration),
      nodePools: [],
      services: [],
    });
  }
  return clusters;
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

function placeNodePools(
  root: ModuleInstance,
  calls: readonly ModuleCall[],
  clusters: ReadonlyMap<string, PlatformCluster>,
): void {
  for (const { name, module, declaration, instance } of calls) {
    if (module.kind !== 'nodePool' || instance !== root) continue;
    const cluster = clusterOf(name, declaration, clusters, root);
    cluster?.nodePools.push({ name, version: module.version, place: labelPlace(declaration) });
  }
}

/** Services are called in the root module, or bound there through a local module. */
function placeServices(
  root: ModuleInstance,
  model: PlatformModel,
  clusters: ReadonlyMap<string, PlatformCluster>,
  unassigned: PlatformService[],
): void {
  const bindings = new Map<string, ModuleInstance>();
  for (const child of model.tree.children(root)) bindings.set(child.callName, child);
  for (const name of root.folder?.namesInOrder('module') ?? []) {
    const declaration = root.folder?.declaration('module', name);
    if (!declaration) continue;
    const call = model.call(root, name);
    const binding = bindings.get(name);
    const inside = binding && call?.module.version === undefined ? allCalls(binding, model) : [];
    const isService = call ? call.module.kind === 'service' : inside.some(each => each.module.kind === 'service');
    if (!isService) continue;
    const service: PlatformService = {
      name,
      source: literalText(attributeOf(declaration, 'source')?.attribute.value) ?? '',
      version: call?.module.version ?? inside[0]?.module.version,
      place: labelPlace(declaration),
    };
    const cluster = clusterOf(name, declaration, clusters, root);
    (cluster?.services ?? unassigned).push(service);
  }
}

/** By what the call refers to and which providers it takes; else by its label. */
function clusterOf(
  name: string,
  declaration: Declaration,
  clusters: ReadonlyMap<string, PlatformCluster>,
  root: ModuleInstance,
): PlatformCluster | undefined {
  for (const reference of moduleReferences(declaration.block)) {
    const cluster = clusters.get(reference);
    if (cluster) return cluster;
  }
  for (const { provider } of providersMap({ declaration })) {
    const cluster = clusterOfProvider(provider, clusters, root);
    if (cluster) return cluster;
  }
  return [...clusters.values()]
    .filter(cluster => name.startsWith(`${cluster.name}_`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** By the provider's alias, or by what its block refers to. */
function clusterOfProvider(
  provider: string,
  clusters: ReadonlyMap<string, PlatformCluster>,
  root: ModuleInstance,
): PlatformCluster | undefined {
  const [type, alias] = provider.split('.');
  const byAlias = alias === undefined ? undefined : clusters.get(alias);
  if (byAlias) return byAlias;
  if (type !== 'kustomization' && type !== 'kubernetes') return undefined;
  const block = root.folder?.declaration('provider', provider)?.block;
  const reference = block && [...moduleReferences(block)].find(each => clusters.has(each));
  return reference === undefined ? undefined : clusters.get(reference);
}
