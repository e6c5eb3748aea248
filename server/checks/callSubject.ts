/** What a check of a module call looks at. */
import type { EffectiveConfiguration } from '../kubestack/effectiveConfiguration';
import type { ModuleCall } from '../kubestack/moduleCall';
import type { Schemas } from '../kubestack/schemas';
import type { Snapshot } from '../features/snapshot';

export interface CallSubject {
  readonly call: ModuleCall;
  /** Its environments are empty where the configuration is not understood. */
  readonly effective: EffectiveConfiguration;
  readonly schemas: Schemas;
  /** For fixes: where places are in their files now. A check that looked at more of it would miss changes. */
  readonly snapshot: Snapshot;
}
