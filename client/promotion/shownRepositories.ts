/** Selects the repositories that the promotion views show, and explains empty views. */
import type { PromotionViewState } from '../core/ids';
import type { ShownRepository } from './promotionNode';
import type { Stage } from './stage';
import { isWaiting } from './stageText';

/** The repositories with only the environments for which commits wait; those without any are left out. */
export const onlyWaiting = (repositories: readonly ShownRepository[]): ShownRepository[] =>
  repositories
    .map(repository => ({ ...repository, stages: repository.stages.filter(isWaiting) }))
    .filter(({ stages }) => stages.length > 0);

/**
 * @param problem why there are no repositories; '' where there are some, or nobody has looked yet.
 * @param repositories all that were found, with what Git has told of each; undefined where it could not be read.
 */
export function promotionViewState(
  problem: string,
  repositories: readonly { readonly reading?: unknown; readonly stages: readonly Stage[] }[],
): PromotionViewState {
  if (problem !== '') return 'empty';
  if (repositories.length === 0) return 'loading';
  if (repositories.every(({ reading }) => reading === undefined)) return 'failed';
  return repositories.every(({ stages }) => stages.length === 0) ? 'noEnvironments' : 'none';
}
