// All questions of all wizards with the server: a change is never refused because of an answer that was accepted at its question, and the number of
// questions does not change once it is displayed.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import type { Platform, ScaffoldKind } from '../../../../common/protocol';
import { answerProblem } from '../../../../client/scaffold/answerProblem';
import { joinAnswers } from '../../../../client/scaffold/joinAnswers';
import type { Question, ValueSuggestion } from '../../../../client/scaffold/question';
import { QuestionRun, type GivenAnswers } from '../../../../client/scaffold/questionRun';
import { stateBackendQuestions } from '../../../../client/scaffold/questions/backendQuestions';
import { addedClusterQuestions } from '../../../../client/scaffold/questions/addedClusterQuestions';
import {
  environmentQuestions,
  threeEnvironmentsQuestions,
} from '../../../../client/scaffold/questions/environmentQuestions';
import { nodePoolQuestions } from '../../../../client/scaffold/questions/nodePoolQuestions';
import { platformQuestions } from '../../../../client/scaffold/questions/platformQuestions';
import type { QuestionContext } from '../../../../client/scaffold/questions/questionContext';
import { removedServiceQuestions } from '../../../../client/scaffold/questions/removalQuestions';
import { freezeQuestions, ruleQuestions } from '../../../../client/scaffold/questions/ruleQuestions';
import { serviceQuestions } from '../../../../client/scaffold/questions/serviceQuestions';
import { versionQuestions } from '../../../../client/scaffold/questions/versionQuestions';
import { platforms } from '../../../../server/features/effective/platforms';
import { scaffold } from '../../../../server/scaffold/scaffold';
import { scaffoldSuggestions } from '../../../../server/scaffold/suggestions';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { scaffolded, type Texts } from '../../../support/scaffold/scaffolded';
import { workspaceOf } from '../../../support/testWorkspace';

interface Wizard {
  readonly title: string;
  readonly kind: ScaffoldKind;
  readonly questions: (context: QuestionContext) => readonly Question[];
  /** Undefined for a new platform. */
  readonly platform?: string | (() => Promise<Texts>);
  /** Values by question, if the suggestion is not suitable. */
  readonly values: GivenAnswers;
}

const UUID = '5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40';
const ACCOUNTS: GivenAnswers = {
  'gke.project_id': 'acme-platform',
  'gke.cluster_min_master_version': '1.31',
  'aks.resource_group': 'acme-platform',
  'scw.organization_id': UUID,
  'scw.project_id': UUID,
  'scw.cluster_version': '1.31',
};
const PLATFORM: GivenAnswers = {
  ...ACCOUNTS,
  base_domain: 'infra.your-company.org',
  bucket: 'acme-state',
  backend_region: 'eu-west-1',
  storage_account: 'acmestate',
  container: 'state',
  environments: 'apps-prod, apps, ops',
};
const NEW_ON_AKS = {
  layout: 'aks',
  region: 'westeurope',
  resource_group: 'acme-platform',
  base_domain: 'infra.your-company.org',
};
const CHART: GivenAnswers = {
  kind: 'helm',
  chart_version: '1.18.2',
  feature: 'trust_manager',
  release: 'trust-manager',
  namespace: 'cert-manager',
  repository_name: 'jetstack',
  repository_url: 'https://charts.jetstack.io',
};

