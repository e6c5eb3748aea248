/** What the arrows of a platform diagram say: how many commits wait to be promoted. */
import type { WaitingCommits } from '../../common/diagram/diagram';
import type { Stage } from '../promotion/stage';

/** @returns nothing for a repository that does not promote: what is not deployed by tags waits for nothing */
export function waitingCommits(stages: readonly Stage[]): WaitingCommits[] {
  if (stages.every(({ history }) => history.length === 0)) return [];
  return stages.flatMap(({ environment, previous, source, waiting }) =>
    previous !== undefined && source ? [{ environment, commits: waiting.length }] : [],
  );
}
