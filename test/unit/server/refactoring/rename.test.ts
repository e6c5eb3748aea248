import assert from 'node:assert/strict';
import { prepareRename, renameAt } from '../../../../server/refactoring/rename/rename';
import { textIn, markedWorkspace } from '../../../support/features/markedWorkspace';
import { changedTexts } from '../../../support/refactoring/refactored';
import { now } from '../../../../common/now';

const HEAD = 'e70912c';
const SOURCE = 'github.com/kbst/terraform-kubestack//';
const PLATFORM: Record<string, string> = {
  'eks_web0_eu-north-1_cluster.tf': `module "eks_web0_eu-north-1" {
  providers = {
    aws        = aws.eks_web0_eu-north-1
    kubernetes = kubernetes.eks_web0_eu-north-1
  }

  source = "${SOURCE}aws/cluster?ref=${HEAD}"

  configuration = {
    apps = {
      name_prefix = "web0"
      base_domain = var.base_domain
    }
    ops = {}
  }
}
`,
  'eks_web0_eu-north-1_providers.tf': `provider "aws" {
  alias  = "eks_web0_eu-north-1"
  region = "eu-north-1"
}

provider "kubernetes" {
  alias = "eks_web0_eu-north-1"
  host  = local.eks_web0_eu-north-1_kubeconfig["clusters"][0]["cluster"]["server"]
}

locals {
  eks_web0_eu-north-1_kubeconfig = yamldecode(module.eks_web0_eu-north-1.kubeconfig)
}
`,
  'eks_web0_eu-north-1_node_pool_gpu.tf': `module "eks_web0_eu-north-1_node_pool_gpu" {
  providers = {
    aws = aws.eks_web0_eu-north-1
  }

  source = "${SOURCE}aws/cluster/node-pool?ref=${HEAD}"

  cluster          = module.eks_web0_eu-north-1.cluster
  cluster_metadata = module.eks_web0_eu-north-1.current_metadata

  configuration = {
    apps = {
      name     = "gpu"
      min_size = terraform.workspace == "ops" ? 0 : local.sizes[terraform.workspace]
    }
    ops = {}
  }
}
`,
  'eks_web0_eu-north-10_cluster.tf': `module "eks_web0_eu-north-10" {
  source = "${SOURCE}aws/cluster?ref=${HEAD}"

  configuration = {
    apps = {}
    ops  = {}
  }
}
`,
  'eks_web0_eu-north-1_feature_metrics.tf': `module "eks_web0_eu-north-1_feature_metrics" {
  source = "./modules/metrics"

  domain = var.base_domain
}
`,
  'modules/metrics/main.tf': `variable "domain" {}

module "metrics" {
  source = "${SOURCE}kustomization/overlay?ref=${HEAD}"

  configuration = {
    apps = {
      namespace = var.domain
    }
    "ops" = {}
  }
}

output "space" {
  value = var.domain
}
`,
  'variables.tf': 'variable "base_domain" {\n  type = string\n}\n\nlocals {\n  sizes = { apps = 3, ops = 1 }\n}\n',
  'config.auto.tfvars': 'base_domain = "platform.example"\n',
  'outputs.tf': 'output "space" {\n  value = module.eks_web0_eu-north-1_feature_metrics.space\n}\n',
};

const at = (path: string, before: string, texts = PLATFORM): Record<string, string> => {
  assert.ok(texts[path]!.includes(before), before);
  return { ...texts, [path]: texts[path]!.replace(before, `${before}│`) };
};

async function renamed(texts: Record<string, string>, newName: string) {
  const workspace = await markedWorkspace(texts);
  const result = now(renameAt(workspace.snapshot, workspace.here, workspace.position, newName));
  assert.ok(!('problem' in result), 'problem' in result ? result.problem : '');
  return { texts: changedTexts(workspace, result.edit), edit: result.edit };
}

async function problem(texts: Record<string, string>, newName: string): Promise<string> {
  const workspace = await markedWorkspace(texts);
  const result = now(renameAt(workspace.snapshot, workspace.here, workspace.position, newName));
  assert.ok('problem' in result, JSON.stringify(result));
  return result.problem;
}

async function prepared(texts: Record<string, string>): Promise<string> {
  const workspace = await markedWorkspace(texts);
  const result = prepareRename(workspace.snapshot, workspace.here, workspace.position);
  if ('problem' in result) return result.problem;
  assert.equal(
    textIn(workspace.texts[workspace.here.replace(`${workspace.uri('')}/`, '')]!, result.range),
    result.placeholder,
  );
  return result.placeholder;
}

