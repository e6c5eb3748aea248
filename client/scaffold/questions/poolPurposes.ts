/** Purposes of node pools, with their settings on each cloud. Machine types are only suggestions. */
import type { CloudName } from '../cloudNames';
import type { Answers } from '../question';
import { t } from '../../../common/localization';

export interface PoolPurpose {
  readonly id: 'more' | 'dedicated' | 'gpu' | 'spot' | 'arm';
  readonly label: string;
  readonly detail: string;
  /** Name of the pool. */
  readonly name: string;
  /** Machine types for this purpose; empty if any type is suitable. */
  readonly types?: readonly string[];
  readonly taints?: string;
  readonly labels?: string;
  /** Attributes of only such pools. */
  readonly answers?: Answers;
}

/** Source: the types' documentation by Amazon, Google, Microsoft and Scaleway. */
const TYPES: Readonly<Record<CloudName, Partial<Record<PoolPurpose['id'], readonly string[]>>>> = {
  eks: { gpu: ['g5.xlarge', 'g6.xlarge', 'p4d.24xlarge'], arm: ['m7g.large', 'm6g.large', 't4g.large'] },
  gke: { gpu: ['n1-standard-4', 'n1-standard-8'], arm: ['t2a-standard-4', 'c4a-standard-4'] },
  aks: { gpu: ['Standard_NC4as_T4_v3', 'Standard_NC24ads_A100_v4'], arm: ['Standard_D4ps_v5', 'Standard_D2ps_v5'] },
  scw: { gpu: ['L4-1-24G', 'H100-1-80G'], arm: ['COPARM1-4C-16G', 'COPARM1-2C-8G'] },
};

/**
 * Purposes for which the modules have attributes: EKS pools can't use spot instances, and Scaleway has none. The image of EKS nodes follows from
 * their machine type.
 */
const ATTRIBUTES: Readonly<Record<CloudName, Partial<Record<PoolPurpose['id'], Answers>>>> = {
  eks: {},
  gke: {
    gpu: { guest_accelerator: { type: 'nvidia-tesla-t4', count: 1 } },
    spot: { preemptible: true },
  },
  aks: { spot: { use_spot: true } },
  scw: {},
};

const hasSpot = (word: CloudName): boolean => ATTRIBUTES[word].spot !== undefined;

export function poolPurposes(word: CloudName): PoolPurpose[] {
  const of = (id: PoolPurpose['id']): Pick<PoolPurpose, 'id' | 'types' | 'answers'> => ({
    id,
    ...(TYPES[word][id] ? { types: TYPES[word][id] } : {}),
    ...(ATTRIBUTES[word][id] ? { answers: ATTRIBUTES[word][id] } : {}),
  });
  return [
    { ...of('more'), name: 'extra', label: t('More nodes'), detail: t('Accepts any pod') },
    {
      ...of('dedicated'),
      name: 'prod',
      label: t('Dedicated to certain workloads'),
      detail: t('Tainted, for example for production, a tenant or batch jobs'),
      taints: 'dedicated=prod:NoSchedule',
      labels: 'dedicated=prod',
    },
    {
      ...of('gpu'),
      name: 'gpu',
      label: t('GPU'),
      detail: t('Tainted, so that only pods that need a GPU run there'),
      taints: 'dedicated=gpu:NoSchedule',
      labels: 'dedicated=gpu',
    },
    ...(hasSpot(word)
      ? [
          {
            ...of('spot'),
            name: 'spot',
            label: t('Spot'),
            detail: t('Cheaper nodes that the cloud can reclaim at any time'),
            taints: 'dedicated=spot:NoSchedule',
            labels: 'dedicated=spot',
          },
        ]
      : []),
    {
      ...of('arm'),
      name: 'arm',
      label: t('ARM'),
      detail: t('Another processor architecture, for images built for it'),
      taints: 'kubernetes.io/arch=arm64:NoSchedule',
    },
  ];
}
