/** Suggests values for required attributes: those of other modules of the platform, otherwise the defaults of the framework's tools. */
import { ownProperty } from '../../../common/ownProperty';
import { printHcl } from '../../semantics/hclPrinter';
import type { RequestContext } from '../../semantics/requestContext';
import { whollyKnown, containsSensitive } from '../../hcl/values/value';
import { clusterRegion } from '../../kubestack/platform/clusterRegion';
import { interfaceGenerationOf } from '../../kubestack/schemas/exactSchema';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { parseClusterIdentifier, clusterInName } from '../../kubestack/platform/namingRules';
import { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import { stringValue, effectiveValueAt } from '../../semantics/effectiveParts';

type Suggestion = string | readonly string[] | number;

/** Attributes that usually have the same value in all clusters of a platform. */
const SHARED = ['base_domain', 'project_id', 'resource_group', 'cluster_min_master_version', 'cluster_version'];

/** Sizes and machine types in the output of the framework's command line tool and in its starters. */
const FIRST: Readonly<Record<string, Suggestion>> = {
  min_size: 3,
  max_size: 9,
  desired_capacity: 3,
  min_count: 3,
  max_count: 9,
  min_node_count: 1,
  max_node_count: 3,
  instance_types: ['t3a.xlarge'],
  machine_type: 'e2-standard-8',
  vm_size: 'Standard_D2_v4',
  node_type: 'PRO2-S',
};

/**
 * Suggests a value.
 * @param name dotted path of the attribute
 * @returns HCL text; undefined if there is no suggestion
 */
export function suggestedValue(request: RequestContext, call: ModuleCall, name: string): string | undefined {
  const suggestion = suggest(request, call, name);
  if (suggestion === undefined) return elsewhere(request, call, name);
  const isText = interfaceGenerationOf(call) === 'map' && isTextual(call, name);
  return JSON.stringify(isText && Array.isArray(suggestion) ? suggestion.join(',') : suggestion).replaceAll(
    ',"',
    ', "',
  );
}

function suggest(request: RequestContext, call: ModuleCall, name: string): Suggestion | undefined {
  const own = name.split('.').at(-1)!;
  const plain = own.replace(
    /^(?:cluster|default_node_pool)_(?=instance_type|min_|max_|desired_|machine_type|vm_size)/,
    '',
  );
  if (ownProperty(FIRST, plain) !== undefined) return ownProperty(FIRST, plain);
  if (own === 'name_prefix') return parseClusterIdentifier(call.name)?.namePrefix;
  if (own === 'name' || own === 'node_pool_name') return /_node_pool_(.+)$/.exec(call.name)?.[1];
  if (own === 'region') return regionOf(request, call);
  if (/zones$|node_locations$/.test(own)) return zones(request, call);
  return own === 'location' ? regionOf(request, call) : undefined;
}

function zones(request: RequestContext, call: ModuleCall): readonly string[] | undefined {
  const { provider } = call.module;
  if (provider === 'azurerm') return ['1', '2', '3'];
  const region = regionOf(request, call);
  if (region === undefined) return undefined;
  if (provider === 'aws') return ['a', 'b', 'c'].map(letter => region + letter);
  if (provider === 'google') return ['b', 'c', 'd'].map(letter => `${region}-${letter}`);
  return ['1', '2', '3'].map(digit => `${region}-${digit}`);
}

function regionOf(request: RequestContext, call: ModuleCall): string | undefined {
  const { model } = request;
  const { environments, baseKey } = model.effectiveConfiguration(call);
  const value = environments.get(baseKey)?.value;
  const region = value && stringValue(clusterRegion(call, value, baseKey, model, new DependencyTracker()));
  const label = parseClusterIdentifier(call.name.replace(/_node_pool_.*$/, ''));
  return region ?? label?.region;
}

/** The value of the first other cluster that sets the attribute, beginning with the node pool's own cluster. */
function elsewhere({ model }: RequestContext, call: ModuleCall, name: string): string | undefined {
  if (!SHARED.includes(name)) return undefined;
  const others = [...model.callsIn(call.instance)].filter(
    other =>
      other !== call &&
      other.module.kind === 'cluster' &&
      (name === 'base_domain' || other.module.provider === call.module.provider),
  );
  const own = clusterInName(call.name, new Set(others.map(other => other.name)));
  for (const other of [...others].sort((a, b) => Number(b.name === own) - Number(a.name === own))) {
    const { environments, baseKey } = model.effectiveConfiguration(other);
    const base = environments.get(baseKey);
    const value = base && effectiveValueAt(base, [name]);
    if (value && whollyKnown(value) && !containsSensitive(value)) return printHcl(value);
  }
  return undefined;
}

const isTextual = ({ module }: ModuleCall, name: string): boolean =>
  module.schema?.attributes.get(name)?.type.kind === 'string';
