/** Computes facts about module calls and keeps them until something changes. */
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { DependencyTracker, validResult, type Cached } from '../../kubestack/memoization/dependencyTracker';

/** The calls that have a fact. */
type CallKinds = ModuleCall['module']['kind'] | 'all';

const facts: { readonly kinds: CallKinds; readonly factOf: (call: ModuleCall, model: PlatformModel) => unknown }[] = [];

/**
 * Memoizes a function of a call. Useful for what a check needs from every call after every edit, since not all effective configurations of a large
 * platform stay in memory.
 * @param kinds the calls for which checks use it
 * @param compute must record in `reads` what it reads in addition to the call
 */
export function perCall<T>(
  kinds: CallKinds,
  compute: (call: ModuleCall, model: PlatformModel, reads: DependencyTracker) => T,
): (call: ModuleCall, model: PlatformModel) => T {
  const kept = new WeakMap<ModuleCall, Cached<T>>();
  const factOf = (call: ModuleCall, model: PlatformModel): T => {
    const { revision } = model.workspace;
    const cached = validResult(kept.get(call), revision);
    if (cached) return cached.result;
    const reads = new DependencyTracker();
    const result = compute(call, model, reads);
    kept.set(call, { result, reads: reads.complete(), checkedAt: revision });
    return result;
  };
  facts.push({ kinds, factOf });
  return factOf;
}

/** Computes all facts of a call. The checks do this for one call after the other: the configurations of a large platform don't all stay in memory. */
export function prepareCall(call: ModuleCall, model: PlatformModel): void {
  for (const { kinds, factOf } of facts) {
    if (kinds !== 'all' && kinds !== call.module.kind) continue;
    try {
      factOf(call, model);
    } catch {
      // The check that uses the fact fails too, and its failure is reported.
    }
  }
}

/** An object that is identical for all calls that share a configuration, such as calls inside a module that is bound to many clusters. */
export const callConfiguration = perCall('all', (call, model, reads) => model.configurationIdentity(call, reads));
