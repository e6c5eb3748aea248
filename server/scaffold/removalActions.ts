/**
 * Code actions that remove something: a node pool on its module, a service from its cluster on its call, and the next stage of a cluster's removal
 * on the cluster. Removals that need a typed answer are left to the commands: the last cluster, a cluster's remaining providers ("was it
 * applied?"), and environments.
 */
import { t } from '../../common/localization';
import { boundServices } from './service/boundServices';
import type { ScaffoldContext, PlatformContext } from './scaffoldContext';
import { shortName } from './nodePool/removeNodePool';
import { clusterDependents } from './cluster/clusterParts';
import { protectedCall } from './cluster/liftProtection';
import type { ScaffoldKind } from '../../common/protocol';

/** @param label of a module block of the root module */
export function removalOffers(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  label: string,
): ScaffoldOffer[] {
  return [
    ...poolRemoval(platform, label),
    ...serviceRemovals(platform, label),
    ...clusterRemoval(scaffoldContext, platform, label),
  ];
}

function poolRemoval({ shape }: PlatformContext, label: string): ScaffoldOffer[] {
  const clusters = [...(shape?.clusters.values() ?? [])];
  const cluster = clusters.find(({ nodePools }) => nodePools.some(({ name }) => name === label))?.name;
  if (cluster === undefined) return [];
  const title = t('Remove node pool {0} from {1}', shortName(label, cluster), cluster);
  return [{ title, kind: 'removeNodePool', answers: { cluster, pool: label } }];
}

function serviceRemovals(platform: PlatformContext, label: string): ScaffoldOffer[] {
  const service = boundServices(platform).find(({ bindings }) => bindings.some(binding => binding.label === label));
  if (!service) return [];
  const { name, kind, path, bindings } = service;
  const cluster = bindings.find(binding => binding.label === label)?.cluster;
  const isLast = bindings.length === 1;
  const isOnlyHere = bindings.filter(binding => binding.cluster === cluster).length === 1;
  // The answers contain a service and clusters: with several calls of it on one cluster, they would mean all of them.
  if (!isLast && (cluster === undefined || !isOnlyHere)) return [];
  const answers = {
    [kind === 'entry' ? 'entry' : 'feature']: name,
    ...(cluster === undefined ? {} : { clusters: [cluster] }),
  };
  const title =
    cluster === undefined
      ? t('Remove platform service {0}', name)
      : t('Remove platform service {0} from {1}', name, cluster);
  return [
    { title, kind: 'removeService', answers },
    ...(isLast && path !== undefined
      ? [
          {
            title: t('{0}, and {1}', title, path),
            kind: 'removeService' as const,
            answers: { ...answers, remove_module: true },
          },
        ]
      : []),
  ];
}

const TITLES: Readonly<Record<RemovalStage, (cluster: string, stage: number) => string>> = {
  services: (cluster, stage) => t('Remove cluster {0}, stage {1}: its services', cluster, stage),
  nodePools: (cluster, stage) => t('Remove cluster {0}, stage {1}: its node pools', cluster, stage),
  protection: (cluster, stage) => t('Remove cluster {0}, stage {1}: its deletion protection', cluster, stage),
  cluster: (cluster, stage) => t('Remove cluster {0}, stage {1}: the cluster itself', cluster, stage),
};

function clusterRemoval(scaffoldContext: ScaffoldContext, { shape }: PlatformContext, label: string): ScaffoldOffer[] {
  if (!shape?.clusters.has(label) || shape.clusters.size < 2) return [];
  const stage = removalStage(scaffoldContext, label);
  const number = REMOVAL_STAGES.indexOf(stage) + 1;
  const title = TITLES[stage](label, number);
  return [{ title, kind: 'removeCluster', answers: { cluster: label } }];
}

/** In order; after the last one, only the cloud's provider is left. */
const REMOVAL_STAGES = ['services', 'nodePools', 'protection', 'cluster'] as const;

export type RemovalStage = (typeof REMOVAL_STAGES)[number];

/**
 * The next removal stage.
 * @param cluster an existing one
 */
export function removalStage(scaffoldContext: ScaffoldContext, cluster: string): RemovalStage {
  const { services, nodePools } = clusterDependents(scaffoldContext, cluster);
  if (services.length > 0) return 'services';
  if (nodePools.length > 0) return 'nodePools';
  return protectedCall(scaffoldContext, cluster) ? 'protection' : 'cluster';
}

export interface ScaffoldOffer {
  readonly title: string;
  readonly kind: ScaffoldKind;
  readonly answers: Readonly<Record<string, unknown>>;
}
