/** The way around a replacement of nodes, as a sentence below what a change replaces. See docs/safe-ways.md. */
import { t } from '../localization';
import type { Forecast } from './forecast';
import { CLUSTER_RESOURCES } from './lostClusters';

/** Names the way around; undefined if neither a node pool nor a cluster is replaced. Those that are destroyed have been removed from the code. */
export const wayAroundText = ({ environments }: Pick<Forecast, 'environments'>): string | undefined =>
  Object.values(environments).some(({ resources }) =>
    resources.some(({ type, action }) => action === 'replace' && CLUSTER_RESOURCES.has(type)),
  )
    ? t('Replace Step by Step… makes such a change in stages, and loses no nodes before others have taken their place.')
    : undefined;
