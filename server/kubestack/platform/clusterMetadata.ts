/** The computed names of a cluster. Follows the framework's naming rules (docs/kubestack.md#names): name, domain and FQDN of `common/metadata`. */
import type { Provider } from '../../../common/protocol';
import { object, string, tuple, unknown } from '../../hcl/values/value';
import type { ObjectValue, Value } from '../../hcl/model';

/** The provider's name in domains and labels. */
const DOMAIN_PARTS: Readonly<Record<Provider, string>> = {
  aws: 'aws',
  azurerm: 'azure',
  google: 'gcp',
  scaleway: 'scw',
  kind: 'kind',
};

export interface ClusterMetadata {
  readonly name: string;
  readonly fqdn: string;
}

/** `current_metadata` of a cluster module, with unknown values for unknown parts. */
export function metadataValue(
  configuration: ObjectValue,
  provider: Provider,
  environment: string,
  region: Value,
): ObjectValue {
  const name = nameOf(configuration.entries.get('name_prefix'), environment, region);
  const domain = domainOf(configuration.entries.get('base_domain'), provider);
  const fqdn = name !== undefined && domain !== undefined ? `${name}.${domain}` : undefined;
  const namespace = provider === 'azurerm' ? 'kubestack.com-' : 'kubestack.com/';
  const known = (text: string | undefined): Value =>
    text === undefined ? unknown({ kind: 'string' }, undefined, true) : string(text);
  const labels: [string, Value][] = [
    ['cluster_name', known(name)],
    ['cluster_domain', known(domain)],
    ['cluster_fqdn', known(fqdn)],
    ['cluster_workspace', string(environment)],
    ['cluster_provider_name', string(DOMAIN_PARTS[provider])],
    ['cluster_provider_region', region],
  ];
  return object(
    new Map<string, Value>([
      ['name', known(name)],
      ['domain', known(domain)],
      ['fqdn', known(fqdn)],
      ['labels', object(new Map(labels.map(([key, value]) => [namespace + key, value])))],
      ['label_namespace', string(namespace)],
      ['tags', tuple([known(name), string(environment), string(DOMAIN_PARTS[provider]), region])],
    ]),
  );
}

/** Name and domain name of a cluster; undefined if they are known only after plan. */
export function readMetadata(value: ObjectValue): ClusterMetadata | undefined {
  const name = value.entries.get('name');
  const fqdn = value.entries.get('fqdn');
  return name?.kind === 'string' && fqdn?.kind === 'string' ? { name: name.value, fqdn: fqdn.value } : undefined;
}

/** Null and empty parts are omitted; undefined if one is unknown. */
function nameOf(prefix: Value | undefined, environment: string, region: Value): string | undefined {
  const parts = [prefix, string(environment), region].map(part => {
    // A name that contains a secret is not shown.
    if (part?.kind === 'unknown' || part?.sensitive) return undefined;
    return part?.kind === 'string' ? part.value : '';
  });
  return parts.includes(undefined) ? undefined : parts.filter(part => part !== '').join('-');
}

function domainOf(baseDomain: Value | undefined, provider: Provider): string | undefined {
  if (baseDomain?.kind !== 'string' || baseDomain.sensitive) return undefined;
  return [DOMAIN_PARTS[provider], ...baseDomain.value.split('.').filter(part => part !== '')].join('.');
}
