/** Which changes of a plan are shown. */
import type { PlannedAction, PlannedResource } from '../../../../common/plan/plan';

export interface PlanFilter {
  /** None: all. */
  actions: readonly PlannedAction[];
  /** Parts of the address, all of which must be in it; case does not matter. '': any. */
  text: string;
}

export const NO_FILTER: PlanFilter = { actions: [], text: '' };

/** Whether everything is shown. */
export function showsAll({ actions, text }: PlanFilter): boolean {
  return actions.length === 0 && text.trim() === '';
}

/** @returns what passes; the list itself when everything does. */
export function filtered(resources: readonly PlannedResource[], filter: PlanFilter): readonly PlannedResource[] {
  if (showsAll(filter)) return resources;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return resources.filter(({ action, id, previousAddress = '' }) => {
    if (filter.actions.length > 0 && !filter.actions.includes(action)) return false;
    const where = `${id} ${previousAddress}`.toLowerCase();
    return words.every(word => where.includes(word));
  });
}
