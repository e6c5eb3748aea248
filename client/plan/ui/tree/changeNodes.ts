/** The changes of a plan as items: clusters, which contain node pools and services, which contain resources. */
import { CLUSTER_RESOURCES } from '../../../../common/forecast/lostClusters';
import type { AcceptedDrift } from '../../../../common/drift/drift';
import type { Plan, PlannedResource } from '../../../../common/plan/plan';
import { countActions } from '../../../../common/plan/planModel';
import { actionWord, countTexts, driftCountTexts } from '../../../../common/plan/actionWords';
import { ACTION_STYLES, driftMeaning } from './actionStyles';
import { countSources, changeSourceText, type ChangeSource } from '../../model/changeSources';
import { shortNames } from '../../../../common/shortNames';
import { mostDangerous, ownerGroups, resourcesIn, type OwnerGroup } from '../../../../common/plan/ownerGroups';
import type { PlanEntry } from '../../model/planEntry';
import { filtered } from './planFilter';
import { idBelow, withChildren, type PlanNode } from './planNode';
import type { PlanTreeContext } from './planTreeContext';
import { resourceDescription, resourceDetails, resourceLabel } from './resourceLabel';
import { t } from '../../../../common/localization';

/** Maximum number of children of an item; more are grouped into ranges, since the editor builds all children of an item at once. */
const RANGE_SIZE = 200;

/** Groups of plans with more changes are initially collapsed, unless they destroy something. */
const SMALL_PLAN = 60;

type PlanTarget = Pick<PlanEntry, 'platform' | 'environment' | 'purpose' | 'accepted'> & {
  /** Where each change comes from, if it isn't the same for all. */
  readonly sourceById?: ReadonlyMap<string, ChangeSource>;
};
type ListName = 'changes' | 'drift';

/** @returns groups by owner, the most dangerous first. */
export function changeNodes(plan: Plan, entry: PlanEntry, parentId: string, context: PlanTreeContext): PlanNode[] {
  const shown = filtered(plan.changes, context.filter);
  const sourceById = entry.sources?.plan === plan ? entry.sources.byId : undefined;
  if (!sourceById) return groupNodes(shown, 'changes', entry, parentId, context);
  const isMixed = new Set(sourceById.values()).size > 1;
  return [
    ...sourcesNode(sourceById, entry, parentId),
    ...groupNodes(shown, 'changes', isMixed ? { ...entry, sourceById } : entry, parentId, context),
  ];
}

/** A line that counts the changes by what they come from; nothing if the plan only reads. */
function sourcesNode(sources: ReadonlyMap<string, ChangeSource>, target: PlanTarget, parentId: string): PlanNode[] {
  const counts = countSources(sources);
  if (counts.length === 0) return [];
  const label = counts.join(' · ');
  return [
    {
      kind: 'planMessage',
      id: idBelow(parentId, 'sources'),
      label,
      description: '',
      icon: 'git-commit',
      details: () => [
        ...counts,
        t('Your edit is what differs from the last commit. Its forecast says which resources it changes.'),
        t(
          'A change that neither your edit nor drift explains comes from a commit that was not applied to {0}, or from a value that only the provider has.',
          target.environment,
        ),
      ],
      accessibilityLabel: counts.join(', '),
      ...pick(target),
      expanded: false,
    },
  ];
}

/** @returns the drift that a check has found, grouped like changes. */
export function driftGroups(
  drift: readonly PlannedResource[],
  target: PlanTarget,
  parentId: string,
  context: PlanTreeContext,
): PlanNode[] {
  return groupNodes(filtered(drift, context.filter), 'drift', target, parentId, context);
}

function groupNodes(
  shown: readonly PlannedResource[],
  of: ListName,
  target: PlanTarget,
  parentId: string,
  context: PlanTreeContext,
): PlanNode[] {
  const isSmall = shown.length <= SMALL_PLAN;
  return ownerGroups(shown).map(group => groupNode(group, nameOf(group), of, isSmall, target, parentId, context));
}

/** @returns a group of changes made outside of terraform, if any. */
export function driftNodes(plan: Plan, target: PlanTarget, parentId: string, context: PlanTreeContext): PlanNode[] {
  const shown = filtered(plan.drift, context.filter);
  if (shown.length === 0) return [];
  const id = idBelow(parentId, 'drift');
  const label = t('Drift');
  const description = t('{0} changed outside Terraform', shown.length);
  const node: PlanNode = {
    kind: 'planGroup',
    id,
    label,
    description,
    icon: 'warning',
    color: 'list.warningForeground',
    details: () => [
      t('These resources changed outside Terraform since the last apply. The plan takes this into account.'),
      ...driftCountTexts(shown),
    ],
    accessibilityLabel: `${label}, ${description}`,
    ...pick(target),
    expanded: shown.length <= 20,
  };
  return [withChildren(node, () => resourceNodes(shown, 'drift', true, target, id))];
}

const nameOf = ({ owner }: OwnerGroup): string => (owner.name === '' ? t('Outside Modules') : owner.name);

