/**
 * Sequences of life-cycle scaffolds on the sample platforms. Each step defines the expected Terraform plan, based on the answers and the previous
 * plan, and independently of the tested code.
 */
import assert from 'node:assert/strict';
import { HEAD_COMMIT, type ScaffoldStep } from '../scaffold/everyScaffold';
import { readSamplePlatform } from '../scaffold/platformFiles';
import type { Texts } from '../scaffold/scaffolded';
import { comparable, type Planned } from './platformFolder';

/** Planned values by environment. */
export type Plans = Readonly<Record<string, Planned>>;

export interface LifeStep extends ScaffoldStep {
  /** Asserts that the plans after the step are as expected. */
  readonly expect: (before: Plans, after: Plans) => void;
  /** Number of steps that this step undoes: the files must be identical to those before them. */
  readonly restores?: number;
}
export interface LifeCourse {
  readonly name: string;
  readonly before: Texts;
  readonly steps: readonly LifeStep[];
}

const PLATFORMS = {
  minimal: { base: 'apps', cluster: 'eks_web0_eu-central-1' },
  released: { base: 'apps', cluster: 'eks_gc0_eu-north-1' },
  'three-environments': { base: 'apps-prod', cluster: 'gke_data0_europe-west4' },
  'multi-cloud': { base: 'apps-prod', cluster: 'eks_gc0_us-east-1' },
  legacy: { base: 'apps', cluster: 'eks_zero' },
} as const;

const same = (before: Plans, after: Plans): void => assert.deepEqual(after, before);

/** Asserts that the plans of other environments are unchanged. */
function othersUnchanged(before: Plans, after: Plans, except: readonly string[] = []): void {
  for (const [environment, planned] of Object.entries(before))
    if (!except.includes(environment))
      assert.deepEqual(after[environment], planned, `${environment} is another one now`);
}

/**
 * Converts the plan of an environment to that of another one: names of clusters contain the name of the environment, and in the sample
 * `multi-cloud`, one label depends on whether it is production.
 */
const named = (planned: Planned | undefined, from: string, to: string): unknown =>
  JSON.parse(
    JSON.stringify(planned ?? {})
      .replaceAll(from, to)
      .replaceAll(/(example\/tier\\*":\\*")(?:critical|standard)/g, '$1any'),
  );

/** Expects that only the environment `added` is new, and equal to `like`. */
const addedLike =
  (added: string, like: string) =>
  (before: Plans, after: Plans): void => {
    assert.deepEqual(Object.keys(after).sort(), [...Object.keys(before), added].sort());
    othersUnchanged(before, after);
    assert.deepEqual(named(after[added], added, like), named(before[like], like, like));
  };

/** Expects that these modules are no longer planned, and everything else is unchanged. */
const without =
  (...modules: readonly string[]) =>
  (before: Plans, after: Plans): void => {
    const isOf = (address: string): boolean => modules.some(each => address.startsWith(`module.${each}.`));
    assert.ok(
      Object.values(before).some(planned => Object.keys(planned).some(isOf)),
      `nothing was planned for ${modules.join()}`,
    );
    const rest = Object.entries(before).map(([environment, planned]) => [
      environment,
      Object.fromEntries(Object.entries(planned).filter(([address]) => !isOf(address))),
    ]);
    assert.deepEqual(after, Object.fromEntries(rest));
  };

const removal = (env: string): ScaffoldStep['answers'] => ({ env, confirm: env, workspace_empty: true });

/** The planned configuration of a module. */
function configured(plans: Plans, environment: string, module: string): Record<string, unknown> {
  const [, input] =
    Object.entries(plans[environment] ?? {}).find(([address]) =>
      address.startsWith(`module.${module}.terraform_data`),
    ) ?? [];
  assert.ok(input, `${module} is not planned in ${environment}`);
  return (input as { configuration: Record<string, unknown> }).configuration;
}

const OVERRIDES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Services of this cluster have names in its domain.
  'eks_gc0_us-east-1': { cluster_vpc_cidr: '10.9.0.0/16' },
  eks_zero: { cluster_max_size: '5' },
};

/** Steps that add an environment, which overrides one attribute of a cluster. */
function addsEnvironment(cluster: string, base: string): LifeStep[] {
  const override = OVERRIDES[cluster] ?? { base_domain: 'qa7.example.com' };
  return [
    {
      kind: 'environment',
      answers: { env: 'qa7', overrides: { [cluster]: override } },
      expect: (before, after) => {
        othersUnchanged(before, after);
        const own = configured(after, 'qa7', cluster);
        assert.deepEqual(own, { ...configured(before, base, cluster), ...override, ...nameIn(own) });
        const rest = (plans: Plans, environment: string): unknown =>
          named(withoutModule(plans[environment] ?? {}, cluster), environment, base);
        assert.deepEqual(rest(after, 'qa7'), rest(before, base));
      },
    },
    { kind: 'environment', answers: { env: 'edge7', position: 1 }, expect: addedLike('edge7', base) },
    {
      kind: 'removeEnvironment',
      answers: removal('edge7'),
      restores: 1,
      expect: (before, after) => {
        othersUnchanged(before, after, ['edge7']);
        assert.equal('edge7' in after, false);
      },
    },
    {
      kind: 'removeEnvironment',
      answers: removal('qa7'),
      restores: 3,
      expect: (before, after) => {
        othersUnchanged(before, after, ['qa7']);
      },
    },
  ];
}

