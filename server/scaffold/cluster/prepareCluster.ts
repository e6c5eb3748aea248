/** What the rest of the platform has to know of a new cluster. */
import { t } from '../../../common/localization';
import type { ClusterPlan } from './clusterAnswers';
import { orphanedClusters } from './clusterParts';
import { cloudOf, type Cloud } from './clouds';
import { DOCKERFILE, withVariant } from '../dockerfile';
import { programOf } from '../schemaGeneration';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { updatePipelines } from '../pipeline/updatePipelines';
import { clusterRow, putRows } from '../readmeRows';
import { requireProviders } from '../requiredProviders';

/** Labels of the clusters that are there. */
export const existingClusterLabels = (platform: PlatformContext): string[] =>
  platform.described?.clusters.map(({ name }) => name) ?? [];

/** Names that no new cluster can have: of those that are there, and of those whose removal is not over. */
export const takenNames = (scaffoldContext: ScaffoldContext, platform: PlatformContext): string[] => [
  ...existingClusterLabels(platform),
  ...orphanedClusters(scaffoldContext),
];

/** Clouds of the clusters that are there. */
export const cloudsOf = (platform: PlatformContext): Cloud[] => [
  ...new Set(platform.described?.clusters.flatMap(({ provider }) => cloudOf(provider) ?? []) ?? []),
];

/** Refuses the answers where a cluster of the name is there, or a file that it would have. */
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
  /** Whether its file of providers has those that reach it. */
  readonly isReached: boolean;
}

/** Requires its providers, fits the image to the clouds and adds its row. */
export function prepareCluster(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  name: string,
  { cloud, region, prefix, isReached }: AddedCluster,
): ScaffoldOutcome {
  const { changes } = scaffoldContext;
  requireProviders(changes, cloud, { isNew: !cloudsOf(platform).includes(cloud), isReached });
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
      program: programOf(platform.generation),
      init: 'new',
      after: [t('Add node pools and platform services when the new cluster exists in every environment.')],
    },
  };
}
