import type { Platform } from '../../server/protocol';
import type { Owner } from './plan';

/** Knows for each module call of a root module which part of the platform it is. */
export class PlanOwners {
  readonly #owners = new Map<string, Owner>();
  readonly #order = new Map<string, number>();

  constructor(platform?: Pick<Platform, 'clusters' | 'services'>) {
    for (const cluster of platform?.clusters ?? []) {
      this.#add({ kind: 'cluster', name: cluster.name, cluster: cluster.name });
      for (const { name } of cluster.nodePools) this.#add({ kind: 'nodePool', name, cluster: cluster.name });
      for (const { name } of cluster.services) this.#add({ kind: 'service', name, cluster: cluster.name });
    }
    for (const { name } of platform?.services ?? []) this.#add({ kind: 'service', name });
  }

  /** @param moduleAddress `module.eks_gc0_eu-west-1.module.cluster[0]`; '' for the root module. */
  of(moduleAddress: string): Owner {
    const name = /^module\.([^.[]+)/.exec(moduleAddress)?.[1] ?? '';
    return this.#owners.get(name) ?? { kind: 'other', name };
  }

  /** @returns where the owner stands in the platform: clusters in its order, each followed by its pools and services; others last. */
  position({ name }: Owner): number {
    return this.#order.get(name) ?? this.#order.size + (name === '' ? 1 : 0);
  }

  #add(owner: Owner): void {
    if (this.#owners.has(owner.name)) return;
    this.#order.set(owner.name, this.#order.size);
    this.#owners.set(owner.name, owner);
  }
}
