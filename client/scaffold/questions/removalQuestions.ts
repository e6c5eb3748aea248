/** The questions of commands that remove something. */
import type { Cluster, Platform } from '../../../common/protocol';
import { serviceName } from '../presetAnswers';
import { plainAnswer, type Question } from '../question';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

/** A service of the platform and the clusters that run it. */
interface BoundService {
  readonly name: string;
  readonly isEntry: boolean;
  readonly clusters: readonly string[];
}

export function removedServiceQuestions(context: QuestionContext): Question[] {
  const { platform, given } = context;
  const services = boundServices(platform);
  const chosen = services.find(({ name }) => name === given['service']);
  const questions: Question[] = [
    {
      id: 'service',
      prompt: t('Service to remove'),
      input: {
        kind: 'choice',
        choices: services.map(({ name, clusters }) => ({ label: name, value: name, description: clusters.join(', ') })),
      },
      initial: services[0]?.name,
      branches: true,
      answers: value => {
        const service = services.find(({ name }) => name === value);
        return service?.isEntry ? { entry: value } : { feature: value };
      },
    },
  ];
  if (!chosen) return questions;
  if (chosen.clusters.length > 1)
    questions.push({
      id: 'clusters',
      prompt: t('Clusters to remove the service from'),
      input: { kind: 'several', choices: chosen.clusters.map(name => ({ label: name, value: name })) },
      initial: chosen.clusters,
      branches: true,
      answers: plainAnswer('clusters'),
    });
  const from = Array.isArray(given['clusters']) ? given['clusters'].length : chosen.clusters.length;
  if (!chosen.isEntry && (chosen.clusters.length < 2 || from === chosen.clusters.length))
    questions.push(moduleQuestion(chosen.name));
  return questions;
}

function moduleQuestion(feature: string): Question {
  return {
    id: 'remove_module',
    prompt: t('No cluster runs {0} any more. Delete modules/{0} as well?', feature),
    input: {
      kind: 'choice',
      choices: [
        { label: t('Keep It'), value: false, detail: t('You can add it to clusters again later') },
        { label: t('Delete It'), value: true },
      ],
    },
    initial: false,
    answers: plainAnswer('remove_module'),
  };
}

export function removedNodePoolQuestions({ platform }: QuestionContext): Question[] {
  const pools = (platform?.clusters ?? []).flatMap(({ name: cluster, nodePools }) =>
    nodePools.map(({ name }) => ({ cluster, pool: poolName(name, cluster), name })),
  );
  return [
    {
      id: 'nodePool',
      prompt: t('Node pool to remove'),
      input: {
        kind: 'choice',
        choices: pools.map(({ name, pool, cluster }) => ({ label: pool, value: name, description: cluster })),
      },
      initial: pools[0]?.name,
      answers: value => {
        const found = pools.find(({ name }) => name === value);
        return found ? { cluster: found.cluster, pool: found.pool } : {};
      },
    },
  ];
}

/**
 * The server determines the stage. To remove the last cluster, the user has to type its name.
 * @param orphans identifiers of removed clusters whose providers remain, for the last stage
 */
export function removedClusterQuestions(context: QuestionContext): Question[] {
  const { platform, given, suggest } = context;
  const orphans = (suggest('cluster').values ?? []).filter(({ value }) => !isCluster(platform, value));
  const clusters = platform?.clusters ?? [];
  const questions: Question[] = [
    {
      id: 'cluster',
      prompt: t('Cluster to remove (in stages, with one pull request each)'),
      input: {
        kind: 'choice',
        choices: [
          ...clusters.map(cluster => ({
            label: cluster.name,
            value: cluster.name,
            description: stageOf(cluster),
          })),
          ...orphans.map(({ value }) => ({ label: value, value, description: t('only its providers remain') })),
        ],
      },
      initial: clusters[0]?.name ?? orphans[0]?.value,
      branches: true,
      answers: plainAnswer('cluster'),
    },
  ];
  const name = given['cluster'];
  if (orphans.some(({ value }) => value === name)) questions.push(appliedQuestion());
  else if (clusters.length === 1 && clusters[0]?.name === name)
    questions.push(confirmation('confirm', String(name), t('This is the last cluster. Type its name to confirm.')));
  return questions;
}

function stageOf({ services, nodePools }: Cluster): string {
  if (services.length > 0) return t('first, its services');
  if (nodePools.length > 0) return t('then its node pools');
  return t('then the cluster itself');
}

function appliedQuestion(): Question {
  return {
    id: 'applied',
    prompt: t("Has the cluster's removal been applied in every environment?"),
    input: {
      kind: 'choice',
      choices: [
        { label: t('Yes'), value: true, detail: t('Removes its providers') },
        {
          label: t('Not Yet'),
          value: false,
          detail: t('Terraform needs the providers to destroy the remaining resources.'),
        },
      ],
    },
    initial: false,
    answers: plainAnswer('applied'),
  };
}

export function removedEnvironmentQuestions(context: QuestionContext): Question[] {
  const { platform, given } = context;
  const environments = (platform?.environments ?? []).filter(name => name !== platform?.baseEnvironment);
  const questions: Question[] = [
    {
      id: 'env',
      prompt: t('Environment to remove'),
      input: { kind: 'choice', choices: environments.map(name => ({ label: name, value: name })) },
      initial: environments[0],
      branches: true,
      answers: plainAnswer('env'),
    },
    {
      id: 'workspace_empty',
      prompt: t('Have all resources in this environment been destroyed? Its state must be empty.'),
      input: {
        kind: 'choice',
        choices: [
          { label: t('Not Yet: Show the Steps'), value: false, detail: t('Commands for you to run; no file changes') },
          { label: t('Yes, Remove It from the Code'), value: true },
        ],
      },
      initial: false,
      answers: plainAnswer('workspace_empty'),
    },
  ];
  const name = given['env'];
  if (typeof name === 'string')
    questions.push(
      confirmation(
        'confirm',
        name,
        t("Everything in {0} will be destroyed permanently. Type the environment's name to confirm.", name),
      ),
    );
  return questions;
}

/** A name that the user has to type. A stored value does not count. */
function confirmation(id: string, expected: string, prompt: string): Question {
  return {
    id: `${id}.${expected}`,
    prompt,
    input: { kind: 'text', example: expected },
    once: true,
    answers: plainAnswer(id),
    refuse: value => (value === expected ? undefined : t('Type {0} to confirm.', expected)),
  };
}

const isCluster = (platform: Platform | undefined, name: string): boolean =>
  platform?.clusters.some(cluster => cluster.name === name) ?? false;

const poolName = (label: string, cluster: string): string => label.replace(`${cluster}_node_pool_`, '');

/** Services by name, with the clusters that they are bound to. */
function boundServices(platform: Platform | undefined): BoundService[] {
  const found = new Map<string, { isEntry: boolean; clusters: string[] }>();
  for (const { name: cluster, services } of platform?.clusters ?? [])
    for (const service of services) {
      const name = serviceName(service);
      const entry = found.get(name) ?? { isEntry: !service.source.startsWith('./'), clusters: [] };
      entry.clusters.push(cluster);
      found.set(name, entry);
    }
  return [...found].map(([name, { isEntry, clusters }]) => ({ name, isEntry, clusters }));
}