const WIZARDS: readonly Wizard[] = [
  ...['eks', 'gke', 'aks', 'scw'].map((cloud): Wizard => ({
    title: `New Platform on ${cloud}`,
    kind: 'platform',
    questions: platformQuestions,
    values: { ...PLATFORM, cloud, backend: cloud === 'aks' ? 'azurerm' : 's3' },
  })),
  {
    title: 'New Platform on several clouds',
    kind: 'platform',
    questions: platformQuestions,
    values: { ...PLATFORM, cloud: 'several', clouds: ['eks', 'scw'] },
  },
  ...['eks', 'gke', 'aks', 'scw'].map((provider): Wizard => ({
    title: `Add Cluster on ${provider}`,
    kind: 'cluster',
    questions: addedClusterQuestions,
    platform: 'three-environments',
    values: { ...ACCOUNTS, provider, [`${provider}.mirror`]: '' },
  })),
  {
    title: 'Add Cluster like another one',
    kind: 'cluster',
    questions: addedClusterQuestions,
    platform: async () => (await scaffolded({}, 'platform', NEW_ON_AKS)).texts,
    values: { provider: 'aks', 'aks.region': 'eastus', 'aks.resource_group': 'acme-us' },
  },
  {
    title: 'Add State Backend',
    kind: 'stateBackend',
    questions: stateBackendQuestions,
    platform: async () => (await scaffolded({}, 'platform', NEW_ON_AKS)).texts,
    values: { backend: 's3', bucket: 'acme-state', region: 'eu-north-1' },
  },
  {
    title: 'Add Node Pool',
    kind: 'nodePool',
    questions: nodePoolQuestions,
    platform: 'multi-cloud',
    values: { purpose: 'gpu' },
  },
  {
    title: 'Add Platform Service from a chart in a registry',
    kind: 'service',
    questions: serviceQuestions,
    platform: 'three-environments',
    values: { ...CHART, chart: 'oci://quay.io/jetstack/charts/trust-manager' },
  },
  {
    title: 'Add Platform Service from a chart in a repository',
    kind: 'service',
    questions: serviceQuestions,
    platform: 'three-environments',
    values: { ...CHART, chart: 'jetstack/trust-manager' },
  },
  {
    title: 'Add Platform Service from manifests',
    kind: 'service',
    questions: serviceQuestions,
    platform: 'three-environments',
    values: {
      kind: 'manifests',
      manifest_url: 'https://github.com/argoproj/argo-cd/releases/download/v2.14.1/install.yaml',
    },
  },
  {
    title: 'Add Platform Service from the catalog',
    kind: 'service',
    questions: serviceQuestions,
    platform: 'three-environments',
    values: { kind: 'catalog', entry: 'prometheus' },
  },
  {
    title: 'Remove Platform Service',
    kind: 'removeService',
    questions: removedServiceQuestions,
    platform: 'multi-cloud',
    values: {},
  },
  {
    title: 'Add Environment',
    kind: 'environment',
    questions: environmentQuestions,
    platform: 'multi-cloud',
    values: { env: 'apps-dev' },
  },
  {
    title: 'Convert to Three Environments',
    kind: 'threeEnvironments',
    questions: threeEnvironmentsQuestions,
    platform: 'minimal',
    values: {},
  },
  {
    title: 'Set Framework Version',
    kind: 'frameworkVersion',
    questions: versionQuestions,
    platform: 'released',
    values: {},
  },
  {
    title: 'New Rule',
    kind: 'rule',
    questions: ruleQuestions,
    platform: 'minimal',
    values: { name: 'small', condition: 'attributes.max_size <= 9', message: '${module.name} is large.' },
  },
  {
    title: 'New Freeze',
    kind: 'freeze',
    questions: freezeQuestions,
    platform: 'minimal',
    values: { name: 'year_end', from: '2026-12-18', until: '2027-01-04', reason: 'Year-end business' },
  },
  {
    title: 'New Freeze of every week',
    kind: 'freeze',
    questions: freezeQuestions,
    platform: 'minimal',
    values: { name: 'weekend', repeats: 'weekly', weekly: 'Fri 16:00 - Mon 06:00', time_zone: 'UTC', reason: 'Rest' },
  },
];

/** Values that are invalid for most questions, by the kind of question. */
const BAD_TEXTS = ['', '   ', 'Bad Name!', '9-3', 'x'.repeat(300), 'ops', '<none>', '${var.a}', 'latest'];

/** A wizard as in the editor, on a workspace of texts. */
class Run {
  readonly steps: { readonly id: string; readonly number: number; readonly total: number | undefined }[] = [];

  private constructor(
    private readonly wizard: Wizard,
    private readonly workspace: Awaited<ReturnType<typeof workspaceOf>>,
    private readonly platform: Platform | undefined,
  ) {}

  static async of(wizard: Wizard): Promise<Run> {
    const { platform = async () => Promise.resolve({}) } = wizard;
    const texts: Texts = typeof platform === 'string' ? readSamplePlatform(platform) : await platform();
    const workspace = await workspaceOf(texts);
    return new Run(wizard, workspace, now(platforms(workspace.snapshot)).platforms[0]);
  }

  /** @returns the problems of the whole change; empty if it can be written */
  finish(values: GivenAnswers): string[] {
    const run = this.start();
    for (let step = run.current(); step; step = run.current()) {
      this.steps.push({ id: step.question.id, number: step.number, total: step.total });
      const value = step.question.id in values ? values[step.question.id] : (step.initial ?? '');
      assert.equal(this.problemOf(run, value), undefined, `${step.question.id}: ${JSON.stringify(value)}`);
      run.answer(value);
      this.suggest(run);
      assert.ok(this.steps.length < 500, 'the questions never end');
    }
    const result = now(scaffold(this.workspace.snapshot, this.request(run.answers())));
    return 'problems' in result ? result.problems.map(({ answer, message }) => `${answer}: ${message}`) : [];
  }

