/** All scaffolds for a platform, for each of its clusters, node pools, services and environments. */
import { AnswerReader } from '../../../server/scaffold/answerReader';
import { boundServices } from '../../../server/scaffold/service/boundServices';
import { orphanedClusters } from '../../../server/scaffold/cluster/clusterParts';
import { scaffoldContextOf } from '../../../server/scaffold/scaffoldContext';
import { memoizedWorkspaceOf } from '../testWorkspace';
import {
  CLUSTER_ANSWERS,
  HEAD_COMMIT,
  isLayout,
  NEWEST_RELEASE,
  POOLS,
  type CourseLayout,
  type ScaffoldStep,
} from './everyScaffold';
import type { Texts } from './scaffolded';

/** The parts of a platform that scaffolds use. */
export interface Parts {
  readonly clusters: readonly { readonly name: string; readonly region: string | undefined }[];
  /** Removed clusters whose provider remains. */
  readonly orphans: readonly string[];
  readonly nodePools: readonly { readonly cluster: string; readonly pool: string }[];
  readonly services: readonly { readonly answers: ScaffoldStep['answers']; readonly clusters: readonly string[] }[];
  /** Feature modules, whether called or not. */
  readonly features: readonly string[];
  /** Most critical first. */
  readonly environments: readonly string[];
  readonly base: string;
}

/** @returns undefined if there is no platform */
export async function partsOf(texts: Texts): Promise<Parts | undefined> {
  const { snapshot, uri } = await memoizedWorkspaceOf(texts);
  const ground = scaffoldContextOf(snapshot, uri(''), new AnswerReader({}));
  const { platform } = ground;
  if (!platform) return undefined;
  const clusters = platform.described?.clusters ?? [];
  const features = Object.keys(texts).flatMap(path => /^modules\/([^/]+)\/main\.tf$/.exec(path)?.[1] ?? []);
  return {
    clusters: clusters.map(({ name, region }) => ({ name, region })),
    orphans: orphanedClusters(ground),
    nodePools: clusters.flatMap(({ name, nodePools }) =>
      nodePools.map(pool => ({ cluster: name, pool: pool.name.replace(`${name}_node_pool_`, '') })),
    ),
    services: boundServices(platform).map(({ name, kind, bindings }) => ({
      answers: kind === 'entry' ? { entry: name } : { feature: name },
      clusters: bindings.flatMap(({ cluster }) => cluster ?? []),
    })),
    features,
    environments: platform.environments,
    base: platform.base,
  };
}

const step = (kind: ScaffoldStep['kind'], answers: ScaffoldStep['answers']): ScaffoldStep => ({ kind, answers });

/**
 * Also includes steps that are invalid for the platform, and must be refused.
 * @param number part of the new names
 */
export const stepsOn = (parts: Parts, number = 7): ScaffoldStep[] => [
  ...additions(parts, number),
  ...removals(parts),
  ...environmentSteps(parts, number),
  ...[HEAD_COMMIT, NEWEST_RELEASE, 'v0.18.2-beta.0'].map(to => step('frameworkVersion', { to })),
  ...['github', 'gitlab'].map(ci => step('pipeline', { ci })),
  step('stateBackend', { backend: 'gcs', bucket: 'acme-state' }),
  step('readme', {}),
];

const servicesOf = (number: number): ScaffoldStep['answers'][] => [
  {
    feature: `agent_${number}`,
    manifest_url: 'https://github.com/acme/agent/releases/download/v1.2.3/agent.yaml',
  },
  { chart: `oci://quay.io/acme/charts/dashboard${number}`, chart_version: '1.2.3', namespace: 'dashboard' },
  { entry: 'sealed-secrets' },
  { entry: 'nginx' },
];

/** Names of the attribute for the maximum number of nodes. */
const MOST: Readonly<Record<CourseLayout, string>> = {
  eks: 'max_size',
  gke: 'max_node_count',
  aks: 'max_count',
  scw: 'max_size',
};

function additions({ clusters, features, environments }: Parts, number: number): ScaffoldStep[] {
  const internal = environments.at(-1) ?? '';
  const replicas = { [internal]: { replicas: [{ name: 'agent', count: 1 }] } };
  const services = [...servicesOf(number), ...features.map(feature => ({ feature }))];
  return [
    step('service', { ...servicesOf(number)[0], feature: `single_${number}`, overrides: replicas }),
    step('service', { entry: 'argo-cd', overrides: replicas }),
    ...services.flatMap(service => [
      step('service', service),
      ...clusters.map(({ name }) => step('service', { ...service, clusters: [name] })),
    ]),
    ...clusters.flatMap(({ name, region }) => {
      const layout = name.split('_')[0] ?? '';
      const own = isLayout(layout) ? POOLS[layout] : {};
      return [
        step('nodePool', { cluster: name, pool: `extra${number}` }),
        step('nodePool', { cluster: name, pool: `own${number}`, ...own }),
        ...(isLayout(layout)
          ? [
              step('nodePool', {
                cluster: name,
                pool: `few${number}`,
                overrides: { [internal]: { [MOST[layout]]: 1 } },
              }),
            ]
          : []),
        step('cluster', { mirror: name, ...(region === undefined ? {} : { region }) }),
      ];
    }),
    ...Object.values(CLUSTER_ANSWERS).map(answers =>
      step('cluster', { ...answers, name_prefix: answers.name_prefix.replace(/\d+$/, String(number)) }),
    ),
  ];
}

const removals = ({ clusters, orphans, nodePools, services }: Parts): ScaffoldStep[] => [
  ...clusters.map(({ name }) => step('removeCluster', { cluster: name, confirm: name })),
  ...orphans.map(cluster => step('removeCluster', { cluster, applied: true })),
  ...nodePools.map(answers => step('removeNodePool', answers)),
  ...services.flatMap(({ answers, clusters: bound }) => [
    step('removeService', answers),
    step('removeService', { ...answers, remove_module: true }),
    ...bound.map(cluster => step('removeService', { ...answers, clusters: [cluster] })),
  ]),
];

const environmentSteps = ({ environments }: Parts, number: number): ScaffoldStep[] => [
  ...[...environments, ''].map((_, position) => step('environment', { env: `qa${number}`, position })),
  step('environment', { env: `qa${number}` }),
  step('threeEnvironments', {}),
  ...environments.flatMap(env => [
    step('renameEnvironment', { env, to: `renamed${number}` }),
    step('removeEnvironment', { env, confirm: env, workspace_empty: true }),
  ]),
];
