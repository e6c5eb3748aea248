/** The input of a check of a module call. */
import type { EffectiveConfiguration } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import type { Schemas } from '../../kubestack/schemas/schemas';
import type { RequestContext } from '../../semantics/requestContext';

const withUnderstood = new WeakMap<EffectiveConfiguration, EffectiveConfiguration>();

/** The configuration with all environments that could be evaluated at least in part, so that one error does not hide other problems. */
export function understoodConfiguration(effective: EffectiveConfiguration): EffectiveConfiguration {
  if (effective.environments === effective.understood || effective.diagnostics.length === 0) return effective;
  let understood = withUnderstood.get(effective);
  if (!understood) withUnderstood.set(effective, (understood = { ...effective, environments: effective.understood }));
  return understood;
}

export interface CallSubject {
  readonly call: ModuleCall;
  /** Environments are available even if Terraform rejects a part of the configuration; that part is unknown. Empty if nothing could be evaluated. */
  readonly effective: EffectiveConfiguration;
  readonly schemas: Schemas;
  /** Records what a check reads in addition to the call, the effective configuration and the schemas. */
  readonly reads: DependencyTracker;
  /** For fixes, to find current positions in files. A check that reads more from it would not run again after changes. */
  readonly request: RequestContext;
}
