/** Finds the repository layout of a platform (docs/kubestack.md#repository-layouts). */
import { memoize } from '../../../common/memoize';
import { configurationObject } from '../../semantics/configurationRanges';
import { parseClusterIdentifier } from '../../kubestack/platform/namingRules';
import { readReadmePlatform, type ReadmePlatform } from '../../kubestack/readme/readmeTables';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { baseNameOf } from '../../workspace/uri';
import type { TextFile } from '../../workspace/textFiles';
import type { CheckContext } from '../engine/checkContext';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';

/**
 * A: values in variables. B: starters, with clusters such as `eks_zero`. C: created by the command line tool, with files named after clusters. D: the
 * usage rules, with tables in the README and feature modules.
 */
export type PlatformLayout = 'A' | 'B' | 'C' | 'D';

/** The clusters in the root module itself. */
export const clusterCalls = perContext(function* ({ calls, root }): Generator<undefined, readonly ModuleCall[]> {
  return yield* mapPausing(calls, call => (call.module.kind === 'cluster' && call.instance === root ? [call] : []));
});

export const layoutOf = perContext(findLayout);

/** In C and D, each cluster, node pool and service has its own file, named after it. */
export const followsNamingConvention = (context: CheckContext): boolean => ['C', 'D'].includes(layoutOf(context) ?? '');

function* findLayout(context: CheckContext): Generator<undefined, PlatformLayout | undefined> {
  const facts = yield* mapPausing(clusterCalls(context), call => [
    {
      isWritten: configurationObject(call) !== undefined,
      isZero: /^[a-z]+_zero$/.test(call.name),
      isIdentified: parseClusterIdentifier(call.name) !== undefined,
      isNamedSo: baseNameOf(call.declaration.item.uri) === `${call.name}_cluster.tf`,
    },
  ]);
  if (facts.length === 0) return undefined;
  if (facts.some(({ isWritten }) => !isWritten)) return 'A';
  if (facts.some(({ isZero }) => isZero)) return 'B';
  if (!facts.every(({ isIdentified }) => isIdentified) || !facts.some(({ isNamedSo }) => isNamedSo)) return undefined;
  return readmeOf(context) || hasFeatures(context) ? 'D' : 'C';
}

const hasFeatures = ({ modules, root }: CheckContext): boolean =>
  modules.some(({ instance, name, source }) => instance === root && source?.form === 'local' && /_feature_/.test(name));

const platformIn = memoize(({ text }: TextFile) => readReadmePlatform(text));

/** The README of the platform with its Platform section; undefined if there is none. */
export function readmeOf(context: CheckContext): { file: TextFile; platform: ReadmePlatform } | undefined {
  const file = context.file('README.md');
  if (!file) return undefined;
  const platform = platformIn(file);
  return platform && { file, platform };
}
