/** What a check of a module call looks at. */
import type { EffectiveConfiguration } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import type { Schemas } from '../../kubestack/schemas/schemas';
import type { RequestContext } from '../../semantics/requestContext';

export interface CallSubject {
  readonly call: ModuleCall;
  /** Its environments are empty where the configuration is not understood. */
  readonly effective: EffectiveConfiguration;
  readonly schemas: Schemas;
  /** Takes note of what a check looks at besides its call, the effective configuration and the schemas. */
  readonly reads: DependencyTracker;
  /** For fixes: where places are in their files now. A check that looked at more of it would miss changes. */
  readonly request: RequestContext;
}
