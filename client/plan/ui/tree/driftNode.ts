/** Creates the item of a drift check below its environment in the plan view. */
import type { PlannedResource } from '../../../../common/plan/plan';
import { dividedDrift, driftLimit, driftTexts, type DividedDrift } from '../../model/drift';
import { t } from '../../../../common/localization';
import { driftCountTexts } from '../../../../common/plan/actionWords';
import type { Style } from './actionStyles';
import { driftGroups, resourceNodes } from './changeNodes';
import { failedRunText } from '../../model/planTexts';
import { hasExplanation, messageNodes, originDetails, pipelineTexts } from './environmentNode';
import { diagnosticNodes } from './findingNodes';
import { filtered } from './planFilter';
import type { PlanEntry } from '../../model/planEntry';
import { idBelow, withChildren, type PlanNode } from './planNode';
import type { PlanTreeContext } from './planTreeContext';
import { progressText } from './progressText';

/** The result of an environment's last check, for a picker. */
export function driftResultText(entry: PlanEntry): string {
  if (entry.running) return t('checking now');
  const drift = dividedDrift(entry);
  if (!drift) return entry.outcome ? failedRunText(entry) : t('not checked yet');
  return driftTexts(drift).join(' · ');
}

/** @param parentId of the environment's item */
export function driftCheckNode(entry: PlanEntry, parentId: string, context: PlanTreeContext): PlanNode {
  const { platform, environment, running, plan } = entry;
  const drift = dividedDrift(entry);
  const states = stateTexts(entry, drift, context);
  const isEmpty = !hasExplanation(entry) && (!plan || plan.drift.length + plan.diagnostics.length === 0);
  const id = idBelow(parentId, isEmpty ? 'drift check, empty' : 'drift check');
  const node: PlanNode = {
    kind: running ? 'planDriftCheckRunning' : 'planDriftCheck',
    id,
    label: t('Drift Check'),
    description: states.join(' · '),
    ...styleOf(entry, drift),
    details: () => [
      t('Drift of {0}', environment),
      ...states,
      ...(plan?.origin ? originDetails(plan, plan.origin) : []),
      ...(plan && !plan.origin ? [t('Checked with {0} {1}', plan.product, plan.version)] : []),
      driftLimit(),
    ],
    accessibilityLabel: [t('drift of {0}', environment), ...states].join(', '),
    platform,
    environment,
    purpose: 'drift',
    expanded: true,
  };
  if (isEmpty) return node;
  return withChildren(node, () => [
    ...messageNodes(entry, id, context),
    ...(drift ? driftGroups(drift.open, entry, id, context) : []),
    ...(drift ? acceptedNodes(drift.accepted, entry, id, context) : []),
    ...(plan ? diagnosticNodes(plan.diagnostics, entry, idBelow(id, 'check'), context) : []),
  ]);
}

/** A collapsed group of accepted drift, if there is any. */
function acceptedNodes(
  accepted: readonly PlannedResource[],
  entry: PlanEntry,
  parentId: string,
  { filter }: PlanTreeContext,
): PlanNode[] {
  const shown = filtered(accepted, filter);
  if (shown.length === 0) return [];
  const id = idBelow(parentId, 'accepted');
  const { platform, environment } = entry;
  const [label, description] = [t('Accepted'), driftCountTexts(shown).join(' · ')];
  const node: PlanNode = {
    kind: 'planGroup',
    id,
    label,
    description,
    icon: 'pass',
    details: () => [t('This drift is accepted in a .drift.hcl file of the platform, so it does not count.')],
    accessibilityLabel: `${label}, ${description}`,
    platform,
    environment,
    purpose: 'drift',
    expanded: false,
  };
  return [withChildren(node, () => resourceNodes(shown, 'drift', true, entry, id))];
}

/** Most important parts first, since the end can be cut off. */
function stateTexts(entry: PlanEntry, drift: DividedDrift | undefined, { dateTime }: PlanTreeContext): string[] {
  const { running, outcome, plan } = entry;
  if (running) return [progressText(running)];
  const result =
    plan && drift
      ? [...driftTexts(drift), ...(plan.origin ? pipelineTexts(plan) : [t('checked {0}', dateTime(plan.finishedAt))])]
      : [];
  if (!outcome || outcome.kind === 'planned' || outcome.kind === 'noChanges') return result;
  return [failedRunText(entry), ...(plan ? [t('showing the previous check')] : []), ...result];
}

function styleOf({ running, outcome }: PlanEntry, drift: DividedDrift | undefined): Style {
  if (running) return { icon: 'loading~spin' };
  if (outcome?.kind === 'cancelled') return { icon: 'circle-slash' };
  if (outcome && outcome.kind !== 'planned' && outcome.kind !== 'noChanges')
    return { icon: 'warning', color: 'list.warningForeground' };
  return drift && drift.open.length > 0
    ? { icon: 'warning', color: 'list.warningForeground' }
    : { icon: 'pass', color: 'charts.green' };
}
