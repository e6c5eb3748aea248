/** The manifests of each environment whose APIs the version of its cluster removes, or will remove. */
import { t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { manifestApis, type ManifestApi } from '../../kubestack/platform/manifestApis';
import type { RemovedApi } from '../../kubestack/lifecycle/lifecycle';
import type { EffectiveConfiguration } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ClusterVersion } from '../../semantics/clusterVersions';
import { effectiveValueAt, listElements } from '../../semantics/effectiveParts';
import type { TextFile } from '../../workspace/textFiles';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Fix } from '../engine/check';
import { perCall } from '../engine/perCall';
import { perContext } from '../engine/perContext';
import { clusterOfModule } from '../platform/providerBlocks';
import { labelInRoot, nameInPlatform } from '../../semantics/moduleCalls';
import { quoted, versionsByCluster } from '../platform/versionsOfClusters';
import { versionRange } from '../../edits/versionChange';
import { replaceRange } from '../fixes/rangeEdits';
import { isReadable, resourceFile, RESOURCE_LISTS } from '../platform/serviceManifests';

export interface ApiData {
  readonly replacement?: string | undefined;
}

interface ApiUse {
  readonly file: TextFile;
  readonly object: ManifestApi;
  readonly change: RemovedApi;
  /** The clusters and environments in which it is applied, with a version that makes the same statement true. */
  readonly versions: ClusterVersion[];
}

const apisOf = memoize((file: TextFile): readonly ManifestApi[] => manifestApis(file.text));

const apiUses = perContext(function* (context: CheckContext): Generator<undefined, readonly ApiUse[]> {
  const { calls, model, request } = context;
  const { lifecycle } = request;
  const uses = new Map<string, ApiUse>();
  if (!lifecycle) return [];
  const objectsOf = memoize((paths: ReadonlyMap<string, readonly string[]>) => objectsIn(context, paths));
  for (const call of calls) {
    if (call.module.kind !== 'service') continue;
    yield;
    const objects = objectsOf(resourcePaths(call, model));
    if (objects.length === 0) continue;
    const cluster = clusterOfModule(context, labelInRoot(nameInPlatform(call)), call.declaration.item.uri);
    const versions = (cluster === undefined ? undefined : versionsByCluster(context).get(cluster)) ?? [];
    for (const version of versions) {
      for (const { environment, file, object } of objects) {
        const isApplied = environment === version.environment;
        const change = isApplied && lifecycle.removedApi(object.apiVersion, object.kind, version.minor);
        if (!change) continue;
        const key = JSON.stringify([file.uri, object.start, change]);
        const use = uses.get(key) ?? { file, object, change, versions: [] };
        uses.set(key, use);
        if (!use.versions.includes(version)) use.versions.push(version);
      }
    }
  }
  return [...uses.values()];
});

interface AppliedObject {
  readonly environment: string;
  readonly file: TextFile;
  readonly object: ManifestApi;
}

/** The objects that a service applies in each environment. */
const objectsIn = (context: CheckContext, paths: ReadonlyMap<string, readonly string[]>): readonly AppliedObject[] =>
  [...paths].flatMap(([environment, texts]) =>
    texts.flatMap(text => {
      const file = resourceFile(context, text);
      return file && isReadable(file) ? apisOf(file).map(object => ({ environment, file, object })) : [];
    }),
  );

/** The paths of the manifests in each environment: one map for the calls that share a configuration. Unknown lists are left out. */
const resourcePaths = perCall('service', (call, model, reads) =>
  pathsIn(model.effectiveConfiguration(call, reads).understood),
);

const pathsIn = memoize(
  (understood: EffectiveConfiguration['understood']): ReadonlyMap<string, readonly string[]> =>
    new Map(
      [...understood].map(([environment, inEffect]) => [
        environment,
        RESOURCE_LISTS.flatMap(name => listElements(effectiveValueAt(inEffect, [name])) ?? []).map(({ text }) => text),
      ]),
    ),
);

/** Texts for a message. */
interface ApiTexts {
  /** `"ops" and "apps"`. */
  readonly environments: string;
  readonly cluster: string;
  readonly versions: string;
  /** `policy/v1beta1 PodDisruptionBudget`. */
  readonly api: string;
}

export const apiFindings = (
  context: CheckContext,
  state: RemovedApi['state'],
  messageOf: (texts: ApiTexts, change: RemovedApi) => string,
): Finding<ApiData>[] =>
  apiUses(context).flatMap(({ file, object, change, versions }) => {
    const [first] = versions;
    if (change.state !== state || !first) return [];
    const texts = {
      environments: quoted([...new Set(versions.map(({ environment }) => environment))]),
      cluster: first.call.name,
      versions: first.version,
      api: `${object.apiVersion} ${object.kind}`,
    };
    const related = versions.map(version => ({
      message: t('{0} has Kubernetes {1} in "{2}"', version.call.name, version.version, version.environment),
      range: versionRange(version),
    }));
    const { replacement } = change;
    const range = { file, start: object.start, end: object.end };
    return [{ range, message: messageOf(texts, change), related, data: { replacement } }];
  });

export function apiChangeFixes({ range, data: { replacement } }: Finding<ApiData>): Fix[] {
  if (replacement === undefined) return [];
  return [{ title: t('Change to {0}', replacement), change: draft => replaceRange(draft, range, replacement) }];
}
