/** The versions of Kubernetes of a platform's clusters, for several checks. */
import { enumeration, t } from '../../../common/localization';
import { versionChange, versionRange } from '../../edits/versionChange';
import { promotedThrough, promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import type { LifecycleSource } from '../../kubestack/lifecycle/lifecycle';
import { mapPausing } from '../../scheduling/pausing';
import { versionsOf, type ClusterVersion } from '../../semantics/clusterVersions';
import type { Fix } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { perCall } from '../engine/perCall';
import { perContext } from '../engine/perContext';

/** Kept until something changes that the versions depend on: not all effective configurations of a large platform stay in memory. */
const versionsOfCall = perCall('cluster', (call, model, reads) => versionsOf(call, model, undefined, reads));

/** The known versions of each cluster, in promotion order. */
export const clusterVersions = perContext(function* (
  context: CheckContext,
): Generator<undefined, readonly (readonly ClusterVersion[])[]> {
  const { calls, model, environments, base, request } = context;
  const order = promotedThrough(promotionOrder(environments, base, request.settings.environments));
  return yield* mapPausing(calls, call => {
    if (call.module.kind !== 'cluster') return [];
    const all = versionsOfCall(call, model);
    const versions = inOrder(all, order);
    return versions.length > 0 ? [versions] : [];
  });
});

/** The same list as before, unless the versions or the order have changed. */
function inOrder(all: readonly ClusterVersion[], order: readonly string[]): readonly ClusterVersion[] {
  const key = order.join('\n');
  const before = sorted.get(all);
  if (before?.key === key) return before.versions;
  const versions = order.flatMap(environment => all.find(each => each.environment === environment) ?? []);
  sorted.set(all, { key, versions });
  return versions;
}

const sorted = new WeakMap<readonly ClusterVersion[], { key: string; versions: readonly ClusterVersion[] }>();

/** Memoizes the findings for the versions of a cluster, which depend on nothing else but the day. */
export function perVersions<T>(
  findingsOf: (context: CheckContext, versions: readonly ClusterVersion[]) => readonly T[],
): (context: CheckContext, versions: readonly ClusterVersion[]) => readonly T[] {
  const kept = new WeakMap<readonly ClusterVersion[], { today: string | undefined; findings: readonly T[] }>();
  return (context, versions) => {
    const today = context.request.lifecycle?.today;
    const before = kept.get(versions);
    if (before && before.today === today) return before.findings;
    const findings = findingsOf(context, versions);
    kept.set(versions, { today, findings });
    return findings;
  };
}

/** The same by the name of the cluster. */
export const versionsByCluster = perContext(function* (context): Generator<
  undefined,
  ReadonlyMap<string, readonly ClusterVersion[]>
> {
  const byName = new Map<string, readonly ClusterVersion[]>();
  yield* mapPausing(clusterVersions(context), versions => {
    const name = versions[0]?.call.name;
    if (name !== undefined && !byName.has(name)) byName.set(name, versions);
    return [];
  });
  return byName;
});

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

/** Sets a version in an environment. */
export function setVersionFix(target: ClusterVersion, version: string): Fix[] {
  const change = versionChange(target, version);
  return change ? [{ title: t('Change to "{0}" in "{1}"', version, target.environment), change }] : [];
}
