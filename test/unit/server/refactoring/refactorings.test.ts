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
