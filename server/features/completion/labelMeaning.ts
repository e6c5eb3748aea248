/** Determines the meaning of a module's label by the naming rules (docs/kubestack.md#names), before the rest of the block is written. */
import { providerOfLabel } from '../../../common/moduleKind';
import type { Provider } from '../../../common/protocol';

export interface LabelMeaning {
  readonly kind: 'cluster' | 'nodePool' | 'feature' | 'service';
  readonly provider: Provider;
  /** Label of the cluster, which is also the alias of its providers. */
  readonly cluster: string;
  /** The last part: node pool, feature, or catalog entry. */
  readonly name: string | undefined;
}

const PARTS = /^(?<cluster>(?:eks|aks|gke|scw)_.+?)_(?<kind>node_pool|feature|service)_(?<name>.+)$/;
const KINDS = { node_pool: 'nodePool', feature: 'feature', service: 'service' } as const;

/** Undefined for labels that don't follow the rules. */
export function labelMeaning(label: string): LabelMeaning | undefined {
  const provider = providerOfLabel(label);
  if (provider === undefined || provider === 'kind') return undefined;
  const { cluster, kind, name } = PARTS.exec(label)?.groups ?? {};
  if (cluster !== undefined) return { kind: KINDS[kind as keyof typeof KINDS], provider, cluster, name };
  // The identifier, or the name in starters: eks_zero.
  return /^[a-z]+_[^_]+(?:_[^_]+)?$/.test(label)
    ? { kind: 'cluster', provider, cluster: label, name: undefined }
    : undefined;
}

/** Names of a module's providers (docs/kubestack.md#providers). */
export function providersOf({ kind, provider }: LabelMeaning): readonly string[] {
  if (kind === 'feature' || kind === 'service') return ['kustomization'];
  return kind === 'cluster' && provider === 'aws' ? ['aws', 'kubernetes'] : [provider];
}

/** The label that matches a file's name; undefined if the name doesn't follow the rules. @param file `eks_gc0_eu-west-1_cluster.tf` */
export function labelOfFile(file: string): string | undefined {
  const stem = /^(.+)\.(?:tf|tofu)$/.exec(file)?.[1];
  const label = stem?.replace(/_cluster$/, '');
  const meaning = label === undefined ? undefined : labelMeaning(label);
  return meaning && (meaning.kind === 'cluster') === (stem !== label) ? label : undefined;
}
