/** The filter of a plan's changes. */
import type { PlannedAction, PlannedResource } from '../../../../common/plan/plan';

export interface PlanFilter {
  /** Selected actions; empty for all. */
  actions: readonly PlannedAction[];
  /** Parts that the address must contain, in any letter case; '' for any address. */
  text: string;
}

export const NO_FILTER: PlanFilter = { actions: [], text: '' };

/** Whether everything is shown. */
export function showsAll({ actions, text }: PlanFilter): boolean {
  return actions.length === 0 && text.trim() === '';
}

/** @returns the changes that match; the same list if all of them match. */
export function filtered(resources: readonly PlannedResource[], filter: PlanFilter): readonly PlannedResource[] {
  if (showsAll(filter)) return resources;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return resources.filter(({ action, id, previousAddress = '' }) => {
    if (filter.actions.length > 0 && !filter.actions.includes(action)) return false;
    const where = `${id} ${previousAddress}`.toLowerCase();
    return words.every(word => where.includes(word));
  });
}
