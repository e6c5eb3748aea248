/** The commands with which a person destroys everything in one environment: what runs on clusters, then node pools, then clusters. */
import { quotedWord } from '../followUp';
import { programOf } from '../schemaGeneration';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import { clusterDependents } from '../cluster/clusterParts';

export function destroySteps(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  environment: string,
): string[] {
  const program = programOf(platform.generation);
  const clusters = platform.described?.clusters ?? [];
  const parts = clusters.map(({ name }) => clusterDependents(scaffoldContext, name));
  const services = parts.flatMap(each => each.services);
  const pools = parts.flatMap(each => each.nodePools);
  const destroy = (what: string, labels: readonly string[]): string[] =>
    labels.length === 0
      ? []
      : [
          `Destroy ${what}: \`${program} destroy ${labels.map(label => quotedWord(`-target=module.${label}`)).join(' ')}\`.`,
        ];
  const protectedClusters = clusters.filter(({ provider }) => provider === 'google').map(({ name }) => name);
  return [
    `Select the workspace: \`${program} workspace select ${environment}\`.`,
    ...(protectedClusters.length > 0
      ? [
          `GKE refuses to destroy ${protectedClusters.join(' and ')} until \`deletion_protection = false\` is applied in ${environment}. Do that first.`,
        ]
      : []),
    ...destroy('the services', services),
    ...destroy('the node pools', pools),
    ...destroy(
      'the clusters',
      clusters.map(({ name }) => name),
    ),
    `Destroy what is left: \`${program} destroy\`.`,
    `Check that the state is empty: \`${program} state list\`.`,
  ];
}
