/**
 *
 * See docsWhat the label of a module says by the naming rules, before anything else of the block is written (docs/kubestack.md#names).
 */
import { providerOfLabel } from '../../kubestack/modules/moduleSource';
import type { Provider } from '../../../common/protocol';

export interface LabelMeaning {
  readonly kind: 'cluster' | 'nodePool' | 'feature' | 'service';
  readonly provider: Provider;
  /** The label of the cluster, which is also the alias of its providers. */
  readonly cluster: string;
  /** The last part: pool, feature, or entry of the catalog. */
  readonly name: string | undefined;
}

const PARTS = /^(?<cluster>(?:eks|aks|gke|scw)_.+?)_(?<kind>node_pool|feature|service)_(?<name>.+)$/;
const KINDS = { node_pool: 'nodePool', feature: 'feature', service: 'service' } as const;

/** Undefined for labels that follow no rule. */
export function labelMeaning(label: string): LabelMeaning | undefined {
  const provider = providerOfLabel(label);
  if (provider === undefined || provider === 'kind') return undefined;
  const { cluster, kind, name } = PARTS.exec(label)?.groups ?? {};
  if (cluster !== undefined) return { kind: KINDS[kind as keyof typeof KINDS], provider, cluster, name };
  // The identifier, and what starters call theirs: eks_zero.
  return /^[a-z]+_[^_]+(?:_[^_]+)?$/.test(label)
    ? { kind: 'cluster', provider, cluster: label, name: undefined }
    : undefined;
}

/** Names under which a module takes providers (docs/kubestack.md#providers). */
export function providersOf({ kind, provider }: LabelMeaning): readonly string[] {
  if (kind === 'feature' || kind === 'service') return ['kustomization'];
  return kind === 'cluster' && provider === 'aws' ? ['aws', 'kubernetes'] : [provider];
}

/** The label that a file's name asks for; undefined where it follows no rule. @param file `eks_gc0_eu-west-1_cluster.tf` */
export function labelOfFile(file: string): string | undefined {
  const stem = /^(.+)\.(?:tf|tofu)$/.exec(file)?.[1];
  const label = stem?.replace(/_cluster$/, '');
  const meaning = label === undefined ? undefined : labelMeaning(label);
  return meaning && (meaning.kind === 'cluster') === (stem !== label) ? label : undefined;
}
