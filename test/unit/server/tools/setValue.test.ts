import * as assert from 'node:assert/strict';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn, type TestTools } from '../../../support/agents/testHost';

interface Preview {
  diff: string;
  notes: string[];
  effective_changes: { environments: string[]; attribute: string; before?: unknown; after?: unknown }[];
}

describe('setting a value for coding agents', () => {
  let tools: TestTools;
  before(async () => {
    tools = await toolsOn(platformTexts('three-environments'));
  });
  const call = (input: object): ReturnType<TestTools['call']> =>
    tools.call('kubestack_preview_change', { path: '.', kind: 'set', ...input });
  const preview = async (name: string, environment: string, value: unknown): Promise<Preview> => {
    const result = await call({ name, environment, value });
    assert.ok('answer' in result, JSON.stringify(result));
    return result.answer as unknown as Preview;
  };
  const changes = ({ effective_changes: all }: Preview): unknown[] =>
    all.map(each => [each.environments.join(), each.attribute, each.before, each.after]);

  it('changes one environment', async () => {
    const size = 'scw_web0_fr-par.default_node_pool.max_size';
    assert.deepEqual(changes(await preview(size, 'apps', 6)), [['apps', 'default_node_pool.max_size', 3, 6]]);
    const added = await preview('gke_data0_europe-west4.default_node_pool.min_node_count', 'ops', 2);
    assert.deepEqual(changes(added), [['ops', 'default_node_pool.min_node_count', 1, 2]]);
  });

  it('keeps what others inherit if the environment is their base', async () => {
    const answer = await preview('scw_web0_fr-par.default_node_pool.min_size', 'apps-prod', 2);
    assert.deepEqual(changes(answer), [['apps-prod', 'default_node_pool.min_size', 1, 2]]);
    assert.deepEqual(answer.notes, ['apps and ops keep their value: they set it themselves now.']);
    const version = await preview('scw_web0_fr-par.cluster_version', 'apps-prod', '1.32');
    assert.deepEqual(changes(version), [['apps-prod', 'cluster_version', '1.31', '1.32']]);
    assert.match(version.diff, /^\+ +cluster_version = "1\.31"$/m);
  });

  it('removes an override that equals the value of the base', async () => {
    const answer = await preview('scw_web0_fr-par.default_node_pool.max_size', 'apps', 4);
    assert.deepEqual(changes(answer), [['apps', 'default_node_pool.max_size', 3, 4]]);
    assert.match(answer.diff, /^- +max_size +?= 3$/m);
    assert.doesNotMatch(answer.diff, /^\+.*max_size/m);
    assert.deepEqual(answer.notes, ['apps-prod has this value, and apps inherits it: it needs no entry of its own.']);
  });

  it('writes values in the type of the attribute', async () => {
    const { diff } = await preview('scw_web0_fr-par.default_node_pool.zones', 'apps', ['fr-par-1']);
    assert.match(diff, /^\+ +zones += \["fr-par-1"\]$/m);
  });

  it('says what is wrong', async () => {
    const error = async (input: object): Promise<string> => {
      const result = await call(input);
      assert.ok('error' in result, JSON.stringify(result));
      return result.error;
    };
    const size = { name: 'scw_web0_fr-par.default_node_pool.max_size', environment: 'apps' };
    assert.match(await error({ ...size, value: 'many' }), /The value is not valid: use a number\./);
    assert.match(await error({ ...size, environment: 'prod', value: 1 }), /one of: .*apps-prod/);
    assert.match(await error({ ...size, name: 'nothing.max_size', value: 1 }), /Modules: .*scw_web0_fr-par/);
    assert.match(await error({ ...size, name: 'scw_web0_fr-par.max_size', value: 1 }), /has no attribute max_size/);
    assert.match(
      await error({ ...size, name: 'scw_web0_fr-par.default_node_pool.maximum', value: 1 }),
      /Allowed are .*max_size/,
    );
  });
});
