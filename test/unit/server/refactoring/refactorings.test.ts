import assert from 'node:assert/strict';
import { hiddenRefusal, offered, refactored } from '../../../support/refactoring/refactored';

const POOL = `module "eks_web0_eu-north-1_node_pool_gpu" {
  providers = {
    aws = aws.eks_web0_eu-north-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c"

  cluster          = module.eks_web0_eu-north-1.cluster
  cluster_metadata = module.eks_web0_eu-north-1.current_metadata

  configuration = {
    apps = {
      name     = "gpu"
      min_size = 1
      max_size = 9 # peak
      labels = {
        team = "ml"
        tier = "gold"
      }
    }

    # cheap
    ops = {
      max_size = 2
      labels = {
        team = "ops"
      }
    }
  }
}
`;
const FILE = 'eks_web0_eu-north-1_node_pool_gpu.tf';
const marked = (text: string, at: string): Record<string, string> => {
  assert.ok(text.includes(at), at);
  return { [FILE]: text.replace(at, `${at.slice(0, 1)}│${at.slice(1)}`) };
};
const THREE = POOL.replace('  configuration = {', '  configuration_base_key = "apps-prod"\n  configuration = {')
  .replace('    apps = {', '    apps-prod = {')
  .replace('    # cheap', '    apps = {\n      max_size = 4\n    }\n\n    # cheap');