const nameIn = ({ name }: Record<string, unknown>): Record<string, unknown> => (name === undefined ? {} : { name });
const withoutModule = (planned: Planned, module: string): Planned =>
  Object.fromEntries(Object.entries(planned).filter(([address]) => !address.startsWith(`module.${module}.`)));

/** Steps that rename an environment: the new one is added first, and the old one is removed when it is empty. */
const renames = (env: string, to: string): LifeStep[] => [
  { kind: 'renameEnvironment', answers: { env, to }, expect: addedLike(to, env) },
  {
    kind: 'removeEnvironment',
    answers: removal(env),
    expect: (before, after) => {
      othersUnchanged(before, after, [env]);
      assert.deepEqual(
        Object.keys(after).sort(),
        Object.keys(before)
          .filter(each => each !== env)
          .sort(),
      );
    },
  },
];

const THREE: LifeStep = { kind: 'threeEnvironments', answers: {}, expect: addedLike('apps-prod', 'apps') };

/** Typed values of the strings in the sample `released`, which its environments must keep. */
const TYPED: readonly [environment: string, module: string, expected: Readonly<Record<string, unknown>>][] = [
  [
    'apps',
    'eks_gc0_eu-north-1',
    {
      cluster_availability_zones: ['eu-north-1a', 'eu-north-1b', 'eu-north-1c'],
      cluster_version: '1.30',
      name_prefix: 'gc0',
      default_node_pool: { instance_types: ['m5.xlarge'], min_size: 3, max_size: 9, desired_capacity: 3 },
    },
  ],
  [
    'ops',
    'eks_gc0_eu-north-1',
    {
      cluster_availability_zones: ['eu-north-1a', 'eu-north-1b', 'eu-north-1c'],
      cluster_version: '1.30',
      default_node_pool: { instance_types: ['t3.large'], min_size: 1, max_size: 2, desired_capacity: 1 },
    },
  ],
  [
    'ops',
    'eks_gc0_eu-north-1_node_pool_spot',
    {
      availability_zones: ['eu-north-1a', 'eu-north-1b'],
      instance_types: ['m5.2xlarge', 'm5a.2xlarge'],
      labels: { lifecycle: 'spot' },
      desired_capacity: 0,
      max_size: 1,
      min_size: 0,
    },
  ],
  [
    'apps',
    'eks_gc0_eu-north-1_node_pool_spot',
    { labels: { lifecycle: 'spot', team: 'data' }, max_size: 12, min_size: 0 },
  ],
];

/** Asserts that a value has all expected attributes; others are allowed. Numbers must not be strings. */
function assertHas(actual: unknown, expected: unknown, where: string): void {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected))
    assert.deepEqual(actual, comparable(expected), where);
  else
    for (const [name, value] of Object.entries(expected))
      assertHas((actual as Record<string, unknown> | undefined)?.[name], value, `${where}.${name}`);
}

const TO_TYPES: LifeStep = {
  kind: 'frameworkVersion',
  answers: { to: HEAD_COMMIT },
  expect: (before, after) => {
    for (const [environment, planned] of Object.entries(before))
      assert.deepEqual(Object.keys(after[environment] ?? {}), Object.keys(planned), environment);
    for (const [environment, module, expected] of TYPED)
      assertHas(configured(after, environment, module), expected, `${environment} ${module}`);
  },
};

/** Steps that remove a cluster. @param stages removed modules of each step; empty for steps that remove only settings or providers */
const removesCluster = (cluster: string, stages: readonly (readonly string[])[]): LifeStep[] =>
  stages.map(modules => ({
    kind: 'removeCluster',
    answers: { cluster, confirm: cluster, applied: true },
    expect: modules.length === 0 ? same : without(...modules),
  }));

/** Disables the protection of a cluster, which must not change other attributes. */
const liftsProtection = (cluster: string): LifeStep => ({
  kind: 'removeCluster',
  answers: { cluster, confirm: cluster },
  expect: (before, after) => {
    for (const [environment, planned] of Object.entries(before)) {
      const own = configured(after, environment, cluster);
      assert.equal(own['deletion_protection'], false);
      assert.deepEqual(
        { ...own, deletion_protection: undefined },
        { ...configured(before, environment, cluster), deletion_protection: undefined },
      );
      assert.deepEqual(withoutModule(after[environment] ?? {}, cluster), withoutModule(planned, cluster));
    }
  },
});

