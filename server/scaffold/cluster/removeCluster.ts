/**
 * Removes a cluster in stages, each of which must be applied in every environment before the next. The code shows which stage is next: services,
 * node pools, deletion protection, the cluster without its cloud's provider (which is needed to destroy what is in the state), then that provider.
 * See docs/kubestack.md#staged-changes.
 */
import { alternatives, t } from '../../../common/localization';
import { step } from '../../../common/steps';
import { clusterDependents, orphanedClusters } from './clusterParts';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { liftProtection } from './liftProtection';
import { removeClusterModule } from './removeClusterModule';
import { removeClusterProviders } from './removeClusterProviders';
import { removePools } from '../nodePool/removeNodePool';
import { destroys } from '../removedBlocks';
import { removeBindings } from '../service/removeService';

export function removeCluster(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, platform } = scaffoldContext;
  const clusters = platform?.described?.clusters.map(({ name }) => name) ?? [];
  const orphans = orphanedClusters(scaffoldContext);
  if (!platform && orphans.length === 0) return answers.refuse('uri', t('This folder contains no platform.'));
  const name = answers.text('cluster', {
    accepts: text => clusters.includes(text) || orphans.includes(text),
    advice: () =>
      clusters.length + orphans.length === 0
        ? t('the platform has no clusters')
        : t('choose {0}', alternatives([...clusters, ...orphans])),
  });
  if (name === undefined) return undefined;
  if (!clusters.includes(name)) return removeClusterProviders(scaffoldContext, name);
  if (clusters.length === 1 && !isConfirmed(scaffoldContext, name)) return undefined;
  return (
    removeServices(scaffoldContext, name) ??
    removeAllPools(scaffoldContext, name) ??
    unlessRefused(
      scaffoldContext,
      () => liftProtection(scaffoldContext, name) ?? removeClusterModule(scaffoldContext, name),
    )
  );
}

/** A stage without changes continues with the next; a rejected one does not. */
const unlessRefused = (
  { answers }: ScaffoldContext,
  next: () => ScaffoldOutcome | undefined,
): ScaffoldOutcome | undefined => (answers.problems.length > 0 ? undefined : next());

function isConfirmed({ answers }: ScaffoldContext, name: string): boolean {
  answers.text('confirm', {
    accepts: text => text === name,
    advice: () => t('{0} is the only cluster of the platform: type its name to remove it', name),
  });
  return answers.raw('confirm') === name;
}

function removeServices(scaffoldContext: ScaffoldContext, cluster: string): ScaffoldOutcome | undefined {
  const { services } = clusterDependents(scaffoldContext, cluster);
  if (services.length === 0 || !removeBindings(scaffoldContext, services, 'cluster')) return undefined;
  return {
    notes: [
      t(
        'Stage 1: removes the platform services from {0}, before the cluster itself. Service modules are kept.',
        cluster,
      ),
    ],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `remove-services-of-${cluster}`,
      summary: t('Remove the services of {0}', cluster),
      after: [
        destroys(),
        step(
          t('When this is applied in every environment, remove {0} again to continue with its node pools.', cluster),
        ),
      ],
    }),
  };
}

function removeAllPools(scaffoldContext: ScaffoldContext, cluster: string): ScaffoldOutcome | undefined {
  if (scaffoldContext.answers.problems.length > 0) return undefined;
  const { nodePools } = clusterDependents(scaffoldContext, cluster);
  if (nodePools.length === 0 || !removePools(scaffoldContext, nodePools, 'cluster')) return undefined;
  return {
    notes: [t('Stage 2: removes the node pools of {0}, before the cluster itself.', cluster)],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `remove-node-pools-of-${cluster}`,
      summary: t('Remove the node pools of {0}', cluster),
      after: [
        destroys(),
        step(
          t(
            'When this is applied in every environment, remove {0} again to continue with the cluster itself.',
            cluster,
          ),
        ),
      ],
    }),
  };
}
