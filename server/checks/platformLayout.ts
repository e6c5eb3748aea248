/** Which generation of repository layouts a platform follows (domain reference, section 7). */
import { configurationObject } from '../features/configurationPlaces';
import { clusterIdentifier } from '../kubestack/namingRules';
import { readReadmePlatform, type ReadmePlatform } from '../kubestack/readmeTables';
import type { ModuleCall } from '../kubestack/moduleCall';
import { nameOf } from '../workspace/uri';
import type { TextFile } from '../workspace/textFiles';
import type { CheckContext } from './checkContext';
import { perContext } from './perContext';

/**
 * A: values in variables; B: starters, clusters called `eks_zero`; C: as the command line tool writes it, files named after clusters; D: the
 * usage rules, with tables in the README and feature modules. Undefined where a platform follows none of them.
 */
export type PlatformLayout = 'A' | 'B' | 'C' | 'D';

/** The clusters that the root module itself calls. */
export const clusterCalls = perContext(({ calls, root }): readonly ModuleCall[] =>
  calls.filter(({ module, instance }) => module.kind === 'cluster' && instance === root),
);

export const layoutOf = perContext(findLayout);

/** C and D: a file for each cluster, pool and service, named after it. */
export const followsNames = (context: CheckContext): boolean => ['C', 'D'].includes(layoutOf(context) ?? '');

function findLayout(context: CheckContext): PlatformLayout | undefined {
  const clusters = clusterCalls(context);
  if (clusters.length === 0) return undefined;
  if (clusters.some(call => !configurationObject(call))) return 'A';
  if (clusters.some(({ name }) => /^[a-z]+_zero$/.test(name))) return 'B';
  if (!clusters.every(({ name }) => clusterIdentifier(name))) return undefined;
  const isNamedSo = ({ name, declaration }: ModuleCall): boolean =>
    nameOf(declaration.item.uri) === `${name}_cluster.tf`;
  if (!clusters.some(isNamedSo)) return undefined;
  return readmeOf(context) || hasFeatures(context) ? 'D' : 'C';
}

const hasFeatures = ({ modules, root }: CheckContext): boolean =>
  modules.some(({ instance, name, source }) => instance === root && source?.form === 'local' && /_feature_/.test(name));

const readmes = new WeakMap<TextFile, { readonly platform: ReadmePlatform | undefined }>();

/** The Platform section of the README beside the root module; undefined where there is none. */
export function readmeOf(context: CheckContext): { file: TextFile; platform: ReadmePlatform } | undefined {
  const file = context.file('README.md');
  if (!file) return undefined;
  let read = readmes.get(file);
  if (!read) readmes.set(file, (read = { platform: readReadmePlatform(file.text) }));
  return read.platform && { file, platform: read.platform };
}