describe('refactorings', () => {
  it('are offered on the whole first line of a module', async () => {
    const named = await offered(marked(POOL, 'eks_web0'));
    assert.ok(
      named.some(title => title.startsWith('Convert to three environments')),
      named.join(),
    );
    for (const at of ['module "', ' {\n']) assert.deepEqual(await offered(marked(POOL, at)), named, at);
    assert.deepEqual(await offered(marked(POOL, '  source')), []);
  });

  describe('of a configuration that two calls share', () => {
    const call = (name: string) =>
      POOL.replace('node_pool_gpu"', `node_pool_${name}"`).replace(
        /configuration = \{[^]*/,
        'configuration = local.pools\n}\n',
      );
    const calls = { 'a.tf': call('a'), 'b.tf': call('b') };
    const locals = (configuration: string) => `locals {\n  pools = {\n${configuration}  }\n}\n`;

    it('convert it to three environments once', async () => {
      const two = '    apps = {\n      max_size = 9\n    }\n\n    ops = {\n      max_size = 2\n    }\n';
      const cursor = { 'a.tf': call('a').replace('"', '│"') };
      const files = { ...calls, ...cursor, 'locals.tf': locals(two) };
      const three = await refactored(files, /^Convert to three environments/);
      assert.equal(
        three['locals.tf'],
        locals(
          '    apps-prod = {\n      max_size = 9\n    }\n\n    apps = {}\n\n    ops = {\n      max_size = 2\n    }\n',
        ),
      );
      for (const file of ['a.tf', 'b.tf']) assert.match(three[file] ?? '', /configuration_base_key = "apps-prod"/);
    });

    it('make another environment its base once', async () => {
      const three =
        '    apps = {\n      name     = "gpu"\n      max_size = 9\n    }\n\n    test = {}\n\n    ops = {\n      max_size = 2\n    }\n';
      const cursor = locals(three).replace('ops', '│ops');
      const made = await refactored({ ...calls, 'locals.tf': cursor }, /^Make ops the base environment/);
      assert.equal(
        made['locals.tf'],
        locals(
          '    apps = {\n      max_size = 9\n    }\n\n    test = {\n      max_size = 9\n    }\n\n    ops = {\n      name     = "gpu"\n      max_size = 2\n    }\n',
        ),
      );
      for (const file of ['a.tf', 'b.tf']) assert.match(made[file] ?? '', /configuration_base_key = "ops"/);
    });
  });

  it('override an inherited attribute, in the order of the base', async () => {
    const texts = marked(POOL, 'min_size = 1');
    assert.deepEqual(await offered(texts), ['Override min_size in ops']);
    assert.deepEqual(await refactored(texts, 'Override min_size in ops'), {
      [FILE]: POOL.replace('    ops = {\n', '    ops = {\n      min_size = 1\n'),
    });
  });

  it('override a key of a map that is merged', async () => {
    assert.deepEqual(await refactored(marked(POOL, 'tier = "gold"'), 'Override labels.tier in ops'), {
      [FILE]: POOL.replace('        team = "ops"\n', '        team = "ops"\n        tier = "gold"\n'),
    });
  });

  it('override the whole map if maps are replaced', async () => {
    const released = POOL.replace('e70912c', 'v0.19.2-beta.0').replace(
      / {6}labels = \{\n {8}team = "ops"\n {6}\}\n/,
      '',
    );
    assert.deepEqual(await refactored(marked(released, 'tier = "gold"'), 'Override labels in ops'), {
      [FILE]: released.replace(
        '      max_size = 2\n',
        '      max_size = 2\n      labels = {\n        team = "ml"\n        tier = "gold"\n      }\n',
      ),
    });
  });

  it('inherit an attribute again by removing the override', async () => {
    const texts = marked(POOL, 'max_size = 2');
    assert.deepEqual(await offered(texts), [
      'Inherit max_size in ops from apps',
      'Move max_size from ops to the base apps',
    ]);
    assert.deepEqual(await refactored(texts, /^Inherit/), { [FILE]: POOL.replace('      max_size = 2\n', '') });
  });

  it('remove an object that becomes empty', async () => {
    assert.deepEqual(await refactored(marked(POOL, 'team = "ops"'), 'Inherit labels.team in ops from apps'), {
      [FILE]: POOL.replace(/ {6}labels = \{\n {8}team = "ops"\n {6}\}\n/, ''),
    });
  });

  it('move a value to the base and keep the values of the other environments', async () => {
    const three = THREE.replace('      max_size = 4\n', '');
    assert.deepEqual(await refactored(marked(three, 'max_size = 2'), 'Move max_size from ops to the base apps-prod'), {
      [FILE]: three
        .replace('      max_size = 2\n', '')
        .replace('max_size = 9 # peak', 'max_size = 2 # peak')
        .replace('    apps = {\n', '    apps = {\n      max_size = 9\n'),
    });
  });

  it('copy a value of the base into the environments that inherit it', async () => {
    assert.deepEqual(await refactored(marked(THREE, 'min_size = 1'), 'Push min_size down to apps, ops'), {
      [FILE]: THREE.replace('    apps = {\n', '    apps = {\n      min_size = 1\n').replace(
        '    ops = {\n',
        '    ops = {\n      min_size = 1\n',
      ),
    });
  });

  it('make another environment the base', async () => {
    assert.deepEqual(await refactored(marked(POOL, 'ops = {'), 'Make ops the base environment of the platform'), {
      [FILE]: POOL.replace('  configuration = {', '  configuration_base_key = "ops"\n  configuration = {')
        .replace(
          '      name     = "gpu"\n      min_size = 1\n      max_size = 9 # peak\n',
          '      max_size = 9 # peak\n',
        )
        .replace('        tier = "gold"\n', '')
        .replace(
          '    ops = {\n      max_size = 2\n      labels = {\n        team = "ops"\n',
          '    ops = {\n      name     = "gpu"\n      min_size = 1\n      max_size = 2\n      labels = {\n        team = "ops"\n        tier = "gold"\n',
        ),
    });
  });

  it('leave repeated values to their quick fix, unless refactorings are requested', async () => {
    const texts = marked(
      POOL.replace('max_size = 2', 'max_size = 9'),
      'max_size = 9\n      labels = {\n        team = "ops"',
    );
    assert.deepEqual(await offered(texts), []);
    assert.deepEqual(await offered(texts, ['refactor.inline']), ['Inherit max_size in ops from apps']);
    const other = marked(POOL, 'max_size = 2');
    assert.deepEqual(await offered(other), [
      'Inherit max_size in ops from apps',
      'Move max_size from ops to the base apps',
    ]);
  });

  it("don't offer an environment as the base that can't be the base", async () => {
    const own = POOL.replace('      max_size = 2\n', '      max_size = 2\n      disk_size = 30\n');
    assert.equal(
      await hiddenRefusal(marked(own, 'ops = {'), 'makeBase', 'Make ops the base environment of the platform'),
      "ops sets disk_size in module.eks_web0_eu-north-1_node_pool_gpu, but apps does not. apps would inherit it and can't remove it.",
    );
  });

  it("don't offer to move an object to the base if its environment would inherit other entries", async () => {
    const texts = marked(POOL, 'labels = {\n        team = "ops"');
    assert.match(
      await hiddenRefusal(texts, 'moveToBase', 'Move labels from ops to the base apps'),
      /^This would change the effective configuration of module\.eks_web0_eu-north-1_node_pool_gpu in ops/,
    );
  });

  it('sort environments, the most critical one first', async () => {
    const unsorted = POOL.replace(
      /( {4}apps = \{[^]*?\n {4}\}\n)\n( {4}# cheap\n {4}ops = \{[^]*?\n {4}\}\n)/,
      '$2\n$1',
    );
    assert.notEqual(unsorted, POOL);
    assert.deepEqual(await refactored(marked(unsorted, 'ops = {'), 'Sort environments: apps, ops'), { [FILE]: POOL });
    const local = POOL.replace('    # cheap', '    loc = {}\n\n    # cheap');
    const sorts = (await offered(marked(local, 'ops = {'))).filter(title => title.startsWith('Sort'));
    assert.deepEqual(sorts, ['Sort environments: apps, ops, loc'], 'the one of local development is last');
    assert.deepEqual(
      (await offered(marked(POOL, 'ops = {'))).filter(title => title.startsWith('Sort')),
      [],
    );
  });

  it('convert to three environments', async () => {
    const base = /( {4}apps = )(\{[^]*?\n {4}\}\n)/;
    assert.deepEqual(
      await refactored(marked(POOL, 'ops = {'), 'Convert to three environments, apps-prod as the base'),
      {
        [FILE]: POOL.replace(base, '    apps-prod = $2\n    apps = {}\n').replace(
          '  configuration = {',
          '  configuration_base_key = "apps-prod"\n  configuration = {',
        ),
      },
    );
  });

  it('move what all environments share into the base', async () => {
    const common = THREE.replace('      max_size = 4\n', '      max_size  = 4\n      disk_size = 30\n').replace(
      '      max_size = 2\n',
      '      max_size  = 2\n      disk_size = 30\n      min_size  = 1\n',
    );
    assert.deepEqual(
      await refactored(marked(common, 'ops = {'), 'Move common attributes to apps-prod (disk_size, min_size)'),
      {
        [FILE]: THREE.replace(
          /name {5}= ([^]*?)min_size = ([^]*?)max_size = (.*)\n/,
          'name      = $1min_size  = $2max_size  = $3\n      disk_size = 30\n',
        ),
      },
    );
  });

  it('are not offered if they would change another value', async () => {
    const text = POOL.replace('tier = "gold"', 'tier = ""').replace('team = "ops"', 'team = "ops"\n        zone = "a"');
    assert.match(
      await hiddenRefusal(marked(text, 'ops = {'), 'makeBase', 'Make ops the base environment of the platform'),
      /sets labels\.zone in module/,
    );
  });

  it('work on configurations in a variables file', async () => {
    const texts = {
      'clusters.tf':
        'variable "clusters" {}\n\nmodule "eks_zero" {\n  source        = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.14.0-beta.0"\n  configuration = var.clusters["eks_zero"]\n}\n',
      'config.auto.tfvars':
        'clusters = {\n  eks_zero = {\n    apps = {\n      name_prefix      = "kbst"\n      cluster│_max_size = "9"\n    }\n    ops = {}\n  }\n}\n',
    };
    assert.deepEqual(await refactored(texts, 'Override cluster_max_size in ops'), {
      'config.auto.tfvars': texts['config.auto.tfvars']
        .replace('│', '')
        .replace('ops = {}', 'ops = {\n      cluster_max_size = "9"\n    }'),
    });
  });

  it('split a file by the naming conventions', async () => {
    const cluster =
      'module "eks_web0_eu-north-1" {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"\n\n  configuration = {\n    apps = {}\n    ops  = {}\n  }\n}\n';
    const provider = '# where it is\nprovider "aws" {\n  alias = "eks_web0_eu-north-1"\n}\n';
    const texts = { 'main.tf': `${cluster}│\n${POOL}\n${provider}\nlocals {}\n` };
    assert.deepEqual(await refactored(texts, /^Split this file by the file naming convention/), {
      'eks_web0_eu-north-1_cluster.tf': cluster,
      [FILE]: POOL,
      'eks_web0_eu-north-1_providers.tf': provider,
      'main.tf': 'locals {}\n',
    });
    const splitsAt = async (at: string): Promise<number> =>
      (await offered({ 'main.tf': `${cluster}\n${POOL.replace(at, `${at.slice(0, 1)}│${at.slice(1)}`)}` })).filter(
        title => title.startsWith('Split'),
      ).length;
    assert.deepEqual(
      [await splitsAt('module "'), await splitsAt('  source'), await splitsAt('max_size = 2')],
      [1, 0, 0],
    );
    assert.deepEqual(await refactored({ 'main.tf': `${cluster}│\n${POOL}` }, /^Split/), {
      'eks_web0_eu-north-1_cluster.tf': cluster,
      [FILE]: POOL,
      'main.tf': undefined,
    });
    const other = provider.replace('provider "aws"', 'provider "kustomization"');
    assert.deepEqual(await refactored({ 'main.tf': `${cluster}│\n${provider}${other}` }, /^Split/), {
      'eks_web0_eu-north-1_cluster.tf': cluster,
      'eks_web0_eu-north-1_providers.tf': `${provider}\n${other}`,
      'main.tf': undefined,
    });
  });
});
