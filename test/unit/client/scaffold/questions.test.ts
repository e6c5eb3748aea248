import assert from 'node:assert/strict';
import type { Platform } from '../../../../common/protocol';
import { answerNames } from '../../../../client/scaffold/answerNames';
import { presetAnswers } from '../../../../client/scaffold/presetAnswers';
import { QuestionRun, type GivenAnswers } from '../../../../client/scaffold/questionRun';
import type { Question, ValueSuggestion } from '../../../../client/scaffold/question';
import { addedClusterQuestions } from '../../../../client/scaffold/questions/addedClusterQuestions';
import {
  environmentQuestions,
  threeEnvironmentsQuestions,
} from '../../../../client/scaffold/questions/environmentQuestions';
import { nodePoolQuestions } from '../../../../client/scaffold/questions/nodePoolQuestions';
import { platformQuestions } from '../../../../client/scaffold/questions/platformQuestions';
import {
  removedClusterQuestions,
  removedEnvironmentQuestions,
  removedNodePoolQuestions,
  removedServiceQuestions,
} from '../../../../client/scaffold/questions/removalQuestions';
import type { QuestionContext } from '../../../../client/scaffold/questions/questionContext';
import { serviceQuestions } from '../../../../client/scaffold/questions/serviceQuestions';

const location = { uri: 'file:///p/a.tf', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
const service = { source: './modules/nginx', location, environments: {} };
const platform: Platform = {
  uri: 'file:///p',
  environments: ['ops', 'apps'],
  baseEnvironment: 'apps',
  frameworkVersions: ['v0.19.2-beta.0'],
  services: [],
  clusters: [
    {
      name: 'eks_gc0_eu-west-1',
      provider: 'aws',
      region: 'eu-west-1',
      location,
      environments: {},
      nodePools: [{ name: 'eks_gc0_eu-west-1_node_pool_gpu', location, environments: {} }],
      services: [{ name: 'eks_gc0_eu-west-1_feature_nginx', ...service }],
    },
    {
      name: 'scw_gc0_fr-par',
      provider: 'scaleway',
      location,
      environments: {},
      nodePools: [],
      services: [{ name: 'scw_gc0_fr-par_feature_nginx', ...service }],
    },
  ],
};

type Questions = (context: QuestionContext) => readonly Question[];

/** Answers the questions in order, like a user; without a given answer, the suggestion is accepted. */
function run(
  questions: Questions,
  values: GivenAnswers,
  known: GivenAnswers = {},
  suggestions: Record<string, ValueSuggestion> = {},
  mainBranch?: string,
) {
  const asked: string[] = [];
  const context = (given: GivenAnswers): QuestionContext => ({
    platform,
    ...(mainBranch === undefined ? {} : { mainBranch }),
    suggest: name => suggestions[name] ?? {},
    given,
  });
  const all = new QuestionRun(given => questions(context(given)), {}, known);
  for (let step = all.current(); step && asked.length < 50; step = all.current()) {
    asked.push(step.question.id);
    const value = step.question.id in values ? values[step.question.id] : step.initial;
    assert.equal(step.question.refuse?.(value), undefined, step.question.id);
    all.answer(value ?? '');
  }
  return { asked, answers: all.answers() };
}

describe('the questions of scaffolding commands', () => {
  it('create a pipeline for the main branch of the repository', () => {
    const values = { cloud: 'gke', base_domain: 'infra.tidewater.example', ci: 'gitlab' };
    const ofBranch = (branch?: string, ci = 'gitlab') => {
      const { answers } = run(platformQuestions, { ...values, ci }, {}, {}, branch);
      return [answers['ci'], answers['main_branch']];
    };
    assert.deepEqual(ofBranch('trunk'), ['gitlab', 'trunk']);
    assert.deepEqual(ofBranch('trunk', ''), [undefined, undefined]);
    assert.deepEqual(ofBranch(), ['gitlab', undefined]);
  });

  it('create a platform on one cloud', () => {
    const { answers } = run(platformQuestions, {
      cloud: 'gke',
      base_domain: 'infra.tidewater.example',
      'gke.region': 'europe-west1',
      'gke.project_id': 'tidewater-1',
      'gke.sizes': '1-4',
      'gke.zones': 'europe-west1-b, europe-west1-c',
      ci: '',
    });
    assert.deepEqual(answers, {
      layout: 'gke',
      environments: ['apps', 'ops'],
      base: 'apps',
      base_domain: 'infra.tidewater.example',
      region: 'europe-west1',
      project_id: 'tidewater-1',
      zones: ['europe-west1-b', 'europe-west1-c'],
      min_node_count: 1,
      max_node_count: 4,
    });
  });

  it('create a platform on several clouds, with a cluster on each', () => {
    const { asked, answers } = run(platformQuestions, {
      cloud: 'several',
      clouds: ['scw', 'eks'],
      'eks.region': 'eu-west-1',
      'scw.region': 'fr-par',
    });
    assert.ok(asked.indexOf('eks.region') < asked.indexOf('scw.region'));
    const clusters = answers['clusters'] as { provider: string; region: string }[];
    assert.deepEqual(
      clusters.map(each => [each.provider, each.region]),
      [
        ['eks', 'eu-west-1'],
        ['scw', 'fr-par'],
      ],
    );
    assert.equal(answers['layout'], 'multi-cloud');
  });

  it('ask only for what the chosen backend needs', () => {
    const of = (backend: string): string[] =>
      run(platformQuestions, { backend }).asked.filter(id => /bucket|backend_|storage|container/.test(id));
    assert.deepEqual(of('gcs'), ['bucket']);
    assert.deepEqual(of('s3'), ['bucket', 'backend_region']);
    assert.deepEqual(of('azurerm'), ['storage_auth', 'storage_account', 'container']);
    const { asked } = run(platformQuestions, { backend: 'azurerm', storage_auth: 'resource_group' });
    assert.ok(asked.includes('storage_resource_group'));
    assert.deepEqual(of(''), []);
  });

  it('ask whether to copy a cluster only if there is one', () => {
    const { asked } = run(addedClusterQuestions, { provider: 'eks', 'eks.mirror': 'eks_gc0_eu-west-1' });
    assert.deepEqual(asked, ['provider', 'eks.mirror', 'eks.region', 'eks.name_prefix', 'eks.zones']);
  });

  it('list clouds in use first, and no cluster of another cloud to copy', () => {
    const { asked } = run(addedClusterQuestions, { provider: 'gke' });
    assert.ok(!asked.includes('gke.mirror'));
  });

  it('derive a node pool from its purpose', () => {
    const { answers } = run(
      nodePoolQuestions,
      { purpose: 'gpu', 'eks.sizes': '0-4' },
      { cluster: 'eks_gc0_eu-west-1' },
    );
    assert.deepEqual(answers, {
      cluster: 'eks_gc0_eu-west-1',
      purpose: 'GPU',
      pool: 'gpu',
      instance_types: ['g5.xlarge'],
      min_size: 0,
      max_size: 4,
      desired_capacity: 0,
      taints: [{ key: 'dedicated', value: 'gpu', effect: 'NO_SCHEDULE' }],
      labels: { dedicated: 'gpu' },
    });
  });

  it("don't ask for labels on Scaleway, and offer spot instances only if the cloud has them", () => {
    const { asked } = run(nodePoolQuestions, {}, { cluster: 'scw_gc0_fr-par' });
    assert.deepEqual(
      asked.filter(id => id.includes('labels')),
      [],
    );
  });

  it('ask for a chart repository only if the chart is in one', () => {
    const of = (chart: string): string[] => run(serviceQuestions, { kind: 'helm', chart }).asked;
    assert.ok(of('cert-manager').includes('repository_url'));
    assert.ok(!of('oci://quay.io/jetstack/charts/cert-manager').includes('repository_url'));
  });

  it('show the position of a new environment, the most critical first', () => {
    const { answers } = run(environmentQuestions, { env: 'apps-dev' });
    assert.deepEqual(answers, { env: 'apps-dev', position: 1 });
  });

  it('offer no position before the base, which is promoted to last', () => {
    const [, position] = environmentQuestions({
      platform: { ...platform, environments: ['ops', 'apps', 'apps-prod'], baseEnvironment: 'apps-prod' },
      suggest: () => ({}),
      given: {},
    });
    const choices = position?.input.kind === 'choice' ? position.input.choices : [];
    assert.deepEqual(
      choices.map(({ label, value }) => [label, value]),
      [
        ['Before apps', 1],
        ['Before ops', 2],
      ],
    );
  });

  it('ask nothing to convert to three environments, unless the usual name is taken', () => {
    assert.deepEqual(run(threeEnvironmentsQuestions, {}).asked, []);
  });

  it('remove a service from the clicked cluster and keep its module', () => {
    const argument = {
      kind: 'service',
      label: 'nginx',
      name: 'eks_gc0_eu-west-1_feature_nginx',
      platform: platform.uri,
    };
    const known = presetAnswers(argument, platform);
    assert.deepEqual(run(removedServiceQuestions, {}, known), {
      asked: [],
      answers: { feature: 'nginx', clusters: ['eks_gc0_eu-west-1'] },
    });
    assert.deepEqual(run(removedServiceQuestions, { service: 'nginx' }).asked, [
      'service',
      'clusters',
      'remove_module',
    ]);
  });

  it('remove the clicked node pool', () => {
    const known = presetAnswers({ kind: 'nodePool', label: 'gpu', name: 'eks_gc0_eu-west-1_node_pool_gpu' }, platform);
    assert.deepEqual(run(removedNodePoolQuestions, {}, known).answers, { cluster: 'eks_gc0_eu-west-1', pool: 'gpu' });
  });

  it('ask whether a removal was applied only in its last stage', () => {
    assert.deepEqual(run(removedClusterQuestions, { cluster: 'scw_gc0_fr-par' }).asked, ['cluster']);
    const orphan = { cluster: { values: [{ value: 'gke_old_europe-west1' }] } };
    const { asked } = run(removedClusterQuestions, { cluster: 'gke_old_europe-west1', applied: true }, {}, orphan);
    assert.deepEqual(asked, ['cluster', 'applied']);
  });

  it("require the environment's name to confirm its removal", () => {
    const [, , confirm] = removedEnvironmentQuestions({
      platform,
      suggest: () => ({}),
      given: { env: 'ops' },
    });
    assert.match(confirm?.refuse?.('apps') ?? '', /Type ops to confirm/);
    assert.equal(confirm?.refuse?.('ops'), undefined);
  });

  it("know the answer names in the server's problems", () => {
    const context = { suggest: () => ({}), given: { cloud: 'several', clouds: ['eks', 'gke'] } };
    const question = (id: string): Question => platformQuestions(context).find(each => each.id === id)!;
    assert.ok(answerNames(question('gke.region')).has('clusters[1].region'));
    assert.ok(answerNames(question('eks.sizes')).has('clusters[0].min_size'));
    assert.deepEqual([...answerNames(question('base_domain'))], ['base_domain']);
  });
});
