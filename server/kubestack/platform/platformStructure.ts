/**
 * The structure of a platform: its Kubestack calls, and which node pools and services belong to which cluster. It does not depend on the content
 * of configurations, so it is cached while they are edited.
 */
import type { Provider } from '../../../common/protocol';
import type { Declaration } from '../../workspace/declarations';
import { InstanceMemo, type MemoKey } from '../memoization/instanceMemo';
import { providersMap } from './clusterRegion';
import { callText } from '../modules/callText';
import type { ModuleCall } from '../modules/moduleCall';
import type { ModuleInstance } from '../modules/moduleInstance';
import { descendantModules } from '../modules/descendantModules';
import { isInFramework } from '../modules/frameworkCopy';
import type { PlatformModel } from './platformModel';
import { moduleReferences } from '../../workspace/moduleReferences';

/** A module call that belongs to a cluster, or to none. */
export interface StructurePart {
  /** Its label in the root module. */
  readonly name: string;
  readonly version: string | undefined;
}
export interface ServiceStructure extends StructurePart {
  /** As written. */
  readonly source: string;
}
export interface ClusterStructure extends StructurePart {
  readonly provider: Provider;
  readonly nodePools: readonly StructurePart[];
  readonly services: readonly ServiceStructure[];
}

export interface PlatformStructure {
  /**
   * Kubestack calls of the root module and of the local modules below it, in the order of files and text, module by module. None in a copy of the
   * framework.
   */
  readonly calls: readonly { readonly instance: ModuleInstance; readonly name: string }[];
  /** The clusters that the root module calls. */
  readonly clusters: ReadonlyMap<string, ClusterStructure>;
  /** Services that belong to no cluster. */
  readonly services: readonly ServiceStructure[];
  /** Every framework version of the calls, sorted. */
  readonly frameworkVersions: readonly string[];
}

const structures = new InstanceMemo<PlatformStructure>();

/** The structure of the platform of a root module. Must be abandoned when something changes. */
export const platformStructure = (
  root: ModuleInstance,
  model: PlatformModel,
): Generator<undefined, PlatformStructure> =>
  structures.compute(
    root,
    () => keyOf(root, model),
    () => findStructure(root, model),
  );

/** The same object as long as the inputs of the structure are unchanged. */
function keyOf(root: ModuleInstance, { workspace }: PlatformModel): MemoKey {
  const { structureRevision, moduleGraphRevision, stamps } = workspace;
  return [structureRevision, moduleGraphRevision, stamps.of(`${root.rootUri}/.terraform/modules/modules.json`)];
}

/** Number of modules between two pauses. */
const MODULES_PER_PAUSE = 16;

/** Kubestack calls in a module and in the local modules below it. */
function* callsBelow(top: ModuleInstance, model: PlatformModel): Generator<undefined, ModuleCall[]> {
  const calls: ModuleCall[] = [];
  let modules = 0;
  for (const { call } of descendantModules(top, model)) {
    if (++modules % MODULES_PER_PAUSE === 0) yield;
    if (call) calls.push(call);
  }
  return calls;
}

function* findStructure(root: ModuleInstance, model: PlatformModel): Generator<undefined, PlatformStructure> {
  const isPlatform = root.folder !== undefined && !isInFramework(root.folder, model.workspace);
  const calls = isPlatform ? yield* callsBelow(root, model) : [];
  const clusters = clustersOf(root, calls);
  const services: ServiceStructure[] = [];
  yield* placeNodePools(root, calls, clusters);
  yield* placeServices(root, model, clusters, callsByBinding(root, calls), services);
  return {
    calls: calls.map(({ instance, name }) => ({ instance, name })),
    clusters,
    services,
    frameworkVersions: frameworkVersions(calls),
  };
}

function frameworkVersions(calls: readonly ModuleCall[]): string[] {
  const versions = new Set<string>();
  for (const { module } of calls) {
    if (module.version !== undefined && !module.schema?.path.startsWith('catalog/')) versions.add(module.version);
  }
  return [...versions].sort();
}

interface GrowingCluster extends ClusterStructure {
  readonly nodePools: StructurePart[];
  readonly services: ServiceStructure[];
}
type Clusters = ReadonlyMap<string, GrowingCluster>;

