/**
 * Completion of zones, regions and machine types of a cluster's cloud, and of values that follow from its label. They are suggestions, not limits:
 * `data/regions.json` states its source.
 */
import { t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { list, string } from '../../hcl/values/value';
import type { Type, Value } from '../../hcl/model';
import { clusterRegion } from '../../kubestack/platform/clusterRegion';
import { parseClusterIdentifier } from '../../kubestack/platform/namingRules';
import { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import { isMachineType, machineSize, zonesOf, type CloudProvider } from '../../kubestack/platform/regions';
import { regionOfLocation, zoneProblem } from '../../kubestack/platform/zones';
import type { Suggestion } from './completionItems';
import type { CompletionContext, ModuleAtCursor } from './completionContext';
import { usagesAt } from '../../semantics/usages';
import { distinct } from '../../../common/lists';
import { labelMeaning } from './labelMeaning';

const ZONES = /^(?:cluster_)?(?:availability_zones|node_locations)$|^zones$/;
const AZURE_ZONES = ['1', '2', '3'];

/**
 * @param name of the attribute
 * @param written elements of the list
 */
export function locationSuggestions(
  context: CompletionContext,
  module: ModuleAtCursor,
  name: string,
  written: ReadonlySet<string>,
): Suggestion[] {
  const cloud = cloudOf(module);
  if (!cloud) return [];
  const { types, commonTypes, regions } = context.request.model.regions.clouds[cloud];
  if (ZONES.test(name)) {
    const region = regionAt(context, module);
    return zonesAt(context, cloud, region, Infinity)
      .filter(zone => !written.has(zone))
      .map(label => ({ label, kind: CompletionItemKind.Value, detail: zoneDetail(region), rank: 0 }));
  }
  if (isMachineType(name))
    return types
      .filter(type => !written.has(type.name))
      .map(type => ({
        label: type.name,
        kind: CompletionItemKind.Value,
        detail: `${t('machine type')} · ${machineSize(type)}`,
        rank: commonTypes.includes(type.name) ? 2 : 3,
      }));
  if (name === 'region' && cloud !== 'aws')
    return Object.keys(regions).map(label => ({ label, kind: CompletionItemKind.Value, detail: t('region'), rank: 2 }));
  return [];
}

const zoneDetail = (region: string | undefined): string => (region === undefined ? 'zone' : t('a zone of {0}', region));

/** Whether another module's value is valid here: zones of other regions are not. */
export function fitsHere(context: CompletionContext, module: ModuleAtCursor, name: string, value: string): boolean {
  const cloud = cloudOf(module);
  if (!cloud || !ZONES.test(name)) return true;
  return value.split(',').every(zone => !zoneProblem(cloud, zone.trim(), regionAt(context, module)));
}

/** The most likely value of an attribute of the base, according to the label, the cloud's data, or the platform's other clusters. */
export function likelyValue(
  context: CompletionContext,
  module: ModuleAtCursor,
  name: string,
  type: Type,
): Value | undefined {
  const identifier = parseClusterIdentifier(module.label);
  const meaning = labelMeaning(module.label);
  const cloud = cloudOf(module);
  const { kind } = module.interface;
  if (kind === 'cluster' && name === 'base_domain') return textOf(domainsInUse(context)[0]);
  if (kind === 'cluster' && name === 'name_prefix') return textOf(identifier?.namePrefix);
  if (kind === 'cluster' && name === 'region' && cloud !== 'aws') return textOf(identifier?.region);
  if (kind === 'nodePool' && (name === 'name' || name === 'node_pool_name')) return textOf(meaning?.name);
  if (!cloud || kind !== 'cluster' || !ZONES.test(name)) return undefined;
  const zones = zonesAt(context, cloud, regionAt(context, module), 3);
  if (zones.length === 0) return undefined;
  return type.kind === 'string' ? string(zones.join(',')) : list({ kind: 'string' }, zones.map(string));
}

const textOf = (text: string | undefined): Value | undefined => (text === undefined ? undefined : string(text));

/** Of clusters in any cloud. */
const domainsInUse = (context: CompletionContext): string[] =>
  distinct(
    ...usagesAt(context).flatMap(usage =>
      ['aws', 'google', 'azurerm', 'scaleway'].map(cloud =>
        usage.valuesOf(`${cloud}/cluster`, 'base_domain', undefined),
      ),
    ),
  );

function zonesAt({ request }: CompletionContext, cloud: CloudProvider, region: string | undefined, most: number) {
  if (cloud === 'azurerm') return AZURE_ZONES;
  return region === undefined ? [] : zonesOf(request.model.regions, cloud, region, most);
}

function cloudOf({ interface: { provider } }: ModuleAtCursor): CloudProvider | undefined {
  return provider === 'kind' ? undefined : provider;
}

/** The region of the module's cluster: from its label, or else from its configuration or provider. */
function regionAt({ request: { model } }: CompletionContext, module: ModuleAtCursor): string | undefined {
  const { label, calls, interface: current } = module;
  const named = parseClusterIdentifier(labelMeaning(label)?.cluster ?? label)?.region;
  const [call] = calls;
  const { provider } = current;
  if (named !== undefined || !call || !provider || current.kind !== 'cluster') return named;
  const { environments, baseKey } = model.effectiveConfiguration(call);
  const base = environments.get(baseKey);
  const region = base && clusterRegion(call, base.value, baseKey, model, new DependencyTracker());
  return region?.kind === 'string' ? regionOfLocation(provider, region.value) : undefined;
}