  /** Invalid values that are accepted at their question, with valid values for all other questions. */
  accepted(values: GivenAnswers): { id: string; value: unknown }[] {
    const run = this.start();
    const found: { id: string; value: unknown }[] = [];
    for (let step = run.current(); step; step = run.current()) {
      const { question } = step;
      const bad = badValues(question);
      found.push(
        ...bad.filter(value => this.problemOf(run, value) === undefined).map(value => ({ id: question.id, value })),
      );
      run.answer(question.id in values ? values[question.id] : (step.initial ?? ''));
      this.suggest(run);
    }
    return found;
  }

  private suggestions: Readonly<Record<string, ValueSuggestion>> = {};

  private start(): QuestionRun {
    this.suggestions = {};
    const run = new QuestionRun(given => this.wizard.questions(this.context(given)));
    this.suggest(run);
    return run;
  }

  private context(given: GivenAnswers): QuestionContext {
    const { platform } = this;
    return { ...(platform && { platform }), suggest: name => this.suggestions[name] ?? {}, given };
  }

  private suggest(run: QuestionRun): void {
    this.suggestions = scaffoldSuggestions(this.workspace.snapshot, this.request(run.answers()));
  }

  private problemOf(run: QuestionRun, value: unknown): string | undefined {
    const step = run.current()!;
    const answers = joinAnswers(step.answers, step.question.answers(value));
    const result = now(scaffold(this.workspace.snapshot, { ...this.request(answers), check: true }));
    return answerProblem(step.question, value, 'problems' in result ? result.problems : []);
  }

  private request(answers: Readonly<Record<string, unknown>>) {
    return { uri: this.workspace.uri(''), kind: this.wizard.kind, answers };
  }
}

function badValues({ input }: Question): unknown[] {
  if (input.kind === 'text') return BAD_TEXTS.map(text => text.trim());
  if (input.kind === 'several') return [[]];
  return input.free ? BAD_TEXTS.slice(2) : [];
}

describe('the answers of a wizard', function () {
  this.timeout(240_000);

  for (const wizard of WIZARDS) {
    it(`that were accepted at their questions can be written: ${wizard.title}`, async () => {
      const run = await Run.of(wizard);
      assert.deepEqual(run.finish(wizard.values), []);
      for (const { id, value } of run.accepted(wizard.values))
        assert.deepEqual(run.finish({ ...wizard.values, [id]: value }), [], `${id}: ${JSON.stringify(value)}`);
    });

    it(`are counted from the same number on: ${wizard.title}`, async () => {
      const run = await Run.of(wizard);
      run.finish(wizard.values);
      const totals = new Set(run.steps.flatMap(({ total }) => total ?? []));
      assert.deepEqual([...totals], run.steps.length === 0 ? [] : [run.steps.length]);
      assert.deepEqual(
        run.steps.map(({ number }) => number),
        run.steps.map((_, index) => index + 1),
      );
      // For most of the wizard, the user sees the total number.
      assert.ok(run.steps.filter(({ total }) => total === undefined).length <= 3, JSON.stringify(run.steps));
    });
  }
});

describe('suggestions for a new cluster', () => {
  it('begins with common regions, and names processors and memory of machine types', async () => {
    const { snapshot, uri } = await workspaceOf({});
    const request = { uri: uri(''), kind: 'platform', answers: { layout: 'eks' } } as const;
    const suggested = scaffoldSuggestions(snapshot, request);
    assert.equal(suggested['region']?.default, 'eu-central-1');
    assert.equal(suggested['region']?.values?.[0]?.value, 'eu-central-1');
    const types = suggested['instance_types']?.values ?? [];
    assert.equal(types.find(({ value }) => value === 't3a.xlarge')?.description, '4 vCPU, 16 GiB');
    assert.ok(types.every(({ description }) => /^\d+ vCPU, [\d.]+ GiB/.test(description ?? '')));
  });

  it('begins with the regions of the platform', async () => {
    const { snapshot, uri } = await workspaceOf(readSamplePlatform('multi-cloud'));
    const [used] = now(platforms(snapshot)).platforms[0]!.clusters.flatMap(({ provider, region }) =>
      provider === 'aws' ? (region ?? []) : [],
    );
    const request = { uri: uri(''), kind: 'cluster', answers: { provider: 'eks' } } as const;
    const { region } = scaffoldSuggestions(snapshot, request);
    assert.deepEqual([region?.default, region?.values?.[0]?.value], [used, used]);
  });
});
