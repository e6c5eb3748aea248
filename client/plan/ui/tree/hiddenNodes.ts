/** The item that the plan view shows if its filter hides all changes. */
import { Command } from '../../../core/ids';
import type { Plan } from '../../../../common/plan/plan';
import type { PlanEntry } from '../../model/planEntry';
import { filtered } from './planFilter';
import { idBelow, type PlanNode } from './planNode';
import type { PlanTreeContext } from './planTreeContext';
import { t } from '../../../../common/localization';

/** @returns an item with the number of hidden changes, which clears the filter; undefined unless the filter hides all changes. */
export function hiddenNodes(plan: Plan, entry: PlanEntry, parentId: string, { filter }: PlanTreeContext): PlanNode[] {
  const all = [...plan.changes, ...plan.drift];
  if (all.length === 0 || filtered(all, filter).length > 0) return [];
  const label = all.length === 1 ? t('The filter hides 1 change') : t('The filter hides {0} changes', all.length);
  const title = t('Clear Filter');
  return [
    {
      kind: 'planMessage',
      id: idBelow(parentId, 'hidden'),
      label,
      description: title,
      icon: 'filter',
      details: () => [label, title],
      accessibilityLabel: `${label}, ${title}`,
      platform: entry.platform,
      environment: entry.environment,
      target: { kind: 'command', command: Command.planClearFilter, title },
      expanded: false,
    },
  ];
}