/** The expected changes if `old` is replaced in all texts, except for those in `others`. */
function replaced(pattern: RegExp, newText: string, others: Record<string, string | undefined> = {}) {
  const changed = Object.entries(PLATFORM)
    .map(([path, text]) => [path, text.replace(pattern, newText)] as const)
    .filter(([path, text]) => text !== PLATFORM[path]);
  return { ...Object.fromEntries(changed), ...others };
}

describe('rename', () => {
  it('offers the current name without quotes', async () => {
    assert.equal(await prepared(at('eks_web0_eu-north-1_cluster.tf', 'module "eks')), 'eks_web0_eu-north-1');
    assert.equal(await prepared(at('eks_web0_eu-north-1_cluster.tf', '= aws.eks')), 'eks_web0_eu-north-1');
    assert.equal(await prepared(at('eks_web0_eu-north-1_providers.tf', 'alias  = "eks')), 'eks_web0_eu-north-1');
    assert.equal(await prepared(at('eks_web0_eu-north-1_cluster.tf', '    op')), 'ops');
    assert.equal(await prepared(at('modules/metrics/main.tf', '    "op')), 'ops');
    assert.equal(await prepared(at('eks_web0_eu-north-1_cluster.tf', 'var.base')), 'base_domain');
  });

  it("refuses what it can't rename", async () => {
    assert.equal(
      await prepared(at('eks_web0_eu-north-1_cluster.tf', 'name_pre')),
      '"name_prefix" is an attribute that the framework defines, so it can\'t be renamed.',
    );
    assert.equal(
      await prepared(at('eks_web0_eu-north-1_node_pool_gpu.tf', '.current_meta')),
      'Nothing at this position can be renamed.',
    );
    assert.match(await prepared({ 'a.tf.json': '{"lo│cals":{"a":1}}' }), /assumed to be generated/);
  });

  describe('of a variable', () => {
    it('updates its values and the arguments of calls', async () => {
      const { texts } = await renamed(at('modules/metrics/main.tf', 'variable "dom'), 'name_space');
      assert.deepEqual(texts, {
        'modules/metrics/main.tf': PLATFORM['modules/metrics/main.tf']!.replaceAll(
          'var.domain',
          'var.name_space',
        ).replace('"domain"', '"name_space"'),
        'eks_web0_eu-north-1_feature_metrics.tf': PLATFORM['eks_web0_eu-north-1_feature_metrics.tf']!.replace(
          'domain =',
          'name_space =',
        ),
      });
      assert.deepEqual(
        (await renamed(at('variables.tf', 'variable "base'), 'zone')).texts['config.auto.tfvars'],
        'zone = "platform.example"\n',
      );
    });

    it('keeps files formatted', async () => {
      const { texts } = await renamed(at('variables.tf', 'variable "base'), 'd');
      assert.match(texts['eks_web0_eu-north-1_cluster.tf']!, / {6}base_domain = var\.d\n/);
    });

    it('rejects names that terraform rejects or that exist', async () => {
      const here = at('variables.tf', 'variable "base');
      assert.match(await problem(here, 'a b'), /^"a b" is not a valid name/);
      assert.match(await problem(here, 'providers'), /Terraform reserves it/);
      const two = { ...here, 'more.tf': 'variable "zone" {}\n' };
      assert.equal(await problem(two, 'zone'), 'A variable "zone" already exists.');
    });

    it('changes nothing if a JSON file uses the variable', async () => {
      const texts = { ...at('variables.tf', 'variable "base'), 'x.tf.json': '{"locals":{"d":"${var.base_domain}"}}' };
      assert.equal(
        await problem(texts, 'zone'),
        '"base_domain" is also used in x.tf.json. JSON files are assumed to be generated, so nothing was renamed.',
      );
    });
  });

  it('of a local or an output updates its uses', async () => {
    const local = await renamed(at('eks_web0_eu-north-1_providers.tf', 'locals {\n  eks'), 'credentials');
    assert.deepEqual(local.texts, {
      'eks_web0_eu-north-1_providers.tf': PLATFORM['eks_web0_eu-north-1_providers.tf']!.replaceAll(
        'eks_web0_eu-north-1_kubeconfig',
        'credentials',
      ),
    });
    const output = await renamed(at('modules/metrics/main.tf', 'output "sp'), 'place');
    assert.deepEqual(output.texts, {
      'modules/metrics/main.tf': PLATFORM['modules/metrics/main.tf']!.replace('"space"', '"place"'),
      'outputs.tf': PLATFORM['outputs.tf']!.replace('.space', '.place'),
    });
  });

  it('of a provider alias updates the modules that use it', async () => {
    const { texts } = await renamed(at('eks_web0_eu-north-1_providers.tf', 'alias  = "eks'), 'north');
    assert.deepEqual(
      texts,
      replaced(/aws\.eks_web0_eu-north-1\b/, 'aws.north', {
        'eks_web0_eu-north-1_providers.tf': PLATFORM['eks_web0_eu-north-1_providers.tf']!.replace(
          'alias  = "eks_web0_eu-north-1"',
          'alias  = "north"',
        ),
      }),
    );
  });

  it('of a node pool writes a moved block and renames its file', async () => {
    const path = 'eks_web0_eu-north-1_node_pool_gpu.tf';
    const { texts, edit } = await renamed(at(path, 'module "eks'), 'eks_web0_eu-north-1_node_pool_ml');
    assert.deepEqual(texts, {
      [path]: undefined,
      'eks_web0_eu-north-1_node_pool_ml.tf': `${PLATFORM[path]!.replace('node_pool_gpu', 'node_pool_ml')}
moved {
  from = module.eks_web0_eu-north-1_node_pool_gpu
  to   = module.eks_web0_eu-north-1_node_pool_ml
}
`,
    });
    assert.match(edit.changeAnnotations!['0']!.description!, /nothing is destroyed/);
  });

  it('of a cluster updates its rows in the README, but not the notes', async () => {
    const readme = (name: string): string => `# Acme

## Platform

### Configuration

| Setting | Value |
| --- | --- |
| Environment names | apps, ops |

### Clusters

| Cluster name | Provider | Region | \`name_prefix\` |
| --- | --- | --- | --- |
| [${name}](${name}_cluster.tf) | EKS (AWS) | eu-north-1 | web0 |
| eks_web0_eu-north-10 | EKS (AWS) | eu-north-10 | web0 |

### Node Pools

| Module name | Cluster | Purpose / notes |
| --- | --- | --- |
| \`${name}_node_pool_gpu\` | ${name} | was split from eks_web0_eu-north-1 |

It began as eks_web0_eu-north-1.
`;
    const texts = { ...PLATFORM, 'README.md': readme('eks_web0_eu-north-1') };
    const result = await renamed(
      at('eks_web0_eu-north-1_cluster.tf', 'module "eks_web0', texts),
      'eks_api0_eu-north-1',
    );
    assert.equal(result.texts['README.md'], readme('eks_api0_eu-north-1'));
  });

  it('of a module does not affect another module that starts with its name', async () => {
    const gpu = 'eks_web0_eu-north-1_node_pool_gpu';
    const readme = (name: string): string =>
      `# Acme\n\n## Platform\n\n### Node Pools\n\n| Module name | Cluster | Purpose / notes |\n| --- | --- | --- |\n| ${name} | eks_web0_eu-north-1 | |\n| ${gpu}_large | eks_web0_eu-north-1 | |\n`;
    const large = PLATFORM[`${gpu}.tf`]!.replace(`"${gpu}"`, `"${gpu}_large"`);
    const texts = { ...PLATFORM, [`${gpu}_large.tf`]: large, 'README.md': readme(gpu) };
    const result = await renamed(at(`${gpu}.tf`, 'module "eks', texts), 'eks_web0_eu-north-1_node_pool_ml');
    assert.equal(result.texts['README.md'], readme('eks_web0_eu-north-1_node_pool_ml'));
    assert.ok(!Object.keys(result.texts).includes('eks_web0_eu-north-1_node_pool_ml_large.tf'));
  });

  it('of an environment updates the README', async () => {
    const readme = (name: string): string =>
      `# Acme\n\n## Platform\n\n### Configuration\n\n| Setting | Value |\n| --- | --- |\n| Environment names | \`apps\`, ${name} |\n| Base environment | apps |\n\nThe cheap one is ops.\n`;
    const texts = { ...PLATFORM, 'README.md': readme('ops') };
    const result = await renamed(at('eks_web0_eu-north-1_cluster.tf', '    op', texts), 'int');
    assert.equal(result.texts['README.md'], readme('int'));
  });

  it('back to the old name leaves no circular moved blocks', async () => {
    const path = 'eks_web0_eu-north-1_node_pool_gpu.tf';
    const moved = `${PLATFORM[path]}\nmoved {\n  from = module.eks_web0_eu-north-1_node_pool_ml\n  to   = module.eks_web0_eu-north-1_node_pool_gpu\n}\n`;
    const { texts } = await renamed(
      at(path, 'module "eks', { ...PLATFORM, [path]: moved }),
      'eks_web0_eu-north-1_node_pool_ml',
    );
    assert.equal(texts['eks_web0_eu-north-1_node_pool_ml.tf']!.match(/moved \{/g)!.length, 1);
    assert.match(texts['eks_web0_eu-north-1_node_pool_ml.tf']!, /from = module\.eks_web0_eu-north-1_node_pool_gpu\n/);
  });

  it('of a cluster also renames the files and modules named after it, and nothing else', async () => {
    const { texts } = await renamed(at('eks_web0_eu-north-1_cluster.tf', 'module "eks'), 'eks_shop0_eu-north-1');
    const paths = Object.keys(texts).filter(path => texts[path] !== undefined);
    assert.deepEqual(paths.sort(), [
      'eks_shop0_eu-north-1_cluster.tf',
      'eks_shop0_eu-north-1_feature_metrics.tf',
      'eks_shop0_eu-north-1_node_pool_gpu.tf',
      'eks_shop0_eu-north-1_providers.tf',
      'outputs.tf',
    ]);
    assert.equal(
      texts['eks_shop0_eu-north-1_providers.tf'],
      PLATFORM['eks_web0_eu-north-1_providers.tf']!.replaceAll('web0', 'shop0'),
    );
    assert.equal(
      texts['eks_shop0_eu-north-1_cluster.tf'],
      `${PLATFORM['eks_web0_eu-north-1_cluster.tf']!.replaceAll('_web0', '_shop0')}
moved {
  from = module.eks_web0_eu-north-1
  to   = module.eks_shop0_eu-north-1
}
`,
    );
    assert.equal(texts['outputs.tf'], PLATFORM['outputs.tf']!.replace('web0', 'shop0'));
  });

  describe('of an environment', () => {
    it('updates keys, comparisons and base keys, and needs confirmation', async () => {
      const { texts, edit } = await renamed(at('eks_web0_eu-north-1_cluster.tf', '    op'), 'internal');
      assert.deepEqual(texts, {
        'eks_web0_eu-north-1_cluster.tf': PLATFORM['eks_web0_eu-north-1_cluster.tf']!.replace(
          'ops = {}',
          'internal = {}',
        ),
        'eks_web0_eu-north-1_node_pool_gpu.tf': PLATFORM['eks_web0_eu-north-1_node_pool_gpu.tf']!.replace(
          '"ops"',
          '"internal"',
        ).replace('ops = {}', 'internal = {}'),
        'eks_web0_eu-north-10_cluster.tf': PLATFORM['eks_web0_eu-north-10_cluster.tf']!.replace(
          'apps = {}\n    ops  = {}',
          'apps     = {}\n    internal = {}',
        ),
        'modules/metrics/main.tf': PLATFORM['modules/metrics/main.tf']!.replace('"ops" =', '"internal" ='),
        'variables.tf': PLATFORM['variables.tf']!.replace('ops = 1', 'internal = 1'),
      });
      const annotation = edit.changeAnnotations!['0']!;
      assert.equal(annotation.needsConfirmation, true);
      assert.match(annotation.description!, /is created from scratch.*Add Environment….*Remove Environment…/);
    });

    it('sets the base key if the environment was the default base', async () => {
      const { texts } = await renamed(at('eks_web0_eu-north-10_cluster.tf', '    ap'), 'prod');
      assert.equal(
        texts['eks_web0_eu-north-10_cluster.tf'],
        PLATFORM['eks_web0_eu-north-10_cluster.tf']!.replace(
          '  configuration = {\n    apps = {}',
          '  configuration_base_key = "prod"\n  configuration = {\n    prod = {}',
        ),
      );
      assert.match(texts['modules/metrics/main.tf']!, /configuration_base_key = "prod"/);
    });

    it('is refused if an expression computes the name', async () => {
      const computed = PLATFORM['eks_web0_eu-north-10_cluster.tf']!.replace('ops  =', '"${"o"}ps" =');
      const texts = at('eks_web0_eu-north-1_cluster.tf', '    op', {
        ...PLATFORM,
        'eks_web0_eu-north-10_cluster.tf': computed,
      });
      assert.equal(
        await problem(texts, 'internal'),
        'module.eks_web0_eu-north-10 computes the names of its environments. Write "ops" literally first.',
      );
    });

    it('rejects invalid and existing names', async () => {
      const here = at('eks_web0_eu-north-1_cluster.tf', '    op');
      assert.match(await problem(here, 'Ops'), /at most 20 lowercase letters, digits and hyphens/);
      assert.equal(await problem(here, 'apps'), 'An environment named "apps" already exists.');
      assert.match(await problem(here, 'default'), /Terraform reserves it/);
    });
  });
});
