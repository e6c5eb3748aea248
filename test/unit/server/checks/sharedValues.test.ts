// Values in locals, variables files and arguments are checked once, at their location, with the modules that use them as related locations.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { CHECKS } from '../../../../server/checks/engine/registry';
import { locationOf } from '../../../support/locations';
import { workspaceOf } from '../../../support/testWorkspace';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const eks = (name: string, configuration: string, ref = HEAD) => `module "${name}" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${ref}"

  configuration = ${configuration}
}
`;
const using = (base: string, ops: string) => `{
    apps = ${base}
    ops  = ${ops}
  }`;
const COMPLETE = `
    name_prefix                = "gc0"
    base_domain                = "example.com"
    cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]
    default_node_pool = {
      instance_types   = ["t3.large"]
      desired_capacity = 2
      min_size         = 2
      max_size         = 3
    }`;

/** `file:line: CODE message`, with related locations. */
async function found(texts: Record<string, string>, ...codes: string[]): Promise<string[]> {
  const checks = Object.fromEntries(
    CHECKS.filter(({ code }) => !codes.includes(code)).map(({ code }) => [code, 'off' as const]),
  );
  const { snapshot, uri } = await workspaceOf(texts, { checks });
  return Object.keys(texts)
    .sort()
    .flatMap(path =>
      now(allDiagnostics(snapshot, uri(path))).flatMap(each => [
        `${path}:${each.range.start.line + 1}: ${String(each.code)} ${each.message as string}`,
        ...(each.relatedInformation ?? []).map(({ message, location }) => `  ${locationOf(location)}: ${message}`),
      ]),
    );
}

