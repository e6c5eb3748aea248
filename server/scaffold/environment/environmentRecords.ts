/** Updates other places that list the environments of a platform: the README, and the pipeline. */
import { setSetting } from '../../edits/readmeTableEdits';
import { promotedThrough, promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { editReadme, README } from '../editReadme';
import { promotionOrderOf } from '../followUpDefaults';
import { patchedSteps } from '../readmeSteps';
import type { ScaffoldContext } from '../scaffoldContext';
import { updatePipelines } from '../pipeline/updatePipelines';

export interface EnvironmentChange {
  /** All environments after the change, most critical first. */
  readonly order: readonly string[];
  /** The base after the change. */
  readonly base: string;
}

/** The internal environment first, after the change. */
export const promotionAfter = ({ request }: ScaffoldContext, { order, base }: EnvironmentChange): string[] =>
  promotedThrough(promotionOrder(order, base, request.settings.environments));

/** Updates the README and the pipelines; returns notes on what must be changed by hand. */
export function recordEnvironments(scaffoldContext: ScaffoldContext, change: EnvironmentChange): string[] {
  const { changes, platform } = scaffoldContext;
  editReadme(changes, (text, readme) => [
    ...setSetting(text, readme, 'environmentNames', change.order.join(', ')),
    ...(change.base === platform?.base ? [] : setSetting(text, readme, 'baseEnvironment', change.base)),
  ]);
  const environments = promotionAfter(scaffoldContext, change);
  const readme = changes.text(README);
  if (readme !== undefined) changes.write(README, patchedSteps(readme, promotionOrderOf(platform), environments));
  return updatePipelines(scaffoldContext, { environments });
}
