/** Creates the item of an environment in the plan view, with its children. */
import { uriComponent } from '../../../../common/uriComponent';
import type { Plan, PlanOrigin } from '../../../../common/plan/plan';
import type { PlanOutcome } from '../../run/planOutcome';
import type { Style } from './actionStyles';
import { actionTitle } from './actionTitle';
import { changeNodes, driftNodes } from './changeNodes';
import { checkNodes, diagnosticNodes, outputNodes } from './findingNodes';
import { outcomeActions } from './outcomeActions';
import { outcomeText } from './outcomeText';
import { isStale, type PlanEntry } from '../../model/planEntry';
import { failedRunText, planTexts } from '../../model/planTexts';
import { hiddenNodes } from './hiddenNodes';
import { idBelow, withChildren, type PlanNode } from './planNode';
import type { PlanTreeContext } from './planTreeContext';
import { progressText } from './progressText';
import { t } from '../../../../common/localization';

/**
 * @param driftCheck creates the item of the drift check below the one with an id, if there is any
 * @returns the item with a short description of its state.
 */
export function environmentNode(
  entry: PlanEntry,
  context: PlanTreeContext,
  driftCheck?: (parentId: string) => PlanNode,
): PlanNode {
  const { platform, environment, running } = entry;
  const plan = running?.listed ?? entry.plan;
  const states = stateTexts(entry);
  const isEmpty = !hasExplanation(entry) && (!plan || isNothing(plan)) && !driftCheck;
  // An item that was displayed without children stays collapsed when it gets some, unless its id changes.
  const id = [platform, environment, ...(isEmpty ? ['empty'] : [])].map(uriComponent).join('/');
  const node: PlanNode = {
    kind: running ? 'planEnvironmentRunning' : plan ? 'planEnvironment' : 'planEnvironmentEmpty',
    id,
    label: environment,
    description: states.join(' · '),
    ...styleOf(entry),
    details: () => environmentDetails(entry, context),
    accessibilityLabel: [t('plan of {0}', environment), ...states].join(', '),
    platform,
    environment,
    expanded: true,
  };
  const below = (): PlanNode[] => [
    ...messageNodes(entry, id, context),
    ...(plan ? planNodes(entry, plan, id, context) : []),
    ...(driftCheck ? [driftCheck(id)] : []),
  ];
  return isEmpty ? node : withChildren(node, below);
}

/** Whether there is an outcome to explain below the item. */
export function hasExplanation({ outcome, running }: PlanEntry): boolean {
  return !running && outcome !== undefined && outcome.kind !== 'planned' && outcome.kind !== 'noChanges';
}

function isNothing({ changes, drift, outputs, checks, diagnostics }: Plan): boolean {
  return [changes, drift, outputs, checks, diagnostics].every(list => list.length === 0);
}

/** Most important parts first, since the end can be cut off. */
function stateTexts(entry: PlanEntry): string[] {
  const { running, outcome, plan } = entry;
  if (running) return [...(running.listed ? planTexts(running.listed) : []), progressText(running)];
  if (!outcome) return [t('not planned yet')];
  const stale = isStale(entry) ? [t('stale')] : [];
  if (outcome.kind === 'planned' || outcome.kind === 'noChanges')
    return [...stale, ...pipelineTexts(outcome.plan), ...planTexts(outcome.plan)];
  return [failedRunText(entry), ...(plan ? [t('showing the previous plan')] : []), ...stale];
}

/** The pipeline that stored the plan, and the time of the plan. */
export function pipelineTexts({ origin, finishedAt }: Plan): string[] {
  if (!origin) return [];
  const { source } = origin;
  const when = finishedAt === 0 ? [] : [new Date(finishedAt).toISOString().slice(0, 16).replace('T', ' ')];
  return [source === undefined ? t('pipeline') : t('pipeline: {0}', source), ...when];
}

function styleOf(entry: PlanEntry): Style {
  const { running, outcome } = entry;
  if (running) return { icon: 'loading~spin' };
  if (!outcome) return { icon: 'circle-outline' };
  if (outcome.kind === 'planned' || outcome.kind === 'noChanges') {
    if (isStale(entry)) return { icon: 'history', color: 'list.warningForeground' };
    return outcome.kind === 'planned' ? { icon: 'checklist' } : { icon: 'pass', color: 'charts.green' };
  }
  if (outcome.kind === 'cancelled') return { icon: 'circle-slash' };
  if (outcomeActions(outcome).length > 0) return { icon: 'warning', color: 'list.warningForeground' };
  return { icon: 'error', color: 'list.errorForeground' };
}

