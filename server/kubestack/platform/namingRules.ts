/** Rules for names and domains (docs/kubestack.md#names). */
import { t } from '../../../common/localization';
import { withoutTrailing } from '../../../common/withoutTrailing';

/** Why a string is not a valid `name_prefix`; undefined if it is. */
export function namePrefixProblem(prefix: string): string | undefined {
  if (prefix === '') return t('it is empty');
  if (prefix.includes('_')) return t('it has an underscore');
  if (/[A-Z]/.test(prefix)) return t('it has capital letters');
  if (/^-|-$/.test(prefix)) return t('it begins or ends with a dash');
  return /^[a-z0-9-]+$/.test(prefix) ? undefined : t('it has characters that are not allowed in cloud resource names');
}

/** A similar valid prefix; undefined if nothing is left of it. */
export function repairedNamePrefix(prefix: string): string | undefined {
  const hyphenated = prefix.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  const repaired = withoutTrailing(hyphenated.replace(/^-+/, ''), '-');
  return repaired === '' || repaired === prefix ? undefined : repaired;
}

/** Why a string is not a valid `base_domain`; undefined if it is. A trailing dot is allowed. */
export function baseDomainProblem(domain: string): string | undefined {
  if (domain === '') return t('it is empty');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(domain)) return t('it is a URL, not a domain');
  if (domain.length > 253) return t('it is longer than 253 characters');
  const labels = domain.replace(/\.$/, '').split('.');
  if (labels.includes('')) return t('it has an empty part');
  if (labels.some(label => label.length > 63)) return t('it has a part longer than 63 characters');
  return labels.every(label => /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/i.test(label))
    ? undefined
    : t('it is not a domain');
}

/** The domain in a URL; undefined if there is none. */
export function repairedBaseDomain(domain: string): string | undefined {
  const host = domain
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/:?#].*$/s, '');
  const bare = withoutTrailing(host.replace(/^\.+/, ''), '.');
  return bare !== domain && bare.includes('.') && baseDomainProblem(bare) === undefined ? bare : undefined;
}

/** Names of AKS node pools: lowercase letters and digits, at most twelve. */
export const isAksPoolName = (name: string): boolean => /^[a-z][a-z0-9]{0,11}$/.test(name);

/** Parts of `<prefix>_<name_prefix>_<region>`. */
export interface ClusterIdentifier {
  readonly cloud: 'eks' | 'aks' | 'gke' | 'scw';
  readonly namePrefix: string;
  readonly region: string;
}

/** Undefined for other labels, such as those of the starters (`eks_zero`). */
export function parseClusterIdentifier(label: string): ClusterIdentifier | undefined {
  const match = /^(eks|aks|gke|scw)_([^_]+)_([^_]+)$/.exec(label);
  return match
    ? { cloud: match[1] as ClusterIdentifier['cloud'], namePrefix: match[2]!, region: match[3]! }
    : undefined;
}

/** The cluster whose name is the longest prefix of a module, file or provider name; undefined if there is none. */
export function clusterInName(name: string, clusters: ReadonlySet<string>): string | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('_', end - 1)) {
    const start = name.slice(0, end);
    if (clusters.has(start)) return start;
  }
  return undefined;
}
