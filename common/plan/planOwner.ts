import type { Owner } from './plan';

/** Labels of the module blocks of a platform's clusters, node pools and services, in the platform's order. */
export interface PlatformParts {
  readonly clusters: readonly {
    readonly name: string;
    readonly nodePools: readonly { readonly name: string }[];
    readonly services: readonly { readonly name: string }[];
  }[];
  /** Services that don't belong to a cluster. */
  readonly services: readonly { readonly name: string }[];
}

/** Finds the owner of each module call of a root module. */
export class PlanOwners {
  private readonly owners = new Map<string, Owner>();
  private readonly order = new Map<string, number>();
  /** Longest first, so that `a_b_c_feature_x` belongs to `a_b_c` and not to `a_b`. */
  private readonly clusters: readonly string[];
  /** Index of each cluster's last part. */
  private readonly ends = new Map<string, number>();

  constructor(platform?: PlatformParts) {
    for (const cluster of platform?.clusters ?? []) {
      this.add({ kind: 'cluster', name: cluster.name, cluster: cluster.name });
      for (const { name } of cluster.nodePools) this.add({ kind: 'nodePool', name, cluster: cluster.name });
      for (const { name } of cluster.services) this.add({ kind: 'service', name, cluster: cluster.name });
    }
    for (const { name } of platform?.services ?? []) this.add({ kind: 'service', name });
    this.clusters = (platform?.clusters ?? []).map(({ name }) => name).sort((a, b) => b.length - a.length);
  }

  /**
   * @param moduleAddress for example `module.eks_gc0_eu-west-1.module.cluster[0]`; '' for the root module
   * @returns the owner in the configuration; if it was removed, the owner is derived from its name
   */
  of(moduleAddress: string): Owner {
    const name = /^module\.([^.[]+)/.exec(moduleAddress)?.[1] ?? '';
    return this.owners.get(name) ?? this.byName(name);
  }

  /** @returns the position of the owner in the platform: clusters in order, each followed by its pools and services; others last. */
  position({ name, cluster }: Owner): number {
    const end = this.ends.get(cluster ?? '');
    // Removed parts come after existing ones.
    const afterParts = end === undefined ? undefined : end + 0.5;
    return this.order.get(name) ?? afterParts ?? this.order.size + (name === '' ? 1 : 0);
  }

  /** The framework's naming rules: `<cluster>_node_pool_<pool>`, `<cluster>_feature_<feature>`, and `<cluster>_service_<entry>` before. */
  private byName(name: string): Owner {
    const cluster = this.clusters.find(label => name.startsWith(`${label}_`));
    if (cluster === undefined) return { kind: 'other', name };
    const rest = name.slice(cluster.length);
    if (/^_node_pool_./.test(rest)) return { kind: 'nodePool', name, cluster };
    return { kind: /^_(?:feature|service)_./.test(rest) ? 'service' : 'other', name, cluster };
  }

  private add(owner: Owner): void {
    if (this.owners.has(owner.name)) return;
    const position = this.order.size;
    this.order.set(owner.name, position);
    this.owners.set(owner.name, owner);
    if (owner.cluster !== undefined) this.ends.set(owner.cluster, position);
  }
}
