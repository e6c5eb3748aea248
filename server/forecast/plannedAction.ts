/** What differences of a resource make of it. */
import type { Difference } from './compareArguments';
import { argumentName } from './providerValue';
import type { ResourceType } from './resourceFacts';

export type InstanceAction = 'create' | 'update' | 'replace' | 'destroy' | 'none' | 'unknown';

export type Certainty = 'yes' | 'no' | 'unknown';

/** @param triggered whether `replace_triggered_by` replaces it */
export function actionOf(differences: readonly Difference[], triggered: Certainty): InstanceAction {
  const effects = (effect: Difference['effect']): readonly Difference[] =>
    differences.filter(each => each.effect === effect);
  if (triggered === 'yes' || effects('replace').length > 0) return 'replace';
  if (triggered === 'unknown' || effects('unknown').some(({ mayReplace }) => mayReplace)) return 'unknown';
  if (effects('update').length > 0) return 'update';
  return differences.length > 0 ? 'unknown' : 'none';
}

/** Whether an output changes with an update. */
export function isChanging(name: string, differences: readonly Difference[], facts: ResourceType | undefined): boolean {
  const causes = facts?.changingOutputs.get(name);
  if (!causes) return false;
  return differences.some(({ path }) => {
    const top = String(path[0]);
    const isAny = causes.includes('*') && !causes.includes(`!${top}`);
    return isAny || causes.includes(argumentName(path)) || causes.includes(top);
  });
}
