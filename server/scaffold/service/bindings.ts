/** Calls a service's local module for clusters: a file and a row for each. */
import { enumeration, t } from '../../../common/localization';
import type { Step } from '../../../common/steps';
import { removeValue, setValue } from '../../edits/entryText';
import { declaredAttribute } from '../../workspace/declarations';
import { providerOf } from '../../kubestack/platform/clusterRegion';
import { literalText } from '../../kubestack/modules/literalText';
import { requiredVariables } from './moduleVariables';
import { oneOf } from '../answerReader';
import { existingClusterLabels } from '../cluster/prepareCluster';
import { hasClusterAccess, kustomizationProviderName, grantClusterAccess } from '../cluster/clusterAccess';
import { featureFolder } from './featureName';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { hclFile } from '../hclFile';
import { moduleCallBlock } from '../moduleCallText';
import { featureRow, putRows } from '../putRows';
import { replaceName } from '../replaceName';
import { serviceProvider, type ServiceProvider } from './serviceProvider';
import { withoutTrailing } from '../../../common/withoutTrailing';

const bindingLabel = (cluster: string, feature: string): string => `${cluster}_feature_${feature}`;

interface Binding {
  readonly cluster: string;
  readonly label: string;
  /** Source text of the call. */
  readonly text: string;
  /** Whether it is passed its cluster's provider. */
  readonly passesProvider: boolean;
}

/** A service to add to clusters. */
interface Wanted {
  /** For messages. */
  readonly what: string;
  /** Clusters that have it. */
  readonly bound: readonly string[];
  /** Whether it must be passed its cluster's provider. */
  readonly needsProvider: boolean;
}

/** Clusters of a service: those in the answers, or by default all that can have it; none for an empty list. Undefined after a problem. */
export function readClusters(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  { what, bound, needsProvider }: Wanted,
): readonly string[] | undefined {
  const { answers } = scaffoldContext;
  const all = existingClusterLabels(platform);
  const having = new Set(bound);
  const open = all.filter(name => !having.has(name));
  if (open.length === 0 && !answers.has('clusters'))
    return answers.refuse('clusters', t('Every cluster already has {0}.', what));
  const reached = new Set(needsProvider ? all.filter(name => hasClusterAccess(scaffoldContext, platform, name)) : all);
  const free = open.filter(name => reached.has(name));
  const given = answers.raw('clusters');
  if (Array.isArray(given) && given.length === 0) return [];
  const clusters = answers.texts('clusters', oneOf(all), free.length > 0 ? free : open);
  const unreached = clusters?.filter(name => !reached.has(name)) ?? [];
  if (unreached.length > 0)
    return answers.refuse(
      'clusters',
      t(
        "{0} can't have a kustomization provider: the cluster module has no kubeconfig output. Set a newer framework version first.",
        enumeration(unreached),
      ),
    );
  const again = clusters?.filter(name => having.has(name)) ?? [];
  if (again.length > 0)
    return answers.refuse(
      'clusters',
      again.length > 1
        ? t('{0} already have {1}.', enumeration(again), what)
        : t('{0} already has {1}.', again[0]!, what),
    );
  return clusters;
}

/** More calls of an existing module, like the ones that it has. */
export function addBindings(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  feature: string,
): ScaffoldOutcome | undefined {
  const present = bindingsOf(scaffoldContext, platform, feature);
  const like = present[0];
  const provider = like?.passesProvider ? 'needed' : serviceProvider(scaffoldContext, featureFolder(feature));
  const bound = present.map(({ cluster }) => cluster);
  const clusters = readClusters(scaffoldContext, platform, {
    what: feature,
    bound,
    needsProvider: provider === 'needed',
  });
  if (clusters?.length === 0) return scaffoldContext.answers.require('clusters', t('choose at least one'));
  if (!clusters) return undefined;
  writeBindings(scaffoldContext, platform, { feature, clusters, provider, like });
  const missing = present.length > 0 ? [] : requiredVariables(scaffoldContext, featureFolder(feature));
  return {
    notes:
      missing.length === 0
        ? []
        : [
            clusters.length > 1
              ? t('The module {0} needs values for {1}. Set them in its module calls.', feature, enumeration(missing))
              : t('The module {0} needs values for {1}. Set them in its module call.', feature, enumeration(missing)),
          ],
    followUp: serviceFollowUp(platform, feature, clusters),
  };
}

