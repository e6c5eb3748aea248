/** Replaces the default node pool of a cluster, which can't be removed: a pool stands in for it while it is replaced. */
import { t } from '../../../common/localization';
import { entryNames } from '../../edits/entryText';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { configurationTarget } from '../../refactoring/configurationTarget';
import { effectiveValueAt } from '../../semantics/effectiveParts';
import { plainValue } from '../../semantics/plainValue';
import { AnswerReader } from '../answerReader';
import { cloudOf, type Cloud } from '../cluster/clouds';
import { poolPath } from '../cluster/clusterFiles';
import { schemaOf } from '../frameworkSource';
import { addNodePool } from '../nodePool/addNodePool';
import { poolAttributeAt, poolPathOf } from './defaultPool';
import { drainSteps } from './drainSteps';
import { withMarker } from './marker';
import { keepsOldValues, type AddedPart } from './replaceNodePool';
import { withoutTaint } from './replacedTaint';
import type { ReplacementTarget } from './replacementTarget';
import { taintPathOf, type FoundReplacement } from './stagesInCode';
import { withWantedValues, type WantedValues } from './wantedValues';

/** Attributes of a default pool that have other names in the module of a pool (clusters of the `object` generation). */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['root_device_volume_size', 'disk_size'],
  ['additional_node_tags', 'tags'],
  ['node_location_policy', 'location_policy'],
]);
const ROTATION = 'temporary_name_for_rotation';

/** A pool with the new values, which takes the pods in the meantime. Undefined after a problem. */
export function addStandIn(
  target: ReplacementTarget,
  cluster: ModuleCall,
  wanted: WantedValues,
): AddedPart | undefined {
  const { scaffoldContext, platform } = target;
  const { answers, changes, request } = scaffoldContext;
  const cloud = cloudOf(cluster.module.provider);
  const schema = cloud && schemaOf(request, poolPath(cloud), cluster.module.version, platform.generation);
  if (!cloud || !schema) return answers.refuse('name', t("{0} can't have other node pools.", cluster.name));
  const isRotated =
    cloud.provider === 'azurerm' && cluster.module.schema?.attributes.has(`default_node_pool.${ROTATION}`) === true;
  if (isRotated)
    return answers.refuse(
      'values',
      t('Azure replaces the nodes of the default node pool one after the other: change the values directly.'),
    );
  const ownValues = poolValues(cluster, wanted.values);
  const values = Object.fromEntries(Object.entries(ownValues).map(([name, value]) => [standInName(name), value]));
  const label = `${cluster.name}_node_pool_${freeName(target, cluster, cloud)}`;
  const overrides = new Map<string, Record<string, unknown>>();
  const current = (environment: string): ReadonlyMap<string, unknown> =>
    currentValues(target, cluster, cloud, environment, schema.attributes);
  const before = current(platform.base);
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  // Without an environment, those that override the base keep their own values, as with the change itself.
  const attributes = (environment: string): ReadonlyMap<string, unknown> => {
    const own = new Map(current(environment));
    for (const [name, value] of Object.entries(values)) {
      const inherits = wanted.environment === undefined && isSame(own.get(name), before.get(name));
      if (!inherits && wanted.environment !== environment) continue;
      if (value === null) own.delete(name);
      else own.set(name, value);
    }
    return own;
  };
  const base = attributes(platform.base);
  for (const environment of platform.environments.filter(each => each !== platform.base)) {
    const own = [...attributes(environment)].filter(([name, value]) => !isSame(value, base.get(name)));
    if (own.length > 0) overrides.set(environment, Object.fromEntries(own));
  }
  const inner = new AnswerReader(
    {
      cluster: cluster.name,
      pool: label.slice(`${cluster.name}_node_pool_`.length),
      ...Object.fromEntries(base),
      overrides: Object.fromEntries(overrides),
    },
    [],
  );
  const added = addNodePool({ ...scaffoldContext, answers: inner });
  for (const { answer, message } of inner.problems) answers.refuse('values', `${answer}: ${message}`);
  if (!added || !keepsOldValues(target, cluster, wanted)) return undefined;
  const file = `${label}.tf`;
  // Azure refuses to change the default pool without a rotation, so the new pool stays and nothing else changes.
  const isLasting = cloud.provider === 'azurerm';
  const plan = { values: ownValues, ...(wanted.environment === undefined ? {} : { environment: wanted.environment }) };
  if (!isLasting) changes.write(file, `${withMarker((changes.text(file) ?? '').trimEnd(), cluster.name, plan)}\n`);
  return {
    label,
    isOnly: isLasting,
    notes: isLasting
      ? [
          t(
            "The apply of the change itself would fail: Azure changes the default node pool only with {0}, which the module doesn't set. Instead, {1} gets the new values and stays. The default node pool keeps its nodes for the system.",
            ROTATION,
            label,
          ),
        ]
      : [],
    after: isLasting ? drainSteps(target, { part: 'defaultPool', old: cluster.name, next: label }) : [],
  };
}

