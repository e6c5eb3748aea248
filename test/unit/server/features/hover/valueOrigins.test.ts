import * as assert from 'node:assert/strict';
import { toolsOn } from '../../../../support/agents/testHost';
import { checkHover } from '../../../../support/features/checkHover';
import { mark } from '../../../../support/features/markedWorkspace';

const TEXTS = {
  'main.tf': `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps = {
      name_prefix = "gc0"
      base_domain = var.secret
      cluster_max_size = local.sizes["max"]
    }
    ops = {}
  }
}
locals {
  sizes = { max = local.spare + var.size }
  spare = 1
}
variable "size" {
  default = 2
}
variable "secret" {
  default   = "hidden.example.com"
  sensitive = true
}
`,
  'config.auto.tfvars': 'size = 8\n',
};

describe('where a value comes from', () => {
  it('is shown on hover: locals and variables, with what sets them', async () => {
    await checkHover(mark(TEXTS, 'main.tf', 'clus│ter_max_size'), [
      '…`local.sizes.max`',
      '`local.spare + var.size`',
      '`local.spare`',
      '`var.size`',
      '`8`…',
    ]);
    await checkHover(mark(TEXTS, 'main.tf', 'base│_domain'), '…', { without: ['hidden.example.com'] });
  });

  it('is in the answers for coding agents', async () => {
    const tools = await toolsOn(TEXTS);
    const result = await tools.call('kubestack_get_effective_configuration', { attributes: ['cluster_max_size'] });
    assert.ok('answer' in result);
    const [row] = result.answer.attributes as { environments: { ops: { value: string; why: unknown } } }[];
    assert.equal(row?.environments.ops.value, '9');
    assert.deepEqual(row.environments.ops.why, [
      { name: 'local.sizes.max', expression: 'local.spare + var.size', at: 'main.tf:13' },
      { name: 'local.spare', expression: '1', at: 'main.tf:14' },
      { name: 'var.size', expression: '8', at: 'config.auto.tfvars:1' },
    ]);
  });

  it('is the default of an attribute in the type of its variable, and the answer has the whole expression', async () => {
    const tools = await toolsOn({
      'main.tf': `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps = { cluster_max_size = var.pool.max / 2, cluster_min_size = var.pool["min"] }
    ops  = {}
  }
}
variable "pool" {
  type = object({
    min = optional(number, 1)
    max = optional(number, 6)
  })
  default = {
    min = 2
  }
}
`,
    });
    const result = await tools.call('kubestack_get_effective_configuration', { environments: ['apps'] });
    assert.ok('answer' in result);
    const rows = result.answer.attributes as { attribute: string; environments: { apps: Record<string, unknown> } }[];
    const why = (name: string): unknown[] => {
      const { value, expression, why: origins } = rows.find(each => each.attribute === name)!.environments.apps;
      return [value, expression, origins];
    };
    assert.deepEqual(why('cluster_max_size'), [
      '3',
      'var.pool.max / 2',
      [{ name: 'var.pool.max', expression: '6', at: 'main.tf:11' }],
    ]);
    assert.deepEqual(why('cluster_min_size'), [
      '2',
      'var.pool["min"]',
      [{ name: 'var.pool.min', expression: '2', at: 'main.tf:14' }],
    ]);
  });
});
