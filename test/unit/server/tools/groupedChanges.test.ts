import * as assert from 'node:assert/strict';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn } from '../../../support/agents/testHost';

describe('changes in the answers for coding agents', () => {
  const preview = async (input: object, platform = 'three-environments'): Promise<Record<string, unknown>> => {
    const tools = await toolsOn(platformTexts(platform));
    const result = await tools.call('kubestack_preview_change', { path: '.', ...input });
    assert.ok('answer' in result, JSON.stringify(result));
    return result.answer;
  };

  it('have no values for an environment that only gets another name', async () => {
    const answer = await preview({ kind: 'rename', name: 'apps', new_name: 'prod' });
    assert.deepEqual(answer.renamed_environments, [{ before: 'apps', after: 'prod' }]);
    assert.deepEqual(answer.effective_changes, []);
    assert.match(String(answer.summary), /No effective value changes; apps is renamed to prod\./);
  });

  it('have only the values that contain the name of a renamed environment', async () => {
    const answer = await preview({ kind: 'rename', name: 'apps', new_name: 'live' }, 'multi-cloud');
    assert.deepEqual(answer.renamed_environments, [{ before: 'apps', after: 'live' }]);
    const changes = answer.effective_changes as { before: string; after: string }[];
    assert.equal(changes.length, 3);
    for (const { before, after } of changes) assert.equal(after, before.replace('-apps-', '-live-'));
  });

  it("have only an added environment's own values, not those of the base environment", async () => {
    const overrides = { 'scw_web0_fr-par': { default_node_pool: { max_size: 4 } } };
    const answer = await preview({ kind: 'scaffold', name: 'environment', answers: { env: 'stage', overrides } });
    assert.deepEqual(
      (answer.effective_changes as { attribute: string; after: unknown }[]).map(each => [each.attribute, each.after]),
      [['default_node_pool.max_size', 4]],
    );
    assert.match(String(answer.summary), /Effective values that change: 1 in stage\./);
  });

  it('have no values for a cluster that only gets another name', async () => {
    const answer = await preview({
      kind: 'rename',
      file: 'gke_data0_europe-west4_cluster.tf',
      line: 1,
      column: 12,
      new_name: 'gke_data9_europe-west4',
    });
    const modules = answer.modules as { module: string; change: string; before: string }[];
    assert.deepEqual(
      modules.filter(({ module }) => module === 'gke_data9_europe-west4').map(({ change, before }) => [change, before]),
      [['renamed', 'gke_data0_europe-west4']],
    );
    assert.ok(!modules.some(({ change }) => change === 'removed'), JSON.stringify(modules));
  });

  it('have one entry for a removed environment or module', async () => {
    const answer = await preview({
      kind: 'scaffold',
      name: 'removeNodePool',
      answers: { cluster: 'scw_web0_fr-par', pool: 'batch' },
    });
    assert.deepEqual(answer.effective_changes, []);
    assert.deepEqual(
      (answer.modules as { change: string }[]).map(({ change }) => change),
      ['removed'],
    );
  });

  it('have one entry for environments that change in the same way, and say first what people must do', async () => {
    const answer = await preview({
      kind: 'scaffold',
      name: 'nodePool',
      answers: { cluster: 'scw_web0_fr-par', pool: 'spare' },
    });
    const changes = answer.effective_changes as { environments: string[]; attribute: string }[];
    const name = changes.find(({ attribute }) => attribute === 'name');
    assert.deepEqual(name?.environments, ['ops', 'apps', 'apps-prod'], JSON.stringify(changes));
    const keys = Object.keys(answer);
    assert.ok(keys.indexOf('next_steps') < keys.indexOf('diff'), keys.join());
    assert.ok((answer.next_steps as string[]).length > 0);
  });
});
