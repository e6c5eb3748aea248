/** The versions of Kubernetes of a platform's clusters, for several checks. */
import { enumeration, t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { promotedThrough, promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { LifecycleSource } from '../../kubestack/lifecycle/lifecycle';
import { mapPausing } from '../../scheduling/pausing';
import { configurationObject } from '../../semantics/configurationRanges';
import { versionsOf, type ClusterVersion } from '../../semantics/clusterVersions';
import { valueOnly } from '../../semantics/effectiveParts';
import type { SourceRange } from '../../hcl/model';
import type { Fix } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { perContext } from '../engine/perContext';
import { replaceRange } from './rangeEdits';

/** The known versions of each cluster, in promotion order. */
export const clusterVersions = perContext(function* (
  context: CheckContext,
): Generator<undefined, readonly (readonly ClusterVersion[])[]> {
  const { calls, model, environments, base, request } = context;
  const order = promotedThrough(promotionOrder(environments, base, request.settings.environments));
  return yield* mapPausing(calls, call => {
    const versions = versionsOf(call, model, order);
    return versions.length > 0 ? [versions] : [];
  });
});

/** Where a version is written: the value, or else the name of the module. */
export const versionRange = ({ attribute, call }: ClusterVersion): SourceRange =>
  attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);

/** `"ops" and "apps"`. */
export const quoted = (environments: readonly string[]): string =>
  enumeration(environments.map(environment => JSON.stringify(environment)));

/** Versions in the same place, such as that of the base and those of the environments that inherit it. */
export function byPlace(versions: readonly ClusterVersion[]): (readonly [ClusterVersion, ...ClusterVersion[]])[] {
  const groups: [ClusterVersion, ...ClusterVersion[]][] = [];
  for (const version of versions) {
    const range = versionRange(version);
    const group = groups.find(([first]) => {
      const other = versionRange(first);
      return other.item === range.item && other.start === range.start && first.version === version.version;
    });
    if (group) group.push(version);
    else groups.push([version]);
  }
  return groups;
}

/** Says from where a date is. */
export const sourceText = ([repository, path, , changed]: LifecycleSource): string =>
  t('Source: {0}, {1}, last changed on {2}.', repository, path, changed);

/** Sets a version in an environment, if its configuration is written as an object, or its own value as a string. */
export function setVersionFix(target: ClusterVersion, version: string): Fix[] {
  const { call, environment, name, attribute } = target;
  const title = t('Change to "{0}" in "{1}"', version, environment);
  const literal = JSON.stringify(version);
  if (attribute.origin !== 'inherited') {
    const range = versionRange(target);
    if (range.item.text.slice(range.start, range.end) !== JSON.stringify(target.version)) return [];
    return [{ title, change: draft => replaceRange(draft, range, literal) }];
  }
  const written = configurationObject(call);
  if (!written || written.item !== call.declaration.item) return [];
  const path = ['configuration', environment, name];
  if (setValue(written.item.text, path, literal) === undefined) return [];
  return [{ title, change: draft => draft.edit(written.item, text => setValue(text, path, literal)) }];
}
