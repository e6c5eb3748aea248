/**
 * Takes a cluster out of the platform, a stage at a time; each has to be applied in every environment before the next. The code tells
 * which stage it is: services, then node pools, then what protects a cluster from being destroyed, then the cluster without the provider
 * of its cloud (what is in the state needs it to be destroyed), then that provider. Domain reference, section 14.
 */
import { inWords } from '../answerReader';
import { clusterParts, orphanedClusters } from './clusterParts';
import { flowOf } from '../followUpDefaults';
import type { Ground } from '../scaffoldContext';
import { liftProtection } from './liftProtection';
import { removeClusterModule } from './removeClusterModule';
import { removeClusterProviders } from './removeClusterProviders';
import { removePools } from '../nodePool/removeNodePool';
import { DESTROYS } from '../removedBlocks';
import { removeBindings } from '../service/removeService';
import type { Outcome } from '../scaffold';

export function removeCluster(ground: Ground): Outcome | undefined {
  const { answers, platform } = ground;
  const clusters = platform?.described?.clusters.map(({ name }) => name) ?? [];
  const orphans = orphanedClusters(ground);
  if (!platform && orphans.length === 0) return answers.refuse('uri', 'There is no platform in this folder.');
  const name = answers.text('cluster', {
    accepts: text => clusters.includes(text) || orphans.includes(text),
    advice:
      clusters.length + orphans.length === 0
        ? 'the platform has no cluster'
        : `choose ${inWords([...clusters, ...orphans], 'or')}`,
  });
  if (name === undefined) return undefined;
  if (!clusters.includes(name)) return removeClusterProviders(ground, name);
  if (clusters.length === 1 && !isConfirmed(ground, name)) return undefined;
  return (
    removeServices(ground, name) ??
    removeAllPools(ground, name) ??
    unlessRefused(ground, () => liftProtection(ground, name) ?? removeClusterModule(ground, name))
  );
}

/** A stage that had nothing to do leaves it to the next; one that was refused does not. */
const unlessRefused = ({ answers }: Ground, next: () => Outcome | undefined): Outcome | undefined =>
  answers.problems.length > 0 ? undefined : next();

function isConfirmed({ answers }: Ground, name: string): boolean {
  answers.text('confirm', {
    accepts: text => text === name,
    advice: `${name} is the last cluster of the platform: type its name to remove it`,
  });
  return answers.raw('confirm') === name;
}

function removeServices(ground: Ground, cluster: string): Outcome | undefined {
  const { services } = clusterParts(ground, cluster);
  if (services.length === 0 || !removeBindings(ground, services, 'cluster')) return undefined;
  return {
    notes: [`This is the first stage: what runs on ${cluster} goes before the cluster. Modules of services are kept.`],
    followUp: flowOf(ground, {
      branch: `remove-services-of-${cluster}`,
      summary: `Remove the services of ${cluster}`,
      after: [DESTROYS, `Once it is applied in every environment, remove ${cluster} again: its node pools are next.`],
    }),
  };
}

function removeAllPools(ground: Ground, cluster: string): Outcome | undefined {
  if (ground.answers.problems.length > 0) return undefined;
  const { nodePools } = clusterParts(ground, cluster);
  if (nodePools.length === 0 || !removePools(ground, nodePools, 'cluster')) return undefined;
  return {
    notes: [`This is the second stage: the node pools of ${cluster} go before the cluster.`],
    followUp: flowOf(ground, {
      branch: `remove-node-pools-of-${cluster}`,
      summary: `Remove the node pools of ${cluster}`,
      after: [
        DESTROYS,
        `Once it is applied in every environment, remove ${cluster} again: the cluster itself is next.`,
      ],
    }),
  };
}
