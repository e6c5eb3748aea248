/** Computes facts about module calls and keeps them until something changes. */
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { DependencyTracker, validResult, type Cached } from '../../kubestack/memoization/dependencyTracker';

/**
 * Memoizes a function of a call. Useful for what a check needs from every call after every edit, since not all effective configurations of a large
 * platform stay in memory.
 * @param compute must record in `reads` what it reads in addition to the call
 */
export function perCall<T>(
  compute: (call: ModuleCall, model: PlatformModel, reads: DependencyTracker) => T,
): (call: ModuleCall, model: PlatformModel) => T {
  const kept = new WeakMap<ModuleCall, Cached<T>>();
  return (call, model) => {
    const { revision } = model.workspace;
    const cached = validResult(kept.get(call), revision);
    if (cached) return cached.result;
    const reads = new DependencyTracker();
    const result = compute(call, model, reads);
    kept.set(call, { result, reads: reads.complete(), checkedAt: revision });
    return result;
  };
}

/** An object that is identical for all calls that share a configuration, such as calls inside a module that is bound to many clusters. */
export const callConfiguration = perCall((call, model, reads) => model.configurationIdentity(call, reads));