describe('diagnostics of values that several modules use', () => {
  describe('errors of the evaluator', () => {
    it('are reported for outputs that the called module does not have', async () => {
      const lines = await found(
        {
          'cluster.tf': eks('a', using('{}', '{}')),
          'branch.tf': eks('b', using('{}', '{}'), 'main'),
          'locals.tf': 'locals {\n  config = module.a.curent_config\n  other  = module.b.any\n}\n',
          'network/main.tf': 'output "id" {\n  value = 1\n}\n',
          'outputs.tf': `module "network" {
  source = "./network"
}
output "a" {
  value = [module.a.current_config, module.a["x"].kubeconfig, module.network.ids, module.network.id]
}
output "b" {
  value = [for module in [{ a = {} }] : module.a.any]
}
`,
        },
        'KS003',
      );
      assert.deepEqual(lines, [
        'locals.tf:2: KS003 module.a has no output "curent_config". Did you mean "current_config"?',
        'outputs.tf:5: KS003 module.network has no output "ids". Did you mean "id"?',
      ]);
    });

    it('are reported for instances that a block does not have', async () => {
      const lines = await found(
        {
          'main.tf': `${eks('a', using('{}', '{}'))}
resource "terraform_data" "a" {
  input = each.key
}
resource "terraform_data" "b" {
  for_each = toset(["a"])
  input    = "\${each.key}-\${count.index}"
}
resource "terraform_data" "c" {
  input = [for each in ["a"] : each.key]
  dynamic "count" {
    for_each = ["a"]
    content {
      name = count.value
    }
  }
}
locals {
  d = count.index
}
`,
        },
        'KS003',
      );
      assert.deepEqual(lines, [
        'main.tf:11: KS003 Only a block with for_each has "each", so Terraform refuses it here.',
        'main.tf:15: KS003 Only a block with count has "count", so Terraform refuses it here.',
        'main.tf:27: KS003 Only a block with count has "count", so Terraform refuses it here.',
      ]);
    });

    it('are reported for values of variables that nothing uses', async () => {
      const lines = await found(
        {
          'main.tf': eks('a', using('{}', '{}')),
          'terraform.tfvars': 'zones = "a"\ncount = 2\n',
          'variables.tf': `variable "size" {
  type    = number
  default = "large"
}
variable "zones" {
  type = map(string)
}
variable "count" {
  type = number
}
`,
        },
        'KS002',
      );
      assert.deepEqual(lines, [
        'terraform.tfvars:1: KS002 The value of variable "zones" has the wrong type: map of string required.',
        'variables.tf:3: KS002 The default does not fit the type of the variable: a number is required.',
      ]);
    });

    it('are reported once, where the value is written, and list the modules that use it', async () => {
      const two = eks('a', 'local.cluster') + eks('b', 'local.cluster');
      const lines = await found({
        'cluster.tf': two,
        'locals.tf': `locals {\n  cluster = {\n    apps = { name_prefix = upperr("gc0") }\n    ops  = {}\n  }\n}\n`,
      });
      assert.deepEqual(lines, [
        'locals.tf:3: KS003 There is no function "upperr". Did you mean "upper"?',
        '  cluster.tf:1: Used by module "a"',
        '  cluster.tf:6: Used by module "b"',
      ]);
    });

    it('are reported in variables files', async () => {
      const lines = await found({
        'cluster.tf': eks('a', 'var.clusters["a"]'),
        'variables.tf': 'variable "clusters" {\n  type = any\n}\n',
        'config.auto.tfvars':
          'clusters = {\n  a = {\n    apps = { cluster_availability_zones = "eu-west-1a" }\n  }\n}\n',
      });
      assert.equal(lines.length, 2, lines.join('\n'));
      assert.match(
        lines[0]!,
        /^config\.auto\.tfvars:3: KS002 "cluster_availability_zones" in "apps" has a value of the wrong type/,
      );
      assert.equal(lines[1], '  cluster.tf:1: Used by module "a"');
    });

    it('are reported once for a cycle, and also for locals that nothing uses', async () => {
      const lines = await found({
        'cluster.tf': eks('a', using(`{${COMPLETE}\n}`, '{}')),
        'locals.tf': 'locals {\n  one = local.two\n  two = local.one\n  lost = local.nowhere\n}\n',
        'outputs.tf':
          'output "x" {\n  value = [var.gone, local.lost]\n}\n\nmoved {\n  from = module.x\n  to   = module.a\n}\n',
      });
      assert.deepEqual(
        lines.map(line => line.split(' ').slice(0, 3).join(' ')),
        [
          'locals.tf:3: KS001 local.one',
          '  locals.tf:2:',
          'locals.tf:4: KS003 "local.nowhere"',
          'outputs.tf:2: KS003 "var.gone"',
        ],
        lines.join('\n'),
      );
    });

    it('are reported of modules, resources and data sources that the module does not declare', async () => {
      const main = [
        'resource "aws_vpc" "a" {',
        '  tags = { id = module.gone.id, ok = module.a.current_config }',
        '  dynamic "key_set" {',
        '    for_each = [aws_subnet.lost.id, data.aws_region.lost.name, data.aws_region.here.name]',
        '    content { id = aws_vpc.b.id }',
        '  }',
        '}',
        'data "aws_region" "here" {}',
        'resource "aws_eip" "b" {',
        '  vpc = aws_vpc.a.id',
        '  dynamic "key_set" {',
        '    for_each = [1]',
        '    content { id = key_set.value }',
        '  }',
        '  lifecycle { ignore_changes = [tags_all.x] }',
        '}',
        'locals { subnet = aws_subnet.lost.id }',
      ].join('\n');
      const lines = await found({ 'cluster.tf': eks('a', using(`{${COMPLETE}\n}`, '{}')), 'main.tf': main });
      assert.deepEqual(
        lines.filter(line => line.startsWith('main.tf')),
        [
          'main.tf:2: KS003 "module.gone" is not declared in this module.',
          'main.tf:4: KS003 "aws_subnet.lost" is not declared in this module.',
          'main.tf:4: KS003 "data.aws_region.lost" is not declared in this module.',
          'main.tf:5: KS003 "aws_vpc.b" is not declared in this module.',
          'main.tf:17: KS003 "aws_subnet.lost" is not declared in this module.',
        ],
      );
    });
  });

  describe('findings are reported where the value is written:', () => {
    it('KS302 unknown attributes in a local and in merge()', async () => {
      const local = `locals {\n  base = {${COMPLETE}\n    cluster_verson = "1.31"\n  }\n}\n`;
      const texts = { 'cluster.tf': eks('a', using('merge(local.base, { disk = 1 })', '{}')), 'locals.tf': local };
      const lines = await found(texts, 'KS302');
      assert.deepEqual(lines, [
        'cluster.tf:5: KS302 Unknown attribute "disk" in "apps": aws/cluster ignores it.',
        'locals.tf:12: KS302 Unknown attribute "cluster_verson" in "apps": aws/cluster ignores it. Did you mean "cluster_version"?',
        '  cluster.tf:1: Used by module "a"',
      ]);
    });

    it('KS302 ignores attributes of a local that other modules accept', async () => {
      const local = `locals {\n  base = {${COMPLETE}\n    resource_group = "rg"\n  }\n}\n`;
      assert.deepEqual(
        await found({ 'cluster.tf': eks('a', using('local.base', '{}')), 'locals.tf': local }, 'KS302'),
        [],
      );
    });

    it('KS303 renamed attributes in a variables file', async () => {
      const lines = await found(
        {
          'cluster.tf': eks('a', 'var.cluster'),
          'variables.tf': 'variable "cluster" {}\n',
          'terraform.tfvars': 'cluster = {\n  apps = {\n    cluster_min_size = 3\n  }\n}\n',
        },
        'KS303',
      );
      assert.deepEqual(lines, [
        'terraform.tfvars:3: KS303 "cluster_min_size" in "apps" is ignored: in this version it is called default_node_pool.min_size.',
        '  cluster.tf:1: Used by module "a"',
      ]);
    });

    it("KS207 nulls that don't unset a value, except for nulls of variables", async () => {
      const texts = {
        'cluster.tf': eks('a', using('{ cluster_version = "1.31" }', 'merge(local.ops, { name_prefix = var.prefix })')),
        'locals.tf':
          'locals {\n  ops = {\n    cluster_version = null\n  }\n}\n\nvariable "prefix" {\n  default = null\n}\n',
      };
      const lines = await found(texts, 'KS207');
      assert.deepEqual(lines, [
        'locals.tf:3: KS207 null doesn\'t unset a value: "ops" inherits "cluster_version" from "apps".',
        '  cluster.tf:1: Used by module "a"',
      ]);
    });

    it('KS209 replaced objects in locals', async () => {
      const pool = `module "eks_gc0_eu-west-1_node_pool_spot" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"

  configuration = { apps = { labels = local.apps }, ops = { labels = local.ops } }
}
`;
      const locals = 'locals {\n  apps = { team = "a", tier = "b" }\n  ops  = { tier = "c" }\n}\n';
      const lines = await found({ 'pool.tf': pool, 'locals.tf': locals }, 'KS209');
      assert.equal(lines.length, 2, lines.join('\n'));
      assert.match(
        lines[0]!,
        /^pool\.tf:4: KS209 "labels" in "ops" replaces the whole value of "apps", which removes team\./,
      );
    });

    it('KS210 repeated values, except for those that both environments take from one expression', async () => {
      const texts = {
        'cluster.tf': eks(
          'a',
          using('merge(local.base, { cluster_version = "1.31" })', 'merge(local.base, local.ops)'),
        ),
        'locals.tf': 'locals {\n  base = { name_prefix = "gc0" }\n  ops = {\n    cluster_version = "1.31"\n  }\n}\n',
      };
      assert.deepEqual(await found(texts, 'KS210'), [
        'locals.tf:4: KS210 "cluster_version" in "ops" repeats the value inherited from "apps".',
        '  cluster.tf:1: Used by module "a"',
      ]);
    });

    it('KS306 attributes without effect in a local', async () => {
      const unused = `module "a" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"

  configuration = { apps = local.apps }
}
`;
      const { attribute, module } = await unusedAttribute();
      const text = unused.replace('google/cluster', module);
      const lines = await found(
        { 'cluster.tf': text, 'locals.tf': `locals {\n  apps = { ${attribute} = "1" }\n}\n` },
        'KS306',
      );
      assert.equal(lines.length, 2, lines.join('\n'));
      assert.match(lines[0]!, /^locals\.tf:2: KS306 /);
    });
  });

  describe('a wrong name_prefix (KS310) is still reported beside', () => {
    const wrong = (ops: string) => eks('eks_gc0_eu-west-1', using(`{${COMPLETE.replace('"gc0"', '""')}\n}`, ops));
    for (const [what, ops, code] of [
      ['an environment that is null', 'null', 'KS005'],
      ['a value of the wrong type', '{ cluster_availability_zones = "a,b" }', 'KS002'],
      ['an environment that is a list', '[]', 'KS002'],
      ['a name that is not declared', '{ cluster_version = local.gone }', 'KS003'],
    ] as const)
      it(what, async () => {
        const lines = await found({ 'cluster.tf': wrong(ops) }, 'KS310', 'KS307');
        assert.deepEqual(
          lines.map(line => / (KS\d+) /.exec(line)![1]).sort(),
          [code, 'KS310'].sort(),
          lines.join('\n'),
        );
      });

    it('every value of the wrong type is reported', async () => {
      const lines = await found({
        'cluster.tf': eks(
          'a',
          using('{ cluster_availability_zones = "a" }', '{ default_node_pool = { min_size = [], max_size = [] } }'),
        ),
      });
      assert.deepEqual(
        lines.map(line => line.split(':').slice(0, 2).join(':')),
        ['cluster.tf:5', 'cluster.tf:6', 'cluster.tf:6'],
        lines.join('\n'),
      );
    });
  });
});

/** An attribute that its module never reads, from the bundled facts. */
async function unusedAttribute(): Promise<{ attribute: string; module: string }> {
  const { snapshot } = await workspaceOf({ 'main.tf': '' });
  const { schemas } = snapshot.model;
  for (const module of schemas.paths)
    for (const [attribute, { unused }] of schemas.moduleFor(module, 'v0.19.2-beta.0')?.attributes ?? [])
      if (unused && !attribute.includes('.')) return { attribute, module };
  throw new Error('There is none');
}
