import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import type { PlatformContext, ScaffoldContext } from '../scaffoldContext';

/** What a stage is about. */
export interface ReplacementTarget {
  readonly scaffoldContext: ScaffoldContext;
  readonly platform: PlatformContext;
  readonly root: ModuleInstance;
  /** The replaced module, or the cluster of a default pool. Undefined after its removal. */
  readonly old: ModuleCall | undefined;
}
