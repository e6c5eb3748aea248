// What the tools for coding agents say about the risks and limits of a change.
import assert from 'node:assert/strict';
import { forecastSentence } from '../../../../server/tools/compareTool';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn } from '../../../support/agents/testHost';
import type { Texts } from '../../../support/scaffold/scaffolded';

interface Answer {
  readonly summary: string;
  readonly notes?: readonly string[];
  readonly problems?: readonly { answer: string; message: string }[];
  readonly attributes?: readonly { module: string; attribute: string }[];
}

async function answerOf(texts: Texts, tool: string, input: object): Promise<Answer> {
  const tools = await toolsOn(texts);
  const result = await tools.call(`kubestack_${tool}`, input);
  assert.ok('answer' in result, JSON.stringify(result));
  return result.answer as unknown as Answer;
}
const preview = (texts: Texts, input: object): Promise<Answer> => answerOf(texts, 'preview_change', input);
const three = platformTexts('three-environments');

describe('the tools for coding agents warn', () => {
  it('of a pool that may be replaced, in the summary', () => {
    const pool = {
      environments: ['ops'],
      action: 'unknown' as const,
      address: 'module.eks.aws_eks_node_group.pool',
      reasons: [],
    };
    assert.equal(
      forecastSentence({ resources: [pool], notes: [] }),
      ' Resources in ops may be replaced: see resources.',
    );
    assert.equal(forecastSentence({ resources: [{ ...pool, at_most: 'update' }], notes: [] }), '');
  });

  it('of environments whose values a refactoring changes', async () => {
    const file = 'scw_web0_fr-par_cluster.tf';
    const lines = three[file]!.split('\n');
    const line = lines.findLastIndex(each => each.includes('node_type')) + 1;
    const at = { kind: 'refactoring', file, line, column: lines[line - 1]!.indexOf('node_type') + 1 };
    const tools = await toolsOn(three);
    const offered = await tools.call('kubestack_preview_change', at);
    assert.ok('answer' in offered, JSON.stringify(offered));
    const name = (offered.answer.possible as { name: string }[]).find(each => each.name.includes('to the base'))?.name;
    const answer = await preview(three, { ...at, name });
    assert.match(answer.notes?.[0] ?? '', /^This refactoring changes effective values in apps-prod: /);
  });

  it('of nodes with GPUs that have no taint', async () => {
    const pool = { kind: 'scaffold', name: 'nodePool' };
    const answers = { pool: 'gpu', cluster: 'scw_web0_fr-par', node_type: 'L4-1-24G' };
    const scaleway = await preview(three, { ...pool, answers });
    assert.match(
      JSON.stringify(scaleway.notes),
      /have GPUs and no taint, so workloads that don't need a GPU run on them/,
    );
    const google = { pool: 'gpu', cluster: 'gke_data0_europe-west4', machine_type: 'g2-standard-4' };
    assert.match(
      JSON.stringify((await preview(three, { ...pool, answers: google })).notes),
      /GKE gives nodes .* a taint/,
    );
  });
});