/** @param label the name without the parts that the group around it shows */
function groupNode(
  group: OwnerGroup,
  label: string,
  of: ListName,
  isSmall: boolean,
  target: PlanTarget,
  parentId: string,
  context: PlanTreeContext,
): PlanNode {
  const { owner, parts, resources } = group;
  const id = idBelow(parentId, `${owner.kind}:${owner.name}`);
  const all = resourcesIn(group);
  const action = mostDangerous(group);
  const counts = countsOf(all, of);
  const name = nameOf(group);
  const labels = shortNames(
    owner.name,
    parts.map(part => part.owner.name),
  );
  const { color } = ACTION_STYLES[action];
  const node: PlanNode = {
    kind: 'planGroup',
    id,
    label,
    description: counts.join(' · '),
    icon: OWNER_ICONS[owner.kind],
    ...(color !== undefined && { color }),
    details: () => [name, ownerText(group), ...counts],
    accessibilityLabel: [`${ownerText(group)} ${name}`, ...counts].join(', '),
    ...pick(target),
    expanded: (isSmall || action === 'delete' || action === 'replace') && all.length <= RANGE_SIZE,
  };
  return withChildren(node, () => [
    ...resourceNodes(resources, of, false, target, id),
    ...parts.map((part, index) => groupNode(part, labels[index]!, of, isSmall, target, id, context)),
  ]);
}

const countsOf = (resources: readonly PlannedResource[], of: ListName): string[] =>
  of === 'drift' ? driftCountTexts(resources) : countTexts(countActions(resources));

const OWNER_ICONS: Readonly<Record<OwnerGroup['owner']['kind'], string>> = {
  cluster: 'server-environment',
  nodePool: 'server',
  service: 'package',
  other: 'symbol-module',
};

function ownerText({ owner }: OwnerGroup): string {
  switch (owner.kind) {
    case 'cluster':
      return t('Cluster');
    case 'nodePool':
      return t('Node pool');
    case 'service':
      return t('Platform service');
    case 'other':
      return owner.name === '' ? t('Resources') : t('Module');
  }
}

/** @param whole whether the label is the whole address, since no group above shows a part of it. */
export function resourceNodes(
  resources: readonly PlannedResource[],
  of: ListName,
  whole: boolean,
  target: PlanTarget,
  parentId: string,
): PlanNode[] {
  const make = (resource: PlannedResource) => resourceNode(resource, of, whole, target, parentId);
  if (resources.length <= RANGE_SIZE) return resources.map(make);
  const starts = Array.from({ length: Math.ceil(resources.length / RANGE_SIZE) }, (_, index) => index * RANGE_SIZE);
  return starts.map(start => rangeNode(resources, of, start, make, target, parentId));
}

function rangeNode(
  resources: readonly PlannedResource[],
  of: ListName,
  start: number,
  make: (resource: PlannedResource) => PlanNode,
  target: PlanTarget,
  parentId: string,
): PlanNode {
  const part = resources.slice(start, start + RANGE_SIZE);
  const counts = countsOf(part, of);
  const label = t('{0} to {1} of {2}', start + 1, start + part.length, resources.length);
  const color = part[0] && ACTION_STYLES[part[0].action].color;
  const node: PlanNode = {
    kind: 'planGroup',
    id: idBelow(parentId, `range:${start}`),
    label,
    description: counts.join(' · '),
    icon: 'list-unordered',
    ...(color !== undefined && { color }),
    details: () => [label, ...counts],
    accessibilityLabel: [label, ...counts].join(', '),
    ...pick(target),
    expanded: false,
  };
  return withChildren(node, () => part.map(make));
}

function resourceNode(
  resource: PlannedResource,
  of: ListName,
  whole: boolean,
  target: PlanTarget,
  parentId: string,
): PlanNode {
  const label = whole ? resource.address : resourceLabel(resource).label;
  const description = resourceDescription(
    whole ? { ...resource, owner: { kind: 'other', name: '' }, moduleAddress: '' } : resource,
  );
  const accepted = of === 'drift' ? target.accepted?.get(resource.id) : undefined;
  const word = of === 'drift' ? driftWord(resource) : actionWord(resource.action);
  const source = of === 'changes' ? target.sourceById?.get(resource.id) : undefined;
  const texts = [
    description,
    ...(accepted ? [acceptedText(accepted)] : []),
    ...(source ? [changeSourceText(source)] : []),
  ].filter(Boolean);
  return {
    kind: of === 'changes' ? changeKind(resource) : accepted ? 'planDriftAccepted' : 'planDrift',
    id: idBelow(parentId, resource.id),
    label,
    description: texts.join(' · '),
    ...(accepted ? { icon: 'pass' } : ACTION_STYLES[resource.action]),
    details: () => [
      ...resourceDetails(resource, of === 'drift' ? driftMeaning(resource.action) : undefined),
      ...(accepted ? [acceptedText(accepted)] : []),
    ],
    accessibilityLabel: [`${word} ${label}`, ...texts].join(', '),
    ...pick(target),
    address: resource.address,
    target: { kind: 'difference', of, id: resource.id },
    expanded: false,
  };
}

const changeKind = ({ action, type, moduleAddress }: PlannedResource): PlanNode['kind'] =>
  action === 'replace' && CLUSTER_RESOURCES.has(type) && moduleAddress !== '' ? 'planChangeReplaced' : 'planChange';

const acceptedText = ({ reason, until }: AcceptedDrift): string => t('accepted until {0}: {1}', until, reason);

const driftWord = ({ action }: PlannedResource): string => (action === 'delete' ? t('deleted') : t('changed'));

function pick({ platform, environment, purpose }: PlanTarget): Omit<PlanTarget, 'accepted' | 'sourceById'> {
  return { platform, environment, ...(purpose && { purpose }) };
}