/** By names of the pool's own module. */
const poolValues = (cluster: ModuleCall, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([path, value]) => [poolAttributeAt(cluster, path) ?? path, value]));

const standInName = (name: string): string => OTHER_NAMES.get(name) ?? name;

/** The effective values of the default pool that a pool of its own can have, too. Only known ones. */
function currentValues(
  { scaffoldContext: { request } }: ReplacementTarget,
  cluster: ModuleCall,
  cloud: Cloud,
  environment: string,
  attributes: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, unknown> {
  const inEffect = request.model.effectiveConfiguration(cluster).environments.get(environment);
  const found = new Map<string, unknown>();
  for (const path of cluster.module.schema?.attributes.keys() ?? []) {
    const name = poolAttributeAt(cluster, path);
    const value =
      name === undefined || name.includes('.') || !inEffect ? undefined : effectiveValueAt(inEffect, path.split('.'));
    const own = name === undefined ? '' : standInName(name);
    if (!value || !attributes.has(own) || own === cloud.poolZones) continue;
    const plain = plainValue(value);
    if (plain.known && plain.value !== null) found.set(own, plain.value);
  }
  return found;
}

function freeName(
  { root, scaffoldContext: { changes } }: ReplacementTarget,
  { name }: ModuleCall,
  cloud: Cloud,
): string {
  for (let number = 0; ; number++) {
    const pool = number === 0 ? 'interim' : `interim${number + 1}`;
    const label = `${name}_node_pool_${pool}`;
    if (!root.folder?.declaration('module', label) && !changes.exists(`${label}.tf`))
      return pool.slice(0, cloud.provider === 'azurerm' ? 12 : 21);
  }
}

/** Writes the new values, which now replace an empty pool. @returns false after a problem */
export function changeDefaultPool(target: ReplacementTarget, { marker }: FoundReplacement): boolean {
  const { scaffoldContext, platform, root, old: cluster } = target;
  const { answers, changes, request } = scaffoldContext;
  const configuration = cluster && configurationTarget(request, cluster);
  const isWritten =
    cluster && configuration && configuration.item === cluster.declaration.item
      ? changes.draft.edit(configuration.item, before => {
          const values = Object.fromEntries(
            Object.entries(marker.values).map(([name, value]) => [poolPathOf(cluster, name).join('.'), value]),
          );
          let text = withWantedValues(answers, before, cluster, marker.environment ?? platform.base, values);
          const path = taintPathOf(request, root, cluster);
          for (const environment of path && text !== undefined ? (entryNames(text, ['configuration']) ?? []) : [])
            text = text && path && withoutTaint(text, ['configuration', environment, ...path]);
          return text;
        })
      : false;
  if (!isWritten && answers.problems.length === 0)
    answers.refuse('name', t("The configuration is computed, so it can't be changed here."));
  return isWritten && answers.problems.length === 0;
}
