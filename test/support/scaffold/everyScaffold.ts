/** All scaffolds that add something, with valid answers for a platform. A step can depend on previous ones. */
import type { ScaffoldKind } from '../../../common/protocol';
import { readSamplePlatform } from './platformFiles';
import type { Texts } from './scaffolded';

export interface ScaffoldStep {
  readonly kind: ScaffoldKind;
  readonly answers: Readonly<Record<string, unknown>>;
}
export interface Course {
  readonly name: string;
  readonly before: Texts;
  readonly steps: readonly ScaffoldStep[];
}

export const HEAD_COMMIT = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
export const NEWEST_RELEASE = 'v0.19.2-beta.0';

export const CLUSTER_ANSWERS = {
  eks: { provider: 'eks', region: 'eu-west-2', name_prefix: 'web7' },
  gke: {
    provider: 'gke',
    region: 'us-east1',
    name_prefix: 'ml7',
    project_id: 'acme-platform',
    cluster_min_master_version: '1.31',
  },
  aks: { provider: 'aks', region: 'westeurope', name_prefix: 'web7', resource_group: 'acme-platform' },
  scw: {
    provider: 'scw',
    region: 'pl-waw',
    name_prefix: 'web7',
    cluster_version: '1.34',
    organization_id: '5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40',
    project_id: 'c1b2f4d8-90ab-4c55-8f21-7e6d5a4b3c21',
  },
};
export type CourseLayout = keyof typeof CLUSTER_ANSWERS;
export const isLayout = (word: string): word is CourseLayout => word in CLUSTER_ANSWERS;

const CLUSTERS: Readonly<Record<CourseLayout, string>> = {
  eks: 'eks_web7_eu-west-2',
  gke: 'gke_ml7_us-east1',
  aks: 'aks_web7_westeurope',
  scw: 'scw_web7_pl-waw',
};

/** Node pools with attributes that are specific to their cloud. */
export const POOLS: Readonly<Record<CourseLayout, Readonly<Record<string, unknown>>>> = {
  eks: {
    instance_types: ['m7g.large'],
    min_size: 0,
    max_size: 4,
    disk_size: 40,
    taints: [{ key: 'dedicated', value: 'arm', effect: 'NO_SCHEDULE' }],
    labels: { dedicated: 'arm', 'example.org/team': 'data' },
  },
  gke: {
    machine_type: 'g2-standard-4',
    preemptible: true,
    guest_accelerator: { type: 'nvidia-l4', count: 1 },
    taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NO_SCHEDULE' }],
    labels: { dedicated: 'gpu' },
  },
  aks: {
    vm_size: 'Standard_D8s_v5',
    use_spot: true,
    min_count: 1,
    max_count: 6,
    node_taints: ['dedicated=batch:NoSchedule'],
    node_labels: { dedicated: 'batch' },
  },
  scw: {
    node_type: 'GP1-S',
    node_taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }],
    tags: ['batch'],
    root_volume_size_in_gb: 40,
  },
};

/** Steps that add clusters and node pools of all supported clouds, services of each kind, and other parts. */
function stepsFor(layouts: readonly CourseLayout[], mirror: ScaffoldStep['answers'], feature: string): ScaffoldStep[] {
  return [
    ...layouts.map((layout): ScaffoldStep => ({ kind: 'cluster', answers: CLUSTER_ANSWERS[layout] })),
    { kind: 'cluster', answers: mirror },
    ...layouts.map((layout): ScaffoldStep => ({
      kind: 'nodePool',
      answers: { cluster: CLUSTERS[layout], pool: 'extra', ...POOLS[layout] },
    })),
    {
      kind: 'service',
      answers: {
        feature,
        manifest_url: 'https://github.com/acme/agent/releases/download/v1.2.3/agent.yaml',
        clusters: CLUSTERS[layouts[0]!],
        overrides: { ops: { replicas: [{ name: 'agent', count: 1 }] } },
      },
    },
    { kind: 'service', answers: { feature } },
    {
      kind: 'service',
      answers: { chart: 'oci://quay.io/acme/charts/dashboard', chart_version: '1.2.3', namespace: 'dashboard' },
    },
    { kind: 'service', answers: { entry: 'sealed-secrets' } },
    { kind: 'readme', answers: {} },
  ];
}

export const COURSES: readonly Course[] = [
  {
    name: 'minimal',
    before: readSamplePlatform('minimal'),
    steps: stepsFor(['eks', 'gke', 'aks', 'scw'], { mirror: 'eks_web0_eu-central-1', region: 'eu-north-1' }, 'agent'),
  },
  {
    name: 'released',
    before: readSamplePlatform('released'),
    steps: stepsFor(['eks', 'gke', 'aks'], { mirror: 'gke_gc0_europe-north1', region: 'europe-west1' }, 'agent'),
  },
  {
    name: 'three-environments',
    before: readSamplePlatform('three-environments'),
    steps: stepsFor(['eks', 'gke', 'aks', 'scw'], { mirror: 'scw_web0_fr-par', region: 'nl-ams' }, 'agent'),
  },
  {
    name: 'multi-cloud',
    before: readSamplePlatform('multi-cloud'),
    steps: stepsFor(['eks', 'gke'], { mirror: 'gke_ml0_europe-west1', region: 'us-central1' }, 'agent'),
  },
  ...(['eks', 'gke', 'aks', 'scw'] as const).flatMap((layout): Course[] =>
    [
      ['apps', 'ops'],
      ['apps-prod', 'apps', 'ops'],
    ].flatMap(environments =>
      (layout === 'scw' ? [HEAD_COMMIT] : [HEAD_COMMIT, NEWEST_RELEASE]).map((version): Course => {
        const { provider: _, ...cluster } = CLUSTER_ANSWERS[layout];
        const answers = {
          layout,
          ...cluster,
          environments,
          version,
          base_domain: 'infra.your-company.org',
          backend: 's3',
          bucket: 'acme-state',
          backend_region: 'eu-west-1',
          ci: 'github',
        };
        return {
          name: `a new platform of ${layout} with ${environments.length} environments on ${version.slice(0, 8)}`,
          before: {},
          steps: [
            { kind: 'platform', answers },
            { kind: 'nodePool', answers: { pool: 'extra', ...POOLS[layout] } },
          ],
        };
      }),
    ),
  ),
];
