/** Updates the rest of the platform for a new cluster. */
import { boundsOf, modulesFor } from '../../kubestack/platform/providerMajors';
import { t } from '../../../common/localization';
import { step } from '../../../common/steps';
import type { ClusterPlan } from './clusterAnswers';
import { orphanedClusters } from './clusterParts';
import { cloudOf, type Cloud } from './clouds';
import { DOCKERFILE, withVariant } from '../dockerfile';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { updatePipelines } from '../pipeline/updatePipelines';
import { clusterRow, putRows } from '../putRows';
import { requireProviders } from '../requiredProviders';

/** Labels of the existing clusters. */
export const existingClusterLabels = (platform: PlatformContext): string[] =>
  platform.described?.clusters.map(({ name }) => name) ?? [];

/** Names that are taken: by existing clusters, and by those whose removal is not finished. */
export const takenNames = (scaffoldContext: ScaffoldContext, platform: PlatformContext): string[] => [
  ...existingClusterLabels(platform),
  ...orphanedClusters(scaffoldContext),
];

/** Clouds of the existing clusters. */
const cloudsOf = (platform: PlatformContext): Cloud[] => [
  ...new Set(platform.described?.clusters.flatMap(({ provider }) => cloudOf(provider) ?? []) ?? []),
];

/** Rejects the answers if a cluster of the name, or one of its files, exists. */
export function isFree({ answers, changes }: ScaffoldContext, name: string): boolean {
  const labels = changes
    .configurationFiles()
    .flatMap(path => changes.source(path)?.items ?? [])
    .flatMap(({ item }) =>
      item.node.kind === 'block' && item.node.type === 'module' ? (item.node.labels[0]?.name ?? []) : [],
    );
  if (labels.includes(name)) answers.refuse('name_prefix', t('A module {0} already exists: use another prefix.', name));
  for (const path of [`${name}_cluster.tf`, `${name}_providers.tf`])
    if (changes.exists(path)) answers.refuse('name_prefix', t('A file {0} already exists: use another prefix.', path));
  return answers.problems.length === 0;
}

interface AddedCluster extends Pick<ClusterPlan, 'cloud' | 'region' | 'prefix'> {
  /** Whether its providers file includes those for the cluster itself. */
  readonly isReached: boolean;
}

/** Adds its required providers, its variant of the image, and its row in the README. */
export function prepareCluster(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  name: string,
  { cloud, region, prefix, isReached }: AddedCluster,
): ScaffoldOutcome {
  const { changes } = scaffoldContext;
  const { version } = platform;
  const { schemas } = scaffoldContext.request.model;
  const bounds = boundsOf(schemas, modulesFor(schemas, [cloud.provider], version ?? ''));
  requireProviders(changes, cloud, { isNew: !cloudsOf(platform).includes(cloud), isReached, bounds });
  const dockerfile = changes.text(DOCKERFILE);
  if (dockerfile !== undefined)
    changes.write(DOCKERFILE, withVariant(dockerfile, [...new Set([...cloudsOf(platform), cloud])]));
  const before = cloudsOf(platform);
  const after = [...new Set([...before, cloud])];
  const byHand = before.includes(cloud)
    ? []
    : updatePipelines(scaffoldContext, { providers: after.map(each => each.provider) });
  putRows(changes, 'clusters', [clusterRow(name, cloud, region, prefix)]);
  return {
    notes: byHand,
    followUp: {
      branch: `add-cluster-${name}`,
      summary: t('Add cluster {0}', name),
      environments: [...platform.environments].reverse(),
      program: platform.program,
      init: 'new',
      after: [step(t('Add node pools and platform services when the new cluster exists in every environment.'))],
    },
  };
}
