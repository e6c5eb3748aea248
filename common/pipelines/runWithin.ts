/** Runs of pipelines within the limits. */
import { TooMuchError } from './budget';
import type { JobRun, PossibleRun } from './event';

/**
 * Determines the jobs of a run.
 * @param jobsOf calls its parameter if not all jobs are known
 * @returns no jobs if the work exceeds the limits
 */
export function* runWithin(
  jobsOf: (incomplete: () => void) => Generator<undefined, readonly JobRun[]>,
): Generator<undefined, PossibleRun> {
  let isComplete = true;
  try {
    const jobs = yield* jobsOf(() => (isComplete = false));
    return { jobs, isComplete, exceedsLimits: false };
  } catch (error) {
    if (error instanceof TooMuchError) return { jobs: [], isComplete: false, exceedsLimits: true };
    throw error;
  }
}

/** All jobs of several runs. */
export const mergedRuns = (runs: readonly PossibleRun[]): PossibleRun => ({
  jobs: runs.flatMap(({ jobs }): readonly JobRun[] => jobs),
  isComplete: runs.every(({ isComplete }) => isComplete),
  exceedsLimits: runs.some(({ exceedsLimits }) => exceedsLimits),
});
