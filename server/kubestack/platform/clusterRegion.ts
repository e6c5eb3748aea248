/**
 * The region of a cluster: EKS takes it from the provider (its zones are in that region), GKE and Scaleway from the configuration, AKS from its
 * resource group (which only Azure knows). See docs/kubestack.md#providers.
 */
import { memoize } from '../../../common/memoize';
import type { Expression, Item } from '../../syntax/ast';
import { literalKey } from '../../hcl/values/objectKey';
import { string, unknown } from '../../hcl/values/value';
import { declaredAttribute } from '../../workspace/declarations';
import { withoutParentheses } from '../inheritance/configurationEntries';
import { evaluateIn, type Declarations } from '../modules/instanceReferences';
import { literalText } from '../modules/literalText';
import type { ModuleCall } from '../modules/moduleCall';
import type { DependencyTracker } from '../memoization/dependencyTracker';
import type { ObjectValue, Value } from '../../hcl/model';

export function clusterRegion(
  call: ModuleCall,
  configuration: ObjectValue,
  environment: string,
  declarations: Declarations,
  reads: DependencyTracker,
): Value {
  switch (call.module.provider) {
    case 'google':
    case 'scaleway':
      return configuration.entries.get('region') ?? unknown();
    case 'kind':
      return string('localhost');
    case 'aws':
      return providerRegion(call, environment, declarations, reads) ?? zonesRegion(configuration);
    default:
      return unknown({ kind: 'string' }, undefined, true);
  }
}

/**
 * The region that a cluster's base environment or its provider sets as a constant; otherwise undefined.
 * @param base the base environment, which does not inherit
 */
export function writtenRegion(
  call: ModuleCall,
  base: string,
  declarations: Declarations,
  reads: DependencyTracker,
): string | undefined {
  const { declaration, instance, module } = call;
  if (module.provider === 'aws') {
    const provider = reads.read(
      declarations.sourcesOf(instance).declaration('provider', providerOf(call, 'aws') ?? 'aws'),
    );
    return provider && literalText(declaredAttribute(provider, 'region')?.attribute.value);
  }
  if (module.provider !== 'google' && module.provider !== 'scaleway') return undefined;
  const environment = entryOf(declaredAttribute(declaration, 'configuration')?.attribute.value, base);
  // An empty string may mean that it is not set.
  return literalText(entryOf(environment, 'region')) || undefined;
}

/** The value of a key in an object expression. If a key is repeated, the last one wins. */
function entryOf(expression: Expression | undefined, name: string): Expression | undefined {
  const object = expression && withoutParentheses(expression);
  return object?.kind === 'object' ? object.items.findLast(({ key }) => literalKey(key) === name)?.value : undefined;
}

/** A zone of a region, `eu-west-1a`; also a local zone, `us-west-2-lax-1a`. */
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d+)(?:-[a-z]+-\d+)?[a-z]$/;

/**
 * The common region of all zones of an EKS cluster, since a provider of another region could not use them. Unknown if the zones are unknown or in
 * several regions.
 */
function zonesRegion(configuration: ObjectValue): Value {
  const zones = configuration.entries.get('cluster_availability_zones');
  const elements = zones && 'elements' in zones ? [...zones.elements] : zones ? [zones] : [];
  // Releases up to v0.19.2 have them in one string.
  const names = elements.map(each => (each.kind === 'string' && !each.sensitive ? each.value.split(',') : [])).flat();
  const regions = new Set(names.map(name => ZONE.exec(name.trim())?.[1]));
  const [region] = regions;
  const isWhole = elements.length > 0 && elements.every(({ kind }) => kind === 'string');
  return isWhole && regions.size === 1 && region !== undefined
    ? string(region)
    : unknown({ kind: 'string' }, undefined, true);
}

/** Undefined if no provider block sets it. */
function providerRegion(
  call: ModuleCall,
  environment: string,
  declarations: Declarations,
  reads: DependencyTracker,
): Value | undefined {
  const { instance } = call;
  const provider = reads.read(
    declarations.sourcesOf(instance).declaration('provider', providerOf(call, 'aws') ?? 'aws'),
  );
  const region = provider && declaredAttribute(provider, 'region');
  if (!region) return undefined;
  return evaluateIn(declarations, instance, region.item, region.attribute.value, environment, reads).value;
}

/** The provider that a call passes under a name: `kubernetes = kubernetes.eks_a` → `kubernetes.eks_a`. */
export function providerOf(call: Pick<ModuleCall, 'declaration'>, name: string): string | undefined {
  for (const entry of providersMap(call)) if (entry.name === name) return entry.provider;
  return undefined;
}

export interface PassedProvider {
  readonly name: string;
  /** `aws` or `aws.alias`: which provider block. */
  readonly provider: string;
  /**
   * The key of an instance with `for_each`, which OpenTofu supports: `eu-west-1` of `aws.by_region["eu-west-1"]`. Undefined if it is an
   * expression.
   */
  readonly key?: string;
  /** With the key, as written. */
  readonly written: string;
  readonly item: Item;
  /** The reference to the provider block. */
  readonly expression: Expression;
}

/** The entries of a call's `providers` map. */
export const providersMap = ({ declaration }: Pick<ModuleCall, 'declaration'>): readonly PassedProvider[] =>
  providersIn(declaration);

const providersIn = memoize(readProviders);

function readProviders(declaration: ModuleCall['declaration']): PassedProvider[] {
  const part = declaredAttribute(declaration, 'providers');
  const value = part && withoutParentheses(part.attribute.value);
  if (!part || value?.kind !== 'object') return [];
  return value.items.flatMap(({ key: as, value: expression }): PassedProvider[] => {
    const name = as.kind === 'attribute' && as.target.kind === 'name' ? `${as.target.name}.${as.name}` : literalKey(as);
    const { item } = part;
    const block = providerBlock(expression);
    const provider = providerAddress(block);
    if (name === undefined || provider === undefined) return [];
    const key = expression.kind === 'index' && expression.key.kind === 'text' ? { key: expression.key.value } : {};
    const written = expression.kind === 'index' ? item.text.slice(expression.start, expression.end) : provider;
    return [{ name, provider, ...key, written, item, expression: block }];
  });
}

/** `aws.alias` of `aws.alias["key"]`. */
export const providerBlock = (expression: Expression): Expression =>
  expression.kind === 'index' ? expression.target : expression;

/** `aws` and `aws.alias` in a `providers` map, also quoted as in older files. */
export function providerAddress(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'text') return expression.value;
  return expression.kind === 'attribute' && expression.target.kind === 'name'
    ? `${expression.target.name}.${expression.name}`
    : undefined;
}
