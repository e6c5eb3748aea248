/** Labels for the arrows of a platform diagram: how many commits wait for promotion. */
import type { WaitingCommits } from '../../common/diagram/diagram';
import type { Stage } from '../promotion/stage';

/** @returns no entry for an environment if the previous environment's commit is unknown, as in a repository without a remote */
export const waitingCommits = (stages: readonly Stage[]): WaitingCommits[] =>
  stages.flatMap(({ environment, previous, source, waiting }) =>
    previous !== undefined && source ? [{ environment, commits: waiting.length }] : [],
  );
