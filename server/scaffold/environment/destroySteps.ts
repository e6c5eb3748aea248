/** The commands that destroy everything in one environment: services, then node pools, then clusters. */
import { t } from '../../../common/localization';
import { runs, step, type Step, type StepCommand } from '../../../common/steps';
import { quotedWord } from '../followUp';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import { clusterDependents } from '../cluster/clusterParts';

export function destroySteps(scaffoldContext: ScaffoldContext, platform: PlatformContext, environment: string): Step[] {
  const run = (parameters: string): StepCommand[] => runs(`${platform.program} ${parameters}`);
  const clusters = platform.described?.clusters ?? [];
  const parts = clusters.map(({ name }) => clusterDependents(scaffoldContext, name));
  const services = parts.flatMap(each => each.services);
  const pools = parts.flatMap(each => each.nodePools);
  const destroy = (what: string, labels: readonly string[]): Step[] =>
    labels.length === 0
      ? []
      : [
          step(t('Destroy {1}: {0}.', '{0}', what), {
            commands: run(`destroy ${labels.map(label => quotedWord(`-target=module.${label}`)).join(' ')}`),
          }),
        ];
  const protectedClusters = clusters.filter(({ provider }) => provider === 'google').map(({ name }) => name);
  return [
    step(t('Select the workspace: {0}.'), { commands: run(`workspace select ${environment}`), by: 'agent' }),
    ...(protectedClusters.length > 0
      ? [
          step(
            t(
              'GKE refuses to destroy {0} until `deletion_protection = false` is applied in {1}. Do that first.',
              protectedClusters.join(' and '),
              environment,
            ),
          ),
        ]
      : []),
    ...destroy(t('the services'), services),
    ...destroy(t('the node pools'), pools),
    ...destroy(
      t('the clusters'),
      clusters.map(({ name }) => name),
    ),
    step(t('Destroy what is left: {0}.'), { commands: run('destroy') }),
    step(t('Check that the state is empty: {0}.'), { commands: run('state list'), by: 'agent' }),
  ];
}
