/** The values that rules see: of a module in an environment, of its cluster, and of the platform. */
import { memoize } from '../../common/memoize';
import type { ResolvedEnvironment } from '../kubestack/inheritance/effectiveConfiguration';
import type { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import { bool, nullOf, object, string, tuple, unknown } from '../hcl/values/value';
import { STRING } from '../hcl/types/type';
import type { Value } from '../hcl/model';
import { promotionOrder } from '../kubestack/inheritance/promotionOrder';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { clusterRegion } from '../kubestack/platform/clusterRegion';
import { platformCalls } from '../kubestack/platform/platformCalls';
import { descendantEnvironments } from '../kubestack/platform/platform';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { platformStructure, type PlatformStructure } from '../kubestack/platform/platformStructure';
import { versionAttribute } from '../semantics/clusterVersions';
import type { RuleScope } from './ruleEvaluation';

/** A platform whose modules rules judge. */
export interface JudgedPlatform {
  readonly root: ModuleInstance;
  readonly model: PlatformModel;
  readonly calls: readonly ModuleCall[];
  readonly structure: PlatformStructure;
  /** In promotion order. */
  readonly environments: readonly string[];
  readonly base: string;
}

/** The platform of a root module; undefined if it calls no Kubestack modules. Must be abandoned when something changes. */
export function* judgedPlatform(
  root: ModuleInstance,
  model: PlatformModel,
  order: readonly string[],
): Generator<undefined, JudgedPlatform | undefined> {
  const { calls } = yield* platformCalls(root, model);
  if (calls.length === 0) return undefined;
  const structure = yield* platformStructure(root, model);
  const { keys, base } = descendantEnvironments(root, model);
  return { root, model, calls, structure, environments: promotionOrder(keys, base, order), base };
}

/** The label of the cluster of each module of the root, by the module's label. */
const clustersByPart = memoize(({ clusters }: PlatformStructure): ReadonlyMap<string, string> => {
  const owners = new Map<string, string>();
  for (const { name, nodePools, services } of clusters.values()) {
    owners.set(name, name);
    for (const part of [...nodePools, ...services]) owners.set(part.name, name);
  }
  return owners;
});

/** The cluster of a module; undefined if it belongs to none. */
function clusterOf({ root, model, structure }: JudgedPlatform, call: ModuleCall): ModuleCall | undefined {
  if (call.module.kind === 'cluster') return call;
  let name = call.name;
  for (let at = call.instance; at !== root && at.parent; at = at.parent) name = at.callName;
  const owner = clustersByPart(structure).get(name);
  return owner === undefined ? undefined : model.call(root, owner);
}

/** What a module's rules can use in an environment. @param roots the names that are used; others are left out */
export function moduleScope(
  platform: JudgedPlatform,
  call: ModuleCall,
  environment: string,
  roots: ReadonlySet<string>,
  reads: DependencyTracker,
): RuleScope {
  const valuesIn = (name: string): Map<string, Value> | undefined => {
    const inEffect = environmentOf(platform, call, name, reads);
    return (
      inEffect &&
      new Map([
        ['environment', string(name)],
        ['attributes', attributesOf(call, inEffect)],
      ])
    );
  };
  const names = valuesIn(environment) ?? new Map<string, Value>();
  addPlatformNames(names, platform, roots);
  if (roots.has('module')) names.set('module', moduleValue(call));
  const add = (values: Map<string, Value>, name: string): void => {
    if (roots.has('cluster')) values.set('cluster', clusterValue(platform, call, name, reads));
  };
  add(names, environment);
  const other = (name: string): Value => {
    const values = valuesIn(name);
    if (!values) return nullOf();
    add(values, name);
    return object(values);
  };
  return { names, other };
}

export const environmentOf = (
  { model }: JudgedPlatform,
  call: ModuleCall,
  environment: string,
  reads: DependencyTracker,
): ResolvedEnvironment | undefined => model.effectiveConfiguration(call, reads).understood.get(environment);

/** Adds what does not depend on the target. */
export function addPlatformNames(
  names: Map<string, Value>,
  platform: JudgedPlatform,
  roots: ReadonlySet<string>,
): void {
  if (roots.has('base_environment')) names.set('base_environment', string(platform.base));
  if (roots.has('environments')) names.set('environments', tuple(platform.environments.map(string)));
  if (roots.has('platform')) names.set('platform', platformValue(platform));
}

/** The effective values. Attributes that are not set are null, if the module declares them. */
function attributesOf({ module }: ModuleCall, { value }: ResolvedEnvironment): Value {
  const entries = new Map<string, Value>();
  for (const name of declaredNames(module)) entries.set(name, nullOf());
  for (const [name, each] of value.entries) entries.set(name, each);
  return object(entries);
}

/** The names of the attributes that a module declares at the top of its configuration. */
export const declaredNames = memoize((module: ModuleCall['module']): readonly string[] => {
  const { configurationType: type, schema } = module;
  if (type.kind === 'object') return [...type.attributes.keys()];
  return [...new Set([...(schema?.attributes.keys() ?? [])].map(path => path.split('.')[0]!))];
});

function moduleValue({ name, module }: ModuleCall): Value {
  const { source, version, kind, provider } = module;
  return object(
    new Map<string, Value>([
      ['name', string(name)],
      ['source', string(source)],
      ['ref', version === undefined ? nullOf(STRING) : string(version)],
      ['kind', string(kind === 'nodePool' ? 'node_pool' : kind)],
      ['provider', provider === undefined ? nullOf(STRING) : string(provider)],
    ]),
  );
}

/** Null for a module without a cluster. */
function clusterValue(
  platform: JudgedPlatform,
  call: ModuleCall,
  environment: string,
  reads: DependencyTracker,
): Value {
  const cluster = clusterOf(platform, call);
  if (!cluster) return nullOf();
  const inEffect = environmentOf(platform, cluster, environment, reads);
  const { provider } = cluster.module;
  const version = versionAttribute(cluster);
  const attributes = inEffect ? attributesOf(cluster, inEffect) : nullOf();
  return object(
    new Map<string, Value>([
      ['name', string(cluster.name)],
      ['provider', provider === undefined ? nullOf(STRING) : string(provider)],
      [
        'region',
        inEffect ? clusterRegion(cluster, inEffect.value, environment, platform.model, reads) : unknown(STRING),
      ],
      ['version', (version !== undefined && inEffect?.value.entries.get(version)) || nullOf(STRING)],
      ['attributes', attributes],
      ['exists', bool(inEffect !== undefined)],
    ]),
  );
}

function platformValue({ structure, environments, base }: JudgedPlatform): Value {
  const clusters = [...structure.clusters.values()].map(({ name, provider, version, nodePools, services }) =>
    object(
      new Map<string, Value>([
        ['name', string(name)],
        ['provider', string(provider)],
        ['ref', version === undefined ? nullOf(STRING) : string(version)],
        ['node_pools', tuple(nodePools.map(each => string(each.name)))],
        ['services', tuple(services.map(each => string(each.name)))],
      ]),
    ),
  );
  const [version, ...others] = structure.frameworkVersions;
  return object(
    new Map<string, Value>([
      ['environments', tuple(environments.map(string))],
      ['base_environment', string(base)],
      ['clusters', tuple(clusters)],
      ['framework_versions', tuple(structure.frameworkVersions.map(string))],
      // Null if the modules have different ones.
      ['framework_version', version !== undefined && others.length === 0 ? string(version) : nullOf(STRING)],
    ]),
  );
}

/** What rules of the whole platform can use in an environment. */
export function platformScope(platform: JudgedPlatform, environment: string, roots: ReadonlySet<string>): RuleScope {
  const valuesIn = (name: string): Map<string, Value> => new Map([['environment', string(name)]]);
  const names = valuesIn(environment);
  addPlatformNames(names, platform, roots);
  const other = (name: string): Value => (platform.environments.includes(name) ? object(valuesIn(name)) : nullOf());
  return { names, other };
}
