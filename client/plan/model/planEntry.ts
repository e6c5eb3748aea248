/** The state of environments' plans, as plain data. */
import type { AcceptedDrift } from '../../../common/drift/drift';
import type { Plan } from '../../../common/plan/plan';
import type { ChangeSource } from './changeSources';
import type { Phase, PlanOutcome } from '../run/planOutcome';

/** A running plan. */
export interface RunProgress {
  phase: Phase;
  /** Numbers of resources so far. */
  refreshed: number;
  planned: number;
  /** Start on the monotonic clock of `performance.now()`. */
  startedAt: number;
  /** Its changes without values, between the end of planning and of reading the plan. */
  listed?: Plan;
  /** Whether the user has cancelled it. */
  cancelling: boolean;
}

/** What a run of an environment is for: its plan, or what has changed outside of Terraform. */
export type RunPurpose = 'plan' | 'drift';

export interface PlanEntry {
  /** Folder of the platform, as a URI. */
  readonly platform: string;
  readonly environment: string;
  /** Set for a drift check; all other properties are then those of the check. */
  readonly purpose?: 'drift';
  running?: RunProgress;
  /** Outcome of the last plan. */
  outcome?: PlanOutcome;
  /** End of the last plan, in milliseconds since 1970. */
  endedAt?: number;
  /** Duration of the last plan, in milliseconds. */
  duration?: number;
  /** Accepted drift by the `id` of the resource, for a drift check. */
  accepted?: ReadonlyMap<string, AcceptedDrift>;
  /** The last successful plan, which is older than `outcome` if that is a failure. */
  plan?: Plan;
  /** Where the changes of a plan come from, by the `id` of the resource; set a moment after the plan. */
  sources?: { readonly plan: Plan; readonly byId: ReadonlyMap<string, ChangeSource> };
  /** `kubestack.plan.arguments` of `plan`. */
  arguments: readonly string[];
  /** Absolute paths of files that have changed since `plan`. If there are any, it is stale. */
  changedFiles: readonly string[];
}

/** The environments of one platform, in promotion order. */
export interface PlatformEntries {
  /** Folder of the platform, as a URI. */
  platform: string;
  /** The name that distinguishes it from other platforms. */
  name: string;
  entries: readonly PlanEntry[];
  /** The drift checks of the same environments. */
  driftChecks?: readonly PlanEntry[];
}

/** Whether a file has changed since the plan. */
export function isStale({ plan, changedFiles }: PlanEntry): boolean {
  return plan !== undefined && changedFiles.length > 0;
}
