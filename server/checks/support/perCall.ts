/** What is found out of one module call is kept while what was looked at is the same. */
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { DependencyTracker, validResult, type Cached } from '../../kubestack/memoization/dependencyTracker';

/**
 * A function of a call that keeps its result. Effective configurations of a large platform are not all kept, so whatever a check needs of
 * every call after every edit is taken out of them here.
 * @param compute records in `reads` what it looks at besides the call itself
 */
export function perCall<T>(
  compute: (call: ModuleCall, model: PlatformModel, reads: DependencyTracker) => T,
): (call: ModuleCall, model: PlatformModel) => T {
  const kept = new WeakMap<ModuleCall, Cached<T>>();
  return (call, model) => {
    const { revision } = model.workspace;
    const known = validResult(kept.get(call), revision);
    if (known) return known.result;
    const reads = new DependencyTracker();
    const result = compute(call, model, reads);
    kept.set(call, { result, reads, checkedAt: revision });
    return result;
  };
}

/** The same object for calls that share one configuration, as those of a module that is bound to many clusters do. */
export const callConfiguration = perCall((call, model, reads) => model.configurationIdentity(call, reads));