const course = (platform: keyof typeof PLATFORMS, what: string, steps: readonly LifeStep[]): LifeCourse => ({
  name: `${platform} ${what}`,
  before: readSamplePlatform(platform),
  steps,
});

export const LIFE_COURSES: readonly LifeCourse[] = [
  ...(Object.keys(PLATFORMS) as (keyof typeof PLATFORMS)[]).map(platform =>
    course(
      platform,
      'gets environments and loses them',
      addsEnvironment(PLATFORMS[platform].cluster, PLATFORMS[platform].base),
    ),
  ),
  course('minimal', 'has its base renamed', renames('apps', 'workloads')),
  course('released', 'has its base renamed', renames('apps', 'workloads')),
  course('three-environments', 'has an environment renamed', renames('apps', 'workloads')),
  course('multi-cloud', 'has an environment renamed', renames('apps', 'workloads')),
  course('minimal', 'is converted to three environments', [THREE]),
  course('released', 'is converted to three environments, then to typed values', [THREE]),
  course('released', 'is taken to an older version, then to typed values', [
    { kind: 'frameworkVersion', answers: { to: 'v0.19.1-beta.0' }, expect: same },
    TO_TYPES,
    THREE,
  ]),
  course('released', 'loses a service, a node pool and a cluster', [
    {
      kind: 'removeService',
      answers: { entry: 'prometheus' },
      expect: without('eks_gc0_eu-north-1_service_prometheus'),
    },
    {
      kind: 'removeNodePool',
      answers: { cluster: 'aks_gc0_northeurope', pool: 'batch' },
      expect: without('aks_gc0_northeurope_node_pool_batch'),
    },
    ...removesCluster('eks_gc0_eu-north-1', [
      ['eks_gc0_eu-north-1_service_nginx'],
      ['eks_gc0_eu-north-1_node_pool_spot'],
      ['eks_gc0_eu-north-1'],
      [],
    ]),
    ...removesCluster('gke_gc0_europe-north1', [
      ['gke_gc0_europe-north1_service_nginx'],
      ['gke_gc0_europe-north1_node_pool_highmem'],
    ]),
  ]),
  course('three-environments', 'loses its clusters', [
    {
      kind: 'removeService',
      answers: { feature: 'metrics_server', clusters: ['scw_web0_fr-par'] },
      expect: without('scw_web0_fr-par_feature_metrics_server'),
    },
    ...removesCluster('scw_web0_fr-par', [['scw_web0_fr-par_node_pool_batch'], ['scw_web0_fr-par'], []]),
    ...removesCluster('gke_data0_europe-west4', [['gke_data0_europe-west4_feature_metrics_server']]),
    liftsProtection('gke_data0_europe-west4'),
  ]),
  course('multi-cloud', 'loses a service and a cluster', [
    {
      kind: 'removeService',
      answers: { feature: 'ingress_nginx', clusters: ['eks_gc0_us-east-1'] },
      expect: without('eks_gc0_us-east-1_feature_ingress_nginx'),
    },
    ...removesCluster('eks_gc0_us-east-1', [
      ['eks_gc0_us-east-1_feature_cert_manager'],
      ['eks_gc0_us-east-1_node_pool_batch'],
      ['eks_gc0_us-east-1'],
    ]),
  ]),
  course('minimal', 'gets a pool and a service, and loses everything', [
    {
      kind: 'nodePool',
      answers: {
        cluster: 'eks_web0_eu-central-1',
        pool: 'extra',
        min_size: 2,
        overrides: { ops: { max_size: 1, min_size: 0 } },
      },
      expect: (before, after) => {
        without('eks_web0_eu-central-1_node_pool_extra')(after, before);
        const pool = (environment: string): unknown =>
          configured(after, environment, 'eks_web0_eu-central-1_node_pool_extra')['min_size'];
        assert.deepEqual([pool('apps'), pool('ops')], [2, 0]);
      },
    },
    {
      kind: 'service',
      answers: { entry: 'sealed-secrets' },
      expect: (before, after) => without('eks_web0_eu-central-1_service_sealed-secrets')(after, before),
    },
    {
      kind: 'removeService',
      answers: { entry: 'sealed-secrets' },
      restores: 1,
      expect: without('eks_web0_eu-central-1_service_sealed-secrets'),
    },
    {
      kind: 'removeNodePool',
      answers: { cluster: 'eks_web0_eu-central-1', pool: 'extra' },
      restores: 3,
      expect: without('eks_web0_eu-central-1_node_pool_extra'),
    },
    {
      kind: 'removeCluster',
      answers: { cluster: 'eks_web0_eu-central-1', confirm: 'eks_web0_eu-central-1' },
      expect: (before, after) => {
        for (const environment of Object.keys(before)) assert.deepEqual(after[environment] ?? {}, {}, environment);
      },
    },
  ]),
];
