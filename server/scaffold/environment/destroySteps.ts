/** The commands that destroy everything in one environment: services, then node pools, then clusters. */
import { t } from '../../../common/localization';
import { quotedWord } from '../followUp';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import { clusterDependents } from '../cluster/clusterParts';

export function destroySteps(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  environment: string,
): string[] {
  const program = platform.program;
  const clusters = platform.described?.clusters ?? [];
  const parts = clusters.map(({ name }) => clusterDependents(scaffoldContext, name));
  const services = parts.flatMap(each => each.services);
  const pools = parts.flatMap(each => each.nodePools);
  const destroy = (what: string, labels: readonly string[]): string[] =>
    labels.length === 0
      ? []
      : [
          t(
            'Destroy {0}: `{1} destroy {2}`.',
            what,
            program,
            labels.map(label => quotedWord(`-target=module.${label}`)).join(' '),
          ),
        ];
  const protectedClusters = clusters.filter(({ provider }) => provider === 'google').map(({ name }) => name);
  return [
    t('Select the workspace: `{0} workspace select {1}`.', program, environment),
    ...(protectedClusters.length > 0
      ? [
          t(
            'GKE refuses to destroy {0} until `deletion_protection = false` is applied in {1}. Do that first.',
            protectedClusters.join(' and '),
            environment,
          ),
        ]
      : []),
    ...destroy(t('the services'), services),
    ...destroy(t('the node pools'), pools),
    ...destroy(
      t('the clusters'),
      clusters.map(({ name }) => name),
    ),
    t('Destroy what is left: `{0} destroy`.', program),
    t('Check that the state is empty: `{0} state list`.', program),
  ];
}
