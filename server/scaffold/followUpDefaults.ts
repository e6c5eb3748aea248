/** The usual steps after a change of a platform. */
import type { GitOpsFlow } from './followUp';
import { promotedThrough } from '../kubestack/inheritance/promotionOrder';
import { programOf } from './schemaGeneration';
import type { Ground } from './scaffoldContext';

/** Environments and program are the platform's, where nothing else is said. */
export function flowOf(
  { platform }: Pick<Ground, 'platform'>,
  flow: Omit<GitOpsFlow, 'environments' | 'program'> & Partial<GitOpsFlow>,
): GitOpsFlow {
  return {
    environments: promotionOrderOf(platform),
    program: programOf(platform?.generation ?? 'object'),
    ...flow,
  };
}

/** The internal environment first. */
export const promotionOrderOf = (platform: Ground['platform']): readonly string[] =>
  promotedThrough(platform?.described?.environments ?? [...(platform?.environments ?? [])].reverse());
