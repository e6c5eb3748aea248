/** Binds a local module of a platform service to clusters: a file and a row for each. */
import { removeValue, setValue } from '../edits/entryText';
import { attributeOf } from '../workspace/moduleFolder';
import { moduleReferences } from '../workspace/moduleReferences';
import { literalText } from '../kubestack/literalText';
import { requiredVariables } from './moduleVariables';
import { inWords, oneOf } from './answers';
import { clusterNames } from './clusterAdded';
import { featureFolder } from './featureName';
import { programOf } from './generation';
import type { Ground, PlatformGround } from './ground';
import { hclFile } from './hclFile';
import { moduleCallBlock } from './moduleCallText';
import { featureRow, putRow } from './readmeRows';
import { withName } from './renamedText';
import type { Outcome } from './scaffold';

export const bindingLabel = (cluster: string, feature: string): string => `${cluster}_feature_${feature}`;

interface Binding {
  readonly cluster: string;
  readonly label: string;
  /** Source text of the call. */
  readonly text: string;
}

/** The clusters that are answered, or else all without the service. Undefined after a problem. */
export function readClusters(
  { answers }: Ground,
  platform: PlatformGround,
  bound: readonly string[],
  what: string,
): readonly string[] | undefined {
  const all = clusterNames(platform);
  const reached = all.filter(name => kustomizationProvider(platform, name) !== undefined);
  // A platform without any such provider leaves it to its modules.
  const names = reached.length > 0 ? reached : all;
  const free = names.filter(name => !bound.includes(name));
  if (free.length === 0 && !answers.has('clusters'))
    return answers.refuse('clusters', `Every cluster has ${what} already.`);
  const clusters = answers.texts('clusters', oneOf(all), free);
  const unreached = clusters?.filter(name => !names.includes(name)) ?? [];
  if (unreached.length > 0)
    return answers.refuse(
      'clusters',
      `No kustomization provider reaches ${inWords(unreached, 'and')}: add one, with the cluster as its alias.`,
    );
  const again = clusters?.filter(name => bound.includes(name)) ?? [];
  if (again.length > 0)
    return answers.refuse('clusters', `${inWords(again, 'and')} ${again.length > 1 ? 'have' : 'has'} ${what} already.`);
  return clusters;
}

/** More bindings of a module that is there, like the ones that it has. */
export function addBindings(ground: Ground, platform: PlatformGround, feature: string): Outcome | undefined {
  const present = bindingsOf(ground, platform, feature);
  const clusters = readClusters(
    ground,
    platform,
    present.map(({ cluster }) => cluster),
    feature,
  );
  if (!clusters) return undefined;
  writeBindings(ground, platform, feature, clusters, present[0]);
  const missing = present.length > 0 ? [] : requiredVariables(ground, featureFolder(feature));
  return {
    notes:
      missing.length === 0
        ? []
        : [
            `The module ${feature} needs values for ${inWords(missing, 'and')}: write them into its ${clusters.length > 1 ? 'bindings' : 'binding'}.`,
          ],
    followUp: serviceFlow(platform, feature, clusters),
  };
}

/** What comes after a service, new or bound to more clusters. */
export const serviceFlow = (
  platform: PlatformGround,
  feature: string,
  clusters: readonly string[],
  before: readonly string[] = [],
) => ({
  branch: `add-service-${feature}`,
  summary: `Add platform service ${feature} to ${inWords(clusters, 'and')}`,
  environments: [...platform.environments].reverse(),
  program: programOf(platform.generation),
  init: 'new' as const,
  before,
});

/** @param like a binding whose other arguments are taken over */
export function writeBindings(
  { answers, changes }: Ground,
  platform: PlatformGround,
  feature: string,
  clusters: readonly string[],
  like?: Binding,
): void {
  for (const cluster of clusters) {
    const label = bindingLabel(cluster, feature);
    const path = `${label}.tf`;
    if (changes.exists(path)) {
      answers.refuse('clusters', `There is a file ${path} already.`);
      continue;
    }
    const provider = kustomizationProvider(platform, cluster);
    const providers: Record<string, string> = provider === undefined ? {} : { kustomization: provider };
    const call = { label, providers, source: `./${featureFolder(feature)}` };
    const text = like ? bindingLike(like, cluster, provider) : hclFile([moduleCallBlock(call)]);
    changes.write(path, text);
    putRow(changes, 'features', featureRow(label, cluster));
  }
}

/** The other cluster's binding with this cluster's name, and the provider that reaches it. */
function bindingLike(like: Binding, cluster: string, provider: string | undefined): string {
  const text = withName(like.text, like.cluster, cluster);
  if (provider === undefined) return `${removeValue(text, ['providers']) ?? text}\n`;
  return `${setValue(text, ['providers', 'kustomization'], provider, { before: 'source' }) ?? text}\n`;
}

/** Calls of a local module in the root, with the cluster that each is for. */
function bindingsOf({ changes }: Ground, { root, described }: PlatformGround, feature: string): Binding[] {
  const folder = root?.folder;
  if (!root || !folder) return [];
  const clusters = described?.clusters ?? [];
  return folder.namesInOrder('module').flatMap((label): Binding[] => {
    const declaration = folder.declaration('module', label);
    const source = declaration && literalText(attributeOf(declaration, 'source')?.attribute.value);
    if (!declaration || source?.replace(/\/+$/, '') !== `./${featureFolder(feature)}`) return [];
    const cluster = clusters.find(each => each.services.some(({ name }) => name === label))?.name;
    const path = changes.pathOf(declaration.item.uri);
    const isWhole = path !== undefined && (changes.source(path)?.faults.length ?? 1) === 0;
    return cluster === undefined || !isWhole
      ? []
      : [{ cluster, label, text: declaration.item.text.replace(/\r\n/g, '\n') }];
  });
}

/** The provider that reaches a cluster: by its alias, else by the kubeconfig that it takes. */
export function kustomizationProvider({ root }: PlatformGround, cluster: string): string | undefined {
  const folder = root?.folder;
  const names = [...(folder?.names('provider') ?? [])].filter(name => /^kustomization(?:\.|$)/.test(name));
  if (names.includes(`kustomization.${cluster}`)) return `kustomization.${cluster}`;
  return names.find(name => {
    const block = folder?.declaration('provider', name)?.block;
    return block !== undefined && [...moduleReferences(block)].includes(cluster);
  });
}
