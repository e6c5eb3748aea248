/** The usual steps after a change of a platform. */
import type { FollowUpInput } from './followUp';
import { promotedThrough } from '../kubestack/inheritance/promotionOrder';
import type { ScaffoldContext } from './scaffoldContext';

/** The platform's environments and program by default. */
export function followUpDefaults(
  { platform }: Pick<ScaffoldContext, 'platform'>,
  flow: Omit<FollowUpInput, 'environments' | 'program'> & Partial<FollowUpInput>,
): FollowUpInput {
  return {
    environments: promotionOrderOf(platform),
    program: platform?.program ?? 'tofu',
    ...flow,
  };
}

/** The internal environment first. */
export const promotionOrderOf = (platform: ScaffoldContext['platform']): readonly string[] =>
  promotedThrough(platform?.described?.environments ?? [...(platform?.environments ?? [])].reverse());
