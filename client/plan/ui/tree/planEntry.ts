/** What the plan view knows of one environment of one platform. Plain data. */
import type { Plan } from '../../../../common/plan/plan';
import type { Phase, PlanOutcome } from '../../run/planOutcome';

/** A plan that goes on. */
export interface RunProgress {
  phase: Phase;
  /** Numbers of resources so far. */
  refreshed: number;
  planned: number;
  /** On the clock of `performance.now()`, which does not jump. */
  startedAt: number;
  /** What it changes, without values, from when terraform has planned until the plan is read. */
  listed?: Plan;
  /** The person has asked it to stop. */
  cancelling: boolean;
}

export interface PlanEntry {
  /** Folder of the platform, as a URI. */
  readonly platform: string;
  readonly environment: string;
  running?: RunProgress;
  /** How the last plan ended. */
  outcome?: PlanOutcome;
  /** When, in milliseconds since 1970. */
  endedAt?: number;
  /** How long the last plan took, in milliseconds. */
  duration?: number;
  /** The last plan that came to its end; older than `outcome` when that is a failure. */
  plan?: Plan;
  /** `kubestack.plan.arguments` as they were for `plan`. */
  arguments: readonly string[];
  /** Absolute paths of files that are not what they were for `plan`. It is stale when there is one. */
  changedFiles: readonly string[];
}

/** Whether a file has changed since the plan. */
export function isStale({ plan, changedFiles }: PlanEntry): boolean {
  return plan !== undefined && changedFiles.length > 0;
}
