/** The effects of a pipeline on the environments of a platform. */
import type { TerraformRun } from './commandRun';
import { pathInRepository } from './directory';
import type { JobRun, PossibleRun } from './event';
import type { Truth } from './values/truth';

/** A call of terraform in a job. */
export interface Effect {
  readonly job: JobRun;
  readonly run: TerraformRun;
  /** Whether it works in the platform's folder. */
  readonly isHere: Truth;
}

/** Subcommands that change resources. */
const APPLIES = new Set(['apply', 'destroy']);

export const isApply = ({ run }: Effect): boolean => APPLIES.has(run.command);
export const isPlan = ({ run }: Effect): boolean => run.command === 'plan' && !run.refreshOnly;
/** Whether it only reads what has changed outside of Terraform. */
export const isDriftCheck = ({ run }: Effect): boolean => run.command === 'plan' && run.refreshOnly;
export const isSelection = ({ run }: Effect): boolean => /^workspace (?:select|new)$/.test(run.command);

/**
 * The terraform calls that run in the platform's folder, or may, in execution order.
 * @param folder of the platform, from the root of the repository; '' for the root itself
 */
export function effectsOf({ jobs }: PossibleRun, folder: string): Effect[] {
  return jobs.flatMap(job =>
    job.record.terraform.flatMap(run => {
      const path = pathInRepository(run.directory, job.checkout);
      const isHere = path === undefined ? undefined : path === folder;
      return isHere === false || run.happens === false ? [] : [{ job, run, isHere }];
    }),
  );
}

/** Whether it works in an environment, or selects one. */
export const usesEnvironment = (effect: Effect): boolean =>
  [isSelection, isPlan, isDriftCheck, isApply].some(isKind => isKind(effect));

/** The effects of jobs that do something else than check drift: what a drift job selects is neither planned nor applied. */
export function withoutDriftJobs(effects: readonly Effect[]): Effect[] {
  const others = new Set(effects.filter(effect => isPlan(effect) || isApply(effect)).map(({ job }) => job));
  const drift = new Set(effects.filter(isDriftCheck).map(({ job }) => job));
  return effects.filter(({ job }) => !drift.has(job) || others.has(job));
}

/** Whether some commands of a run are unknown, or not all of its jobs are known. */
export const isOpaque = ({ jobs, isComplete }: PossibleRun): boolean =>
  !isComplete || jobs.some(({ record }) => record.opaque.some(({ happens }) => happens !== false));
