/** What the arrows of a platform diagram say: how many commits wait to be promoted. */
import type { WaitingCommits } from '../../common/diagram/diagram';
import type { Stage } from '../promotion/stage';

/** @returns nothing for an environment when it is not known what is in the one before it, as in a repository without a remote */
export const waitingCommits = (stages: readonly Stage[]): WaitingCommits[] =>
  stages.flatMap(({ environment, previous, source, waiting }) =>
    previous !== undefined && source ? [{ environment, commits: waiting.length }] : [],
  );
