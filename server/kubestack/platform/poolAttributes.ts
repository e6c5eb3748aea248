/** Names of node pool attributes, by module and schema generation (docs/kubestack.md#clouds). */
import type { Provider } from '../../../common/protocol';
import { interfaceGenerationOf } from '../schemas/exactSchema';
import type { ModuleCall } from '../modules/moduleCall';

/** Paths below an environment. */
export interface PoolAttributes {
  readonly min: readonly string[];
  readonly max: readonly string[];
  readonly desired: readonly string[];
  readonly zones: readonly string[];
  /** Whether sizes are per zone, not for all zones together. */
  readonly countsPerZone: boolean;
  /** If it is false, autoscaling is off. */
  readonly autoscaling?: readonly string[];
  readonly name?: readonly string[];
  readonly taints?: readonly string[];
  /** Attributes of the machine type, in order of precedence: releases differ. */
  readonly machines: readonly (readonly string[])[];
}

type Names = Readonly<Record<'min' | 'max' | 'desired', string | undefined>>;

const SIZES: Readonly<Partial<Record<Provider, Names>>> = {
  aws: { min: 'min_size', max: 'max_size', desired: 'desired_capacity' },
  azurerm: { min: 'min_count', max: 'max_count', desired: 'node_count' },
  google: { min: 'min_node_count', max: 'max_node_count', desired: 'initial_node_count' },
  scaleway: { min: 'min_size', max: 'max_size', desired: 'size' },
};
/** Their sizes are per zone (docs/kubestack.md#clouds). */
const PER_ZONE: readonly Provider[] = ['google', 'scaleway'];
const AUTOSCALING: Readonly<Partial<Record<Provider, string>>> = {
  azurerm: 'enable_auto_scaling',
  scaleway: 'autoscaling',
};
const TAINTS: Readonly<Partial<Record<Provider, string>>> = {
  aws: 'taints',
  azurerm: 'node_taints',
  google: 'taints',
  scaleway: 'node_taints',
};
const MACHINES: Readonly<Partial<Record<Provider, readonly string[]>>> = {
  aws: ['instance_types', 'instance_type'],
  azurerm: ['vm_size'],
  google: ['machine_type'],
  scaleway: ['node_type'],
};
const CLUSTER_ZONES: Readonly<Partial<Record<Provider, readonly string[]>>> = {
  aws: ['cluster_availability_zones'],
  azurerm: ['availability_zones'],
  google: ['cluster_node_locations'],
  scaleway: ['default_node_pool', 'zones'],
};
const POOL_ZONES: Readonly<Partial<Record<Provider, string>>> = {
  aws: 'availability_zones',
  azurerm: 'availability_zones',
  google: 'node_locations',
  scaleway: 'zones',
};
/** Prefixes of the default node pool's attributes in the `map` generation. */
const MAP_PREFIXES: Readonly<Partial<Record<Provider, string>>> = {
  aws: 'cluster_',
  azurerm: 'default_node_pool_',
  google: 'cluster_',
};

/** Undefined for modules without nodes. */
export function poolAttributes(call: Pick<ModuleCall, 'module'>): PoolAttributes | undefined {
  const { kind, provider } = call.module;
  if (provider === undefined || (kind !== 'nodePool' && kind !== 'cluster')) return undefined;
  const generation = kind === 'cluster' ? interfaceGenerationOf(call) : undefined;
  const key = `${provider} ${generation ?? 'pool'}`;
  let attributes = ATTRIBUTES.get(key);
  if (!attributes) {
    attributes = generation ? ofDefaultPool(provider, generation) : ofPool(provider);
    if (attributes) ATTRIBUTES.set(key, attributes);
  }
  return attributes;
}

/** Many checks ask for the names of every call, and there are few combinations. */
const ATTRIBUTES = new Map<string, PoolAttributes>();

function ofPool(provider: Provider): PoolAttributes | undefined {
  const sizes = SIZES[provider];
  if (!sizes) return undefined;
  return {
    ...named(sizes, name => [name]),
    machines: (MACHINES[provider] ?? []).map(name => [name]),
    zones: [POOL_ZONES[provider]!],
    countsPerZone: PER_ZONE.includes(provider),
    name: [provider === 'azurerm' ? 'node_pool_name' : 'name'],
    taints: [TAINTS[provider]!],
    ...(AUTOSCALING[provider] ? { autoscaling: [AUTOSCALING[provider]] } : {}),
  };
}

function ofDefaultPool(provider: Provider, generation: 'map' | 'object'): PoolAttributes | undefined {
  const sizes = SIZES[provider];
  const prefix = MAP_PREFIXES[provider];
  const zones = CLUSTER_ZONES[provider];
  if (!sizes || !zones || (generation === 'map' && prefix === undefined)) return undefined;
  const path = (name: string): string[] => (generation === 'map' ? [prefix + name] : ['default_node_pool', name]);
  return {
    ...named(sizes, path),
    machines: (MACHINES[provider] ?? []).map(path),
    zones,
    countsPerZone: PER_ZONE.includes(provider),
    ...(AUTOSCALING[provider] ? { autoscaling: path(AUTOSCALING[provider]) } : {}),
    ...(provider === 'azurerm' ? { name: path('name') } : {}),
    ...(generation === 'object' ? { taints: path(TAINTS[provider]!) } : {}),
  };
}

const named = ({ min, max, desired }: Names, path: (name: string) => readonly string[]) => ({
  min: path(min!),
  max: path(max!),
  desired: path(desired!),
});