describe('the tools for coding agents', () => {
  it('say that the purpose of a node pool is not recorded without a table in the README', async () => {
    const answers = { pool: 'x', cluster: 'scw_web0_fr-par', node_type: 'DEV1-M', purpose: 'batch jobs' };
    const added = (texts: Texts): Promise<Answer> => preview(texts, { kind: 'scaffold', name: 'nodePool', answers });
    const note = /The purpose is not recorded: the README has no table of node pools\./;
    assert.doesNotMatch(JSON.stringify((await added(three)).notes), note);
    assert.match(JSON.stringify((await added({ ...three, 'README.md': '# Platform\n' })).notes), note);
  });

  it('report a catalog service that a cluster already has, but no second overlay of its own manifests', async () => {
    const provider = 'scw_web0_fr-par';
    const service = (name: string, entry: string): string => `module "${provider}_service_${name}" {
  providers = {
    kustomization = kustomization.${provider}
  }
  source        = "kbst.xyz/catalog/${entry}/kustomization"
  version       = "1.3.1-kbst.1"
  configuration = { apps-prod = {}, apps = {}, ops = {} }
}
`;
    const found = async (entry: string): Promise<string[]> => {
      const texts = { ...three, 'a.tf': service('a', entry), 'b.tf': service('b', entry) };
      const { problems = [] } = (await answerOf(texts, 'check', {})) as unknown as { problems?: { code: string }[] };
      return problems.flatMap(({ code }) => (code === 'KS519' ? [code] : []));
    };
    assert.deepEqual(await found('nginx'), ['KS519']);
    assert.deepEqual(await found('custom-manifests'), []);
  });

  it('name answers without a question although others are missing', async () => {
    const answers = { cluster: 'scw_web0_fr-par', goal: 'x' };
    const { problems = [] } = await preview(three, { kind: 'scaffold', name: 'nodePool', answers });
    assert.deepEqual(
      problems.map(({ answer }) => answer),
      ['pool', 'goal'],
    );
    assert.match(
      problems[1]!.message,
      /^There is no question "goal" with the answers that are valid so far: cluster, /,
    );
  });

  it('report a wrong domain of a new platform once', async () => {
    const answers = {
      layout: 'multi-cloud',
      base_domain: 'https://example.com/',
      clusters: [
        { provider: 'eks', region: 'eu-west-1' },
        { provider: 'scw', region: 'fr-par' },
      ],
    };
    const { problems = [] } = await preview({ '.gitignore': '' }, { kind: 'scaffold', name: 'platform', answers });
    assert.deepEqual(
      problems.flatMap(({ answer }) => (answer.includes('base_domain') ? [answer] : [])),
      ['base_domain'],
    );
  });

  it('find an attribute by its last name in default pools and in node pools', async () => {
    const { attributes = [] } = await answerOf(three, 'get_effective_configuration', { attributes: ['max_size'] });
    assert.deepEqual(attributes.map(({ module, attribute }) => `${module} ${attribute}`).sort(), [
      'module.scw_web0_fr-par default_node_pool.max_size',
      'module.scw_web0_fr-par_node_pool_batch max_size',
    ]);
  });

  it('say nothing about platforms that a change does not concern', async () => {
    const below = (folder: string, texts: Texts): Texts =>
      Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${folder}/${path}`, text]));
    const texts = {
      ...below('a', three),
      ...below('b', { 'main.tf': `${three['scw_web0_fr-par_cluster.tf']!}module "open" {\n` }),
    };
    const answer = await preview(texts, {
      path: 'a',
      kind: 'set',
      name: 'scw_web0_fr-par.default_node_pool.max_size',
      environment: 'apps',
      value: 6,
    });
    assert.doesNotMatch(JSON.stringify(answer), /\bb\/main\.tf/);
  });

  it('have the forecast of each step of an upgrade, and do not take the minimum of GKE for the version', async () => {
    const text = `module "gke_gc0_europe-west1" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps = { name_prefix = "gc0", cluster_min_master_version = "1.20" }
    ops  = {}
  }
}
`;
    const answer = (await answerOf({ 'main.tf': text }, 'get_upgrades', {})) as unknown as {
      clusters: { environments: Record<string, object>; steps: { kind: string; forecast?: string[] }[] }[];
    };
    const [cluster] = answer.clusters;
    assert.deepEqual(Object.values(cluster!.environments), [
      { version: '1.20', minimum: true, support: 'unknown', next: '1.21' },
      { version: '1.20', minimum: true, support: 'unknown', next: '1.21' },
    ]);
    const changes = cluster!.steps.filter(({ kind, forecast }) => kind === 'change' && forecast !== undefined);
    assert.equal(changes.length, 2, JSON.stringify(cluster!.steps));
  });
});