function clustersOf(root: ModuleInstance, calls: readonly ModuleCall[]): Clusters {
  const clusters = new Map<string, GrowingCluster>();
  for (const { module, name, instance } of calls) {
    const { kind, provider, version } = module;
    if (kind !== 'cluster' || instance !== root || provider === undefined) continue;
    clusters.set(name, { name, provider, version, nodePools: [], services: [] });
  }
  return clusters;
}

function* placeNodePools(
  root: ModuleInstance,
  calls: readonly ModuleCall[],
  clusters: Clusters,
): Generator<undefined, void> {
  for (const [index, { name, module, declaration, instance }] of calls.entries()) {
    if (index % MODULES_PER_PAUSE === 0) yield;
    if (module.kind !== 'nodePool' || instance !== root) continue;
    clusterOf(name, declaration, clusters, root)?.nodePools.push({ name, version: module.version });
  }
}

/** By label of a local module that the root module calls: the calls in it, and in the local modules below it. */
function callsByBinding(root: ModuleInstance, calls: readonly ModuleCall[]): ReadonlyMap<string, ModuleCall[]> {
  const inside = new Map<string, ModuleCall[]>();
  for (const call of calls) {
    if (call.instance === root) continue;
    let binding = call.instance;
    while (binding.parent && binding.parent !== root) binding = binding.parent;
    const cached = inside.get(binding.callName);
    if (cached) cached.push(call);
    else inside.set(binding.callName, [call]);
  }
  return inside;
}

/** For a module that the search for all calls has not reached. */
function* callsBelowLabel(
  name: string,
  root: ModuleInstance,
  model: PlatformModel,
): Generator<undefined, readonly ModuleCall[]> {
  const binding = model.tree.localModule(root, name);
  return binding ? yield* callsBelow(binding, model) : [];
}

/** Services are called in the root module, or in a local module that the root module calls. */
function* placeServices(
  root: ModuleInstance,
  model: PlatformModel,
  clusters: Clusters,
  found: ReadonlyMap<string, readonly ModuleCall[]>,
  unassigned: ServiceStructure[],
): Generator<undefined> {
  for (const [index, name] of (root.folder?.namesInOrder('module') ?? []).entries()) {
    if (index % MODULES_PER_PAUSE === MODULES_PER_PAUSE - 1) yield;
    const declaration = root.folder?.declaration('module', name);
    if (!declaration) continue;
    const call = model.call(root, name);
    const inside =
      found.get(name) ?? (call?.module.version === undefined ? yield* callsBelowLabel(name, root, model) : []);
    const isService = call ? call.module.kind === 'service' : inside.some(each => each.module.kind === 'service');
    if (!isService) continue;
    const source = callText(root, declaration, 'source') ?? '';
    const service = { name, source, version: call?.module.version ?? inside[0]?.module.version };
    (clusterOf(name, declaration, clusters, root)?.services ?? unassigned).push(service);
  }
}

/** By its references and providers, or else by its label. */
function clusterOf(
  name: string,
  declaration: Declaration,
  clusters: Clusters,
  root: ModuleInstance,
): GrowingCluster | undefined {
  for (const reference of moduleReferences(declaration.block)) {
    const cluster = clusters.get(reference);
    if (cluster) return cluster;
  }
  for (const { provider, key, written } of providersMap({ declaration })) {
    // One of several instances belongs to the cluster whose name it contains.
    const isInstance = written !== provider;
    const cluster = isInstance ? clusters.get(key ?? '') : clusterOfProvider(provider, clusters, root);
    if (cluster) return cluster;
  }
  return clusterOfLabel(name, clusters);
}

/** The cluster with the longest name that is a prefix of the label. */
function clusterOfLabel(label: string, clusters: Clusters): GrowingCluster | undefined {
  for (let end = label.lastIndexOf('_'); end > 0; end = label.lastIndexOf('_', end - 1)) {
    const cluster = clusters.get(label.slice(0, end));
    if (cluster) return cluster;
  }
  return undefined;
}

/** By the provider's alias, or by the references in its block. */
function clusterOfProvider(provider: string, clusters: Clusters, root: ModuleInstance): GrowingCluster | undefined {
  const [type, alias] = provider.split('.');
  const byAlias = alias === undefined ? undefined : clusters.get(alias);
  if (byAlias) return byAlias;
  if (type !== 'kustomization' && type !== 'kubernetes') return undefined;
  const block = root.folder?.declaration('provider', provider)?.block;
  const reference = block && [...moduleReferences(block)].find(each => clusters.has(each));
  return reference === undefined ? undefined : clusters.get(reference);
}
