/** Creates the items of a plan that are not changes: outputs, checks, errors and warnings. */
import type { Plan, PlanCheck, PlanDiagnostic, PlannedOutput } from '../../../../common/plan/plan';
import { problemTitle } from '../../model/problemText';
import { ACTION_STYLES, type Style } from './actionStyles';
import type { PlanEntry } from '../../model/planEntry';
import { idBelow, withChildren, type PlanNode } from './planNode';
import type { PlanTreeContext } from './planTreeContext';
import { t } from '../../../../common/localization';

type PlanTarget = Pick<PlanEntry, 'platform' | 'environment'>;

/** @returns one group, if any output changes. */
export function outputNodes({ outputs }: Plan, target: PlanTarget, parentId: string): PlanNode[] {
  if (outputs.length === 0) return [];
  const description = outputs.length === 1 ? t('1 output changes') : t('{0} outputs change', outputs.length);
  const group = groupNode(t('Outputs'), description, { icon: 'symbol-field' }, 'outputs', target, parentId);
  return [withChildren(group, () => outputs.map(output => outputNode(output, target, group.id)))];
}

function outputNode({ name, action }: PlannedOutput, target: PlanTarget, parentId: string): PlanNode {
  const words = { create: t('add'), update: t('change'), delete: t('remove') };
  return {
    kind: 'planOutput',
    id: idBelow(parentId, name),
    label: name,
    description: '',
    ...ACTION_STYLES[action],
    details: () => [name, words[action]],
    accessibilityLabel: `${words[action]} ${name}`,
    platform: target.platform,
    environment: target.environment,
    target: { kind: 'difference', of: 'outputs', id: name },
    expanded: false,
  };
}

const STATUS_LOOKS: Readonly<Record<PlanCheck['status'], Style>> = {
  fail: { icon: 'error', color: 'list.errorForeground' },
  error: { icon: 'error', color: 'list.errorForeground' },
  unknown: { icon: 'question' },
  pass: { icon: 'pass', color: 'charts.green' },
};

/** @returns one group, if there are checks; expanded if one has failed. */
export function checkNodes({ checks }: Plan, target: PlanTarget, parentId: string): PlanNode[] {
  if (checks.length === 0) return [];
  const count = (...wanted: PlanCheck['status'][]) => checks.filter(({ status }) => wanted.includes(status)).length;
  const [failed, unknown, passed] = [count('fail', 'error'), count('unknown'), count('pass')];
  const description = [
    ...(failed > 0 ? [t('{0} failed', failed)] : []),
    ...(passed > 0 ? [t('{0} passed', passed)] : []),
    ...(unknown > 0 ? [t('{0} known after apply', unknown)] : []),
  ].join(' · ');
  const style: Style = failed > 0 ? { icon: 'beaker', color: 'list.errorForeground' } : { icon: 'beaker' };
  const group = groupNode(t('Checks'), description, style, 'checks', target, parentId);
  group.expanded = failed > 0;
  return [withChildren(group, () => checkItems(checks, target, group.id))];
}

/** Passed checks are collapsed if there are other items. */
function checkItems(checks: readonly PlanCheck[], target: PlanTarget, parentId: string): PlanNode[] {
  const items = (some: readonly PlanCheck[], id: string) => some.map(check => checkNode(check, target, id));
  const passed = checks.filter(({ status }) => status === 'pass');
  const others = checks.filter(({ status }) => status !== 'pass');
  if (passed.length < 2 || others.length === 0) return items(checks, parentId);
  const group = groupNode(t('Passed'), String(passed.length), STATUS_LOOKS.pass, 'passed', target, parentId);
  return [...items(others, parentId), withChildren(group, () => items(passed, group.id))];
}

function checkNode({ address, status, problems }: PlanCheck, target: PlanTarget, parentId: string): PlanNode {
  const texts = { fail: t('failed'), error: t('failed'), unknown: t('known after apply'), pass: t('passed') };
  const description = problems[0] ?? (status === 'pass' ? '' : texts[status]);
  return {
    kind: 'planDetail',
    id: idBelow(parentId, address),
    label: address,
    description,
    ...STATUS_LOOKS[status],
    details: () => [address, texts[status], ...problems],
    accessibilityLabel: [address, texts[status], ...problems].join(', '),
    platform: target.platform,
    environment: target.environment,
    expanded: false,
  };
}

/** @returns a group of errors and a group of warnings, if any. */
export function diagnosticNodes(
  diagnostics: readonly PlanDiagnostic[],
  target: PlanTarget,
  parentId: string,
  context: PlanTreeContext,
): PlanNode[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  const errorLook = { icon: 'error', color: 'list.errorForeground' };
  const warningLook = { icon: 'warning', color: 'list.warningForeground' };
  // Errors are not grouped, so that they are always visible.
  const nodes = errors.map((diagnostic, index) =>
    diagnosticNode(diagnostic, index, errorLook, target, parentId, context),
  );
  if (warnings.length === 0) return nodes;
  const group = groupNode(t('Warnings'), String(warnings.length), warningLook, 'warnings', target, parentId);
  const make = () =>
    warnings.map((warning, index) => diagnosticNode(warning, index, warningLook, target, group.id, context));
  return [...nodes, withChildren(group, make)];
}

function diagnosticNode(
  diagnostic: PlanDiagnostic,
  index: number,
  style: Style,
  target: PlanTarget,
  parentId: string,
  { path }: PlanTreeContext,
): PlanNode {
  const { summary, detail, file, range, address } = diagnostic;
  const where = file === undefined || !range ? (address ?? '') : `${path(file)}:${range.start.line + 1}`;
  return {
    kind: 'planDetail',
    id: idBelow(parentId, `${diagnostic.severity}:${index}`),
    label: problemTitle(diagnostic),
    description: where,
    ...style,
    details: () => [summary, ...(detail === '' ? [] : [detail]), ...(where === '' ? [] : [where])],
    accessibilityLabel: [summary, detail, where].filter(Boolean).join(', '),
    platform: target.platform,
    environment: target.environment,
    target: file === undefined || !range ? { kind: 'log' } : { kind: 'location', file, range },
    expanded: false,
  };
}

function groupNode(
  label: string,
  description: string,
  style: Style,
  step: string,
  target: PlanTarget,
  parentId: string,
): PlanNode {
  return {
    kind: 'planGroup',
    id: idBelow(parentId, step),
    label,
    description,
    ...style,
    details: () => [label, description],
    accessibilityLabel: `${label}, ${description}`,
    platform: target.platform,
    environment: target.environment,
    expanded: false,
  };
}
