/** Selects the repositories for the promotion views, and explains empty views. */
import type { PromotionViewState } from '../core/ids';
import type { ShownRepository } from './promotionNode';
import type { Stage } from './stage';
import { isWaiting } from './stageText';

/** Why a window has no repositories: Git isn't installed, or no platform is in a repository. */
export type RepositoriesProblem = 'noGit' | 'noRepository';

/** The repositories with only those environments for which commits wait. Repositories without any are left out. */
export const onlyWaiting = (repositories: readonly ShownRepository[]): ShownRepository[] =>
  repositories
    .map(repository => ({ ...repository, stages: repository.stages.filter(isWaiting) }))
    .filter(({ stages }) => stages.length > 0);

/**
 * @param problem why there are no repositories; undefined if there are some, or if they are not known yet.
 * @param repositories all repositories with their data from Git; undefined if it could not be read.
 */
export function promotionViewState(
  problem: RepositoriesProblem | undefined,
  repositories: readonly { readonly reading?: unknown; readonly stages: readonly Stage[] }[],
): PromotionViewState {
  if (problem !== undefined) return problem === 'noGit' ? 'noGit' : 'empty';
  if (repositories.length === 0) return 'loading';
  if (repositories.every(({ reading }) => reading === undefined)) return 'failed';
  return repositories.every(({ stages }) => stages.length === 0) ? 'noEnvironments' : 'none';
}