function environmentDetails(entry: PlanEntry, { time, path }: PlanTreeContext): string[] {
  const { plan, running, changedFiles, environment } = entry;
  const some = changedFiles.slice(0, 5).map(file => path(file));
  const files = changedFiles.length > some.length ? [...some, '…'] : some;
  const seconds = Math.max(1, Math.round((entry.duration ?? 0) / 1000));
  return [
    t('Plan of {0}', environment),
    ...(running ? [progressText(running)] : []),
    ...(plan ? planTexts(plan) : []),
    ...(plan?.origin ? originDetails(plan, plan.origin) : []),
    ...(plan && !plan.origin
      ? [t('Planned at {0} with {1} {2}', time(plan.finishedAt), plan.product, plan.version)]
      : []),
    ...(plan && entry.duration !== undefined && plan === planOf(entry) ? [t('Took {0} s', seconds)] : []),
    ...(isStale(entry) ? [t('Stale: changed since planning: {0}', files.join(', '))] : []),
  ];
}

/** The pipeline and time of a plan from its report, including the day, since a report can be old. */
export function originDetails({ finishedAt, product, version }: Plan, origin: PlanOrigin): string[] {
  const { file, commit, url, source } = origin;
  const when = finishedAt === 0 ? t('at an unknown time') : new Date(finishedAt).toISOString();
  return [
    t('Planned by a pipeline ({0}) with {1} {2}', when, product, version),
    commit === undefined
      ? t("The report does not say which commit was planned, so the plan isn't marked as stale when the code changes.")
      : t('Commit {0}', commit),
    ...(source === undefined ? [] : [t('Stored in: {0}', source)]),
    ...(url === undefined ? [] : [t('Pipeline run: {0}', url)]),
    t('Report: {0}', file),
  ];
}

/** The plan of the last run, if it has succeeded. */
function planOf({ outcome }: PlanEntry): Plan | undefined {
  return outcome?.kind === 'planned' || outcome?.kind === 'noChanges' ? outcome.plan : undefined;
}

/** The failure, the possible actions, and that an earlier plan is still displayed. */
export function messageNodes(entry: PlanEntry, parentId: string, context: PlanTreeContext): PlanNode[] {
  const { outcome, environment, platform, running } = entry;
  if (!outcome || running || outcome.kind === 'planned' || outcome.kind === 'noChanges') return [];
  const { purpose } = entry;
  const message = outcomeText(outcome, environment, purpose);
  const common = { platform, environment, ...(purpose && { purpose }), expanded: true } as const;
  const actions = outcomeActions(outcome, purpose).map(({ command, icon }): PlanNode => {
    const title = actionTitle(command, environment, purpose);
    return {
      ...common,
      kind: 'planAction',
      id: idBelow(parentId, command),
      label: title,
      description: '',
      icon,
      details: () => [message],
      accessibilityLabel: title,
      target: { kind: 'command', command, title },
    };
  });
  const diagnostics = showsDiagnostics(outcome) ? diagnosticNodes(outcome.diagnostics, entry, parentId, context) : [];
  if (outcome.kind === 'errors' && diagnostics.length > 0) return [...diagnostics, ...actions];
  const messageNode: PlanNode = {
    ...common,
    kind: 'planMessage',
    id: idBelow(parentId, 'message'),
    label: message,
    description: '',
    icon: 'info',
    details: () => [message],
    accessibilityLabel: message,
    target: { kind: 'log' },
  };
  return [...(hasDetails(outcome) ? [messageNode] : []), ...actions, ...diagnostics];
}

/** Whether the message contains more than the description of the environment and its actions. */
function hasDetails(outcome: PlanOutcome): boolean {
  if (outcome.kind === 'cancelled') return outcome.lockMayRemain;
  return outcome.kind !== 'workspaceMissing';
}

/** For recognized failures, the message contains the text of the diagnostics. */
function showsDiagnostics(
  outcome: PlanOutcome,
): outcome is Extract<PlanOutcome, { kind: 'errors' | 'credentialsMissing' }> {
  return outcome.kind === 'errors' || outcome.kind === 'credentialsMissing';
}

function planNodes(entry: PlanEntry, plan: Plan, parentId: string, context: PlanTreeContext): PlanNode[] {
  return [
    ...changeNodes(plan, entry, parentId, context),
    ...driftNodes(plan, entry, parentId, context),
    ...hiddenNodes(plan, entry, parentId, context),
    ...outputNodes(plan, entry, parentId),
    ...checkNodes(plan, entry, parentId),
    // Must differ from the ids of later failures.
    ...diagnosticNodes(plan.diagnostics, entry, idBelow(parentId, 'plan'), context),
  ];
}
