/** Replaces a cluster: one like it with the new values, node pools and services, then the removal of the old one in its stages. */
import { t } from '../../../common/localization';
import { step, type Step } from '../../../common/steps';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { AnswerReader } from '../answerReader';
import { cloneCluster } from '../cluster/cloneCluster';
import { clusterDependents } from '../cluster/clusterParts';
import { addsPoolsLater, missingPools } from './laterPools';
import { partsOfIdentifier } from '../cluster/clouds';
import { removeCluster } from '../cluster/removeCluster';
import { followUpDefaults } from '../followUpDefaults';
import { nodePoolRow, featureRow, putRows } from '../putRows';
import { replaceName } from '../replaceName';
import type { ScaffoldOutcome } from '../scaffoldContext';
import { withMarker, withoutMarker } from './marker';
import type { AddedPart } from './replaceNodePool';
import type { ReplacementTarget } from './replacementTarget';
import { callNamed, type FoundReplacement } from './stagesInCode';
import { withWantedValues, type WantedValues } from './wantedValues';

/** Undefined after a problem. */
export function addClusterLike(
  target: ReplacementTarget,
  old: ModuleCall,
  wanted: WantedValues,
): AddedPart | undefined {
  const { scaffoldContext, platform, root } = target;
  const { answers, changes } = scaffoldContext;
  if (wanted.environment !== undefined)
    return answers.refuse(
      'environment',
      t(
        'A cluster exists in every environment, because its module fails where its configuration has no entry. Leave the environment out: the new cluster gets the values everywhere.',
      ),
    );
  if (wanted.keep.size > 0)
    return answers.refuse('keep', t('Undo the change of {0} first: the new cluster gets the new values.', old.name));
  const region =
    platform.described?.clusters.find(({ name }) => name === old.name)?.region ?? partsOfIdentifier(old.name)?.region;
  const prefix = answers.raw('name_prefix');
  const inner = new AnswerReader({
    mirror: old.name,
    region: answers.raw('region') ?? region,
    ...(prefix === undefined ? {} : { name_prefix: prefix }),
  });
  const before = new Set(changes.changedPaths());
  const cloned = cloneCluster({ ...scaffoldContext, answers: inner }, platform);
  for (const { answer, message } of inner.problems)
    answers.refuse(['name_prefix', 'region'].includes(answer) ? answer : 'name', message);
  const file = cloned && changes.changedPaths().find(path => path.endsWith('_cluster.tf') && !before.has(path));
  const label = file?.slice(0, -'_cluster.tf'.length);
  if (!cloned || file === undefined || label === undefined) return undefined;
  const text = withWantedValues(answers, (changes.text(file) ?? '').trimEnd(), old, platform.base, wanted.values);
  if (text === undefined) return undefined;
  changes.write(file, `${withMarker(text, old.name)}\n`);
  const isSplit = addsPoolsLater(scaffoldContext, old.name);
  const { nodePools, services } = clusterDependents(scaffoldContext, old.name);
  const left = copies(target, isSplit ? services : [...nodePools, ...services], old.name, label);
  return {
    label,
    notes: [
      ...(cloned.notes ?? []),
      ...leftNotes(left, old.name),
      ...(root.folder
        ? [t('Both clusters have the same address ranges. That is possible unless their networks are connected.')]
        : []),
    ],
    after: isSplit ? [] : movesPeople({ old: old.name, next: label }),
  };
}

/** What people do between the new cluster and the removal of the old one. */
export const movesPeople = ({ old, next }: { readonly old: string; readonly next: string }): Step[] => [
  step(t('Deploy the workloads to {0} in every environment, and copy what they have stored.', next)),
  step(t('Point the DNS names of your applications to {0}, and wait until {1} gets no requests.', next, old)),
];

/** Adds the node pools of a cluster that exists now. @returns notes */
export function addPoolsLike(target: ReplacementTarget, { old, next }: FoundReplacement): string[] {
  return leftNotes(copies(target, missingPools(target.scaffoldContext, old, next), old, next), old);
}

const leftNotes = (left: readonly string[], old: string): string[] =>
  left.length === 0 ? [] : [t("Copy {0} yourself: the name doesn't contain {1}.", left.join(', '), old)];

/** Copies node pools and services. @returns labels that don't contain the cluster's, which would collide */
function copies(
  { scaffoldContext, root }: ReplacementTarget,
  names: readonly string[],
  old: string,
  label: string,
): string[] {
  const { changes, request } = scaffoldContext;
  const { nodePools } = clusterDependents(scaffoldContext, old);
  const left: string[] = [];
  for (const name of names) {
    const declaration = callNamed(request, root, name)?.declaration ?? root.folder?.declaration('module', name);
    const next = replaceName(name, old, label);
    if (!declaration || next === name || changes.exists(`${next}.tf`)) {
      left.push(name);
      continue;
    }
    changes.write(
      `${next}.tf`,
      `${withoutMarker(replaceName(declaration.item.text.replace(/\r\n/g, '\n'), old, label))}\n`,
    );
    if (nodePools.includes(name)) putRows(changes, 'nodePools', [nodePoolRow(next, label)]);
    else putRows(changes, 'features', [featureRow(next, label)]);
  }
  return left;
}

/** The next stage of the removal that exists. */
export function clusterRemoval(
  { scaffoldContext }: ReplacementTarget,
  { old, marker, done, stages }: FoundReplacement,
): ScaffoldOutcome | undefined {
  const { answers, changes } = scaffoldContext;
  const inner = new AnswerReader({ cluster: old, confirm: old });
  const removed = removeCluster({ ...scaffoldContext, answers: inner });
  for (const { message } of inner.problems) answers.refuse('name', message);
  if (!removed) return undefined;
  if (done === stages.length - 1) changes.draft.edit(marker.item, text => withoutMarker(text));
  return {
    ...removed,
    followUp: 'branch' in removed.followUp ? followUpDefaults(scaffoldContext, removed.followUp) : removed.followUp,
  };
}