/** The next steps after adding a service. */
export const serviceFollowUp = (
  platform: PlatformContext,
  feature: string,
  clusters: readonly string[],
  before: readonly Step[] = [],
) => ({
  branch: `add-service-${feature}`,
  summary:
    clusters.length === 0
      ? t('Add platform service {0}', feature)
      : t('Add platform service {0} to {1}', feature, enumeration(clusters)),
  environments: [...platform.environments].reverse(),
  program: platform.program,
  init: 'new' as const,
  before,
});

interface NewBindings {
  readonly feature: string;
  readonly clusters: readonly string[];
  readonly provider: ServiceProvider;
  /** A call whose other arguments are copied. */
  readonly like?: Binding | undefined;
}

export function writeBindings(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  { feature, clusters, provider: use, like }: NewBindings,
): void {
  const { answers, changes } = scaffoldContext;
  const rows: ReturnType<typeof featureRow>[] = [];
  for (const cluster of clusters) {
    const label = bindingLabel(cluster, feature);
    const path = `${label}.tf`;
    if (changes.exists(path)) {
      answers.refuse('clusters', t('A file {0} already exists.', path));
      continue;
    }
    const provider = passedProvider(scaffoldContext, platform, cluster, use);
    const providers: Record<string, string> = provider === undefined ? {} : { kustomization: provider };
    const call = { label, providers, source: `./${featureFolder(feature)}` };
    const text = like ? bindingLike(like, cluster, provider) : hclFile([moduleCallBlock(call)]);
    changes.write(path, text);
    rows.push(featureRow(label, cluster));
  }
  putRows(changes, 'features', rows);
}

/** The providers that a service is passed; an optional one only if it exists. */
function passedProvider(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  cluster: string,
  use: ServiceProvider,
): string | undefined {
  if (use === 'needed') return grantClusterAccess(scaffoldContext, platform, cluster);
  return use === 'taken' ? kustomizationProviderName(platform, cluster) : undefined;
}

/** The copied call with this cluster's name and provider. */
function bindingLike(like: Binding, cluster: string, provider: string | undefined): string {
  const text = replaceName(like.text, like.cluster, cluster);
  if (provider === undefined) return `${removeValue(text, ['providers']) ?? text}\n`;
  return `${setValue(text, ['providers', 'kustomization'], provider, { before: 'source' }) ?? text}\n`;
}

/** Calls of a local module in the root, with their clusters. */
function bindingsOf({ changes }: ScaffoldContext, { root, described }: PlatformContext, feature: string): Binding[] {
  const folder = root?.folder;
  if (!root || !folder) return [];
  const clusters = described?.clusters ?? [];
  return folder.namesInOrder('module').flatMap((label): Binding[] => {
    const declaration = folder.declaration('module', label);
    const source = declaration && literalText(declaredAttribute(declaration, 'source')?.attribute.value);
    if (!declaration || withoutTrailing(source ?? '', '/') !== `./${featureFolder(feature)}`) return [];
    const cluster = clusters.find(each => each.services.some(({ name }) => name === label))?.name;
    const path = changes.pathOf(declaration.item.uri);
    const isWhole = path !== undefined && (changes.source(path)?.diagnostics.length ?? 1) === 0;
    if (cluster === undefined || !isWhole) return [];
    const passesProvider = providerOf({ declaration }, 'kustomization') !== undefined;
    return [{ cluster, label, text: declaration.item.text.replace(/\r\n/g, '\n'), passesProvider }];
  });
}
