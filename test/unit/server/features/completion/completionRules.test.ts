import assert from 'node:assert/strict';
import { rulesCompletion } from '../../../../../server/features/completion/completionRules';
import { workspaceOf } from '../../../../support/testWorkspace';

const PLATFORM = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = { name_prefix = "gc0" }
    ops  = {}
  }
}
`;

/** The labels at the cursor. */
async function labels(marked: string): Promise<string[]> {
  const text = marked.replace('│', '');
  const { snapshot, uri } = await workspaceOf({ 'main.tf': PLATFORM, 'a.rules.hcl': text });
  const position = snapshot.model.workspace.texts.file(uri('a.rules.hcl'))!.lines.positionAt(marked.indexOf('│'));
  const abilities = { snippets: true, insertReplace: false, markdown: true, adjustsIndentation: false, tags: false };
  return rulesCompletion(snapshot, uri('a.rules.hcl'), position, abilities).items.map(({ label }) => label);
}
const inCondition = (condition: string, target = 'cluster'): string =>
  `rule "r" {\n  target = "${target}"\n  enforce {\n    condition = ${condition}\n    error_message = "x"\n  }\n}\n`;

describe('completion in rules', () => {
  it('offers blocks and their parts', async () => {
    assert.deepEqual(await labels('│'), ['rule', 'freeze', 'rule_test', 'rule_set', 'agents', 'locals']);
    assert.deepEqual(await labels('freeze "f" {\n  from = "2026-12-18"\n  │\n}\n'), [
      ...['environments', 'until', 'weekly', 'time_zone', 'reason', 'allow'],
    ]);
  });

  it('offers targets, levels, environments and actions of agents', async () => {
    assert.deepEqual((await labels('rule "r" {\n  target = "│"\n}\n')).slice(0, 3), [
      'platform',
      'cluster',
      'node_pool',
    ]);
    assert.deepEqual(await labels('rule "r" {\n  environments = ["│"]\n}\n'), ['apps', 'ops']);
    assert.ok((await labels('agents {\n  deny = ["│"]\n}\n')).includes('apply'));
  });

  it('offers the names of the target, functions, and the attributes of the modules in use', async () => {
    const names = await labels(inCondition('│'));
    for (const name of ['attributes', 'cluster', 'environment', 'other', 'length'])
      assert.ok(names.includes(name), name);
    assert.ok((await labels(inCondition('│', 'change'))).includes('action'));
    const attributes = await labels(inCondition('attributes.│'));
    for (const name of ['default_node_pool', 'name_prefix']) assert.ok(attributes.includes(name), name);
    assert.ok((await labels(inCondition('attributes.default_node_pool.│'))).includes('min_size'));
    assert.ok((await labels(inCondition('cluster.│'))).includes('region'));
  });
});
