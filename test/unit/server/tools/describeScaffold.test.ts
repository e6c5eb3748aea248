import * as assert from 'node:assert/strict';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn, type TestTools } from '../../../support/agents/testHost';

interface Question {
  answer: string;
  type: string;
  required?: boolean;
  default?: unknown;
  suggested?: unknown;
  values?: string[];
}

/** Answers that nothing suggests. */
const usual: Readonly<Record<string, string>> = {
  repository_name: 'ingress-nginx',
  repository_url: 'https://kubernetes.github.io/ingress-nginx',
  organization_id: '11111111-1111-1111-1111-111111111111',
  project_id: '22222222-2222-2222-2222-222222222222',
};

describe('the questions of scaffolds for coding agents', () => {
  let tools: TestTools;
  before(async () => {
    tools = await toolsOn(platformTexts('three-environments'));
  });
  const call = async (tool: string, input: object): Promise<Record<string, unknown>> => {
    const result = await tools.call(tool, { path: '.', ...input });
    assert.ok('answer' in result, JSON.stringify(result));
    return result.answer;
  };
  const questions = async (name: string, answers: object): Promise<Map<string, Question>> => {
    const { questions: found } = await call('kubestack_describe_scaffold', { name, answers });
    return new Map((found as Question[]).map(each => [each.answer, each]));
  };

  it('have types, defaults in the platform, and values', async () => {
    const found = await questions('nodePool', { cluster: 'scw_web0_fr-par', pool: 'spare' });
    assert.deepEqual(found.get('cluster')?.values, ['gke_data0_europe-west4', 'scw_web0_fr-par']);
    assert.deepEqual([found.get('max_size')?.type, found.get('max_size')?.default], ['integer', 3]);
    assert.deepEqual([found.get('node_type')?.default, found.get('node_type')?.suggested], ['PRO2-M', 'PRO2-S']);
    assert.ok(found.get('node_type')?.values?.includes('PRO2-M'));
    assert.equal(found.get('overrides.ops')?.type, 'object');
    const { attributes_of: modules } = await call('kubestack_describe_scaffold', {
      name: 'nodePool',
      answers: { cluster: 'scw_web0_fr-par', pool: 'spare' },
    });
    assert.deepEqual(modules, ['scaleway/cluster/node-pool']);
  });

  it('depend on the answers, and include alternatives', async () => {
    const none = await questions('service', {});
    assert.equal(none.get('manifest_url')?.required, true);
    assert.ok(none.has('chart') && none.has('entry'), [...none.keys()].join());
    const chart = await questions('service', { chart: 'nginx' });
    assert.equal(chart.get('chart_version')?.required, true);
    assert.ok(!chart.has('manifest_url'));
  });

  it('have the defaults that the scaffold uses: answers to the required ones are enough', async () => {
    for (const [name, answers] of [
      ['service', { chart: 'ingress-nginx', chart_version: '4.12.1' }],
      ['service', { entry: 'nginx' }],
      ['cluster', { provider: 'scw' }],
      ['cluster', { provider: 'eks' }],
      ['nodePool', { cluster: 'scw_web0_fr-par', pool: 'spare' }],
      ['environment', { env: 'stage' }],
    ] as const) {
      const required = [...(await questions(name, answers)).values()].filter(each => each.required);
      const given = Object.fromEntries(required.map(each => [each.answer, each.suggested ?? usual[each.answer]]));
      const all = { ...given, ...answers };
      const shown = await questions(name, all);
      const kind = { kind: 'scaffold', name };
      const diffOf = async (input: object, cursor?: unknown): Promise<string> => {
        const page = await call('kubestack_preview_change', { ...kind, answers: input, cursor });
        assert.deepEqual(page['problems'], [], name);
        return String(page['diff']) + (page['truncated'] === true ? await diffOf(input, page['next_cursor']) : '');
      };
      const diff = await diffOf(all);
      // Answers that equal the defaults change nothing.
      const defaults = [...shown.values()].flatMap(({ answer, default: value }) =>
        value === undefined || answer in all || answer.includes('.') ? [] : [[answer, value] as const],
      );
      assert.ok(defaults.length > 0, name);
      const repeated = { ...all, ...Object.fromEntries(defaults) };
      assert.equal(await diffOf(repeated), diff, name);
    }
  });

  it('list what is wrong', async () => {
    const { problems } = await call('kubestack_describe_scaffold', { name: 'cluster', answers: { provider: 'aws' } });
    assert.deepEqual(problems, [{ answer: 'provider', message: '"aws" is not valid: choose eks, gke, aks or scw.' }]);
  });

  it('are the only ones that can be answered, and the used defaults are in the notes', async () => {
    const preview = (answers: object): Promise<Record<string, unknown>> =>
      call('kubestack_preview_change', { kind: 'scaffold', name: 'nodePool', answers });
    const pool = { cluster: 'scw_web0_fr-par', pool: 'spare' };
    const { problems, diff } = await preview({ ...pool, max_sice: 4 });
    assert.equal(diff, '');
    assert.match((problems as { message: string }[])[0]!.message, /^There is no question "max_sice" .* max_size/);
    const { notes } = await preview({ ...pool, max_size: 4 });
    assert.match((notes as string[]).at(-1)!, /^Defaults that were used: node_type = "PRO2-M", min_size = 1, zones/);
  });
});
