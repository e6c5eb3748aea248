/** What a check of a module call looks at. */
import type { EffectiveConfiguration } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import type { Schemas } from '../../kubestack/schemas/schemas';
import type { RequestContext } from '../../semantics/requestContext';

const withUnderstood = new WeakMap<EffectiveConfiguration, EffectiveConfiguration>();

/** The configuration with the environments as far as they are understood, so that one mistake hides no other. */
export function understoodConfiguration(effective: EffectiveConfiguration): EffectiveConfiguration {
  if (effective.environments === effective.understood || effective.diagnostics.length === 0) return effective;
  let understood = withUnderstood.get(effective);
  if (!understood) withUnderstood.set(effective, (understood = { ...effective, environments: effective.understood }));
  return understood;
}

export interface CallSubject {
  readonly call: ModuleCall;
  /**
   * Its environments are also there where Terraform refuses a part of the configuration: that part is unknown. They are empty where nothing of
   * it is understood.
   */
  readonly effective: EffectiveConfiguration;
  readonly schemas: Schemas;
  /** Takes note of what a check looks at besides its call, the effective configuration and the schemas. */
  readonly reads: DependencyTracker;
  /** For fixes: where places are in their files now. A check that looked at more of it would miss changes. */
  readonly request: RequestContext;
}
