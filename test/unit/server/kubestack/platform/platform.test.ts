import { now } from '../../../../../common/now';
import { strict as assert } from 'node:assert';
import { evaluatorDiagnostics } from '../../../../support/checks/evaluatorDiagnostics';
import { platforms } from '../../../../../server/features/effective/platforms';
import { effectiveConfiguration } from '../../../../../server/features/effective/effectiveConfiguration';
import { promotionOrder } from '../../../../../server/kubestack/inheritance/promotionOrder';
import { kindOfPath, parseModuleSource } from '../../../../../server/kubestack/modules/moduleSource';
import { workspaceOf } from '../../../../support/testWorkspace';
import { framework, plainAttributes } from '../../../../support/kubestack/effectiveOf';

describe('module sources', () => {
  const path = (source: string): string => {
    const parsed = parseModuleSource(source);
    return parsed.form === 'framework'
      ? `${parsed.path} ${parsed.ref ?? '-'}`
      : parsed.form === 'catalog'
        ? `catalog ${parsed.entry}`
        : parsed.form;
  };
  const forms: readonly (readonly [string, string])[] = [
    ['github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0', 'aws/cluster v0.18.2-beta.0'],
    ['github.com/kbst/terraform-kubestack//aws/cluster/node-pool?depth=1&ref=v1', 'aws/cluster/node-pool v1'],
    ['git::https://github.com/kbst/terraform-kubestack.git//google/cluster?ref=v1', 'google/cluster v1'],
    ['git@github.com:kbst/terraform-kubestack//google/cluster?ref=v1', 'google/cluster v1'],
    ['git::ssh://git@github.com/kbst/terraform-kubestack.git//google/cluster?ref=v1', 'google/cluster v1'],
    ['github.com/kbst/terraform-kubestack//aws/cluster', 'aws/cluster -'],
    ['kbst.xyz/catalog/nginx/kustomization', 'catalog nginx'],
    ['kubestack-modules/cert-manager/kustomization', 'catalog cert-manager'],
    ['registry.terraform.io/kubestack-modules/nginx/kustomization', 'catalog nginx'],
    ['./modules/nginx', 'local'],
    ['../aws/cluster', 'local'],
    ['terraform-aws-modules/eks/aws', 'other'],
    ['github.com/kbst/terraform-kubestack-fork//aws/cluster', 'other'],
  ];
  for (const [source, wanted] of forms) it(source, () => assert.equal(path(source), wanted));

  it('are matched by their longest known path', () => {
    assert.equal(kindOfPath('vendor/x/aws/cluster/node-pool')?.kind, 'nodePool');
    assert.equal(kindOfPath('aws/cluster/elb-dns')?.kind, 'other');
    assert.equal(kindOfPath('google/cluster-local')?.kind, 'cluster');
  });
});

describe('promotion order', () => {
  it('starts with the internal environment and ends with the base', () => {
    assert.deepEqual(promotionOrder(['apps-prod', 'apps', 'ops'], 'apps-prod', []), ['ops', 'apps', 'apps-prod']);
    assert.deepEqual(promotionOrder(['ops', 'apps'], 'apps', []), ['ops', 'apps']);
    assert.deepEqual(promotionOrder(['prd', 'stg', 'dev', 'ops'], 'prd', []), ['ops', 'dev', 'stg', 'prd']);
  });
  it('is the order in the settings, if set', () => {
    assert.deepEqual(promotionOrder(['a', 'b', 'c'], 'a', ['c', 'a']), ['c', 'a', 'b']);
  });
});

const PLATFORM = {
  'eks_gc0_eu-west-1_cluster.tf': `module "eks_gc0_eu-west-1" {
  providers = { aws = aws.eks_gc0_eu-west-1 }
  source    = "${framework('aws/cluster')}"
  configuration = {
    apps = { name_prefix = "gc0", base_domain = "example.org" }
    ops  = {}
  }
}
`,
  'eks_gc0_eu-west-1_providers.tf': `provider "aws" {
  alias  = "eks_gc0_eu-west-1"
  region = local.region
}
provider "kustomization" {
  alias          = "first"
  kubeconfig_raw = module.eks_gc0_eu-west-1.kubeconfig
}
locals { region = "eu-west-1" }
`,
  'gke.tf': `module "gke_ml0_us-east1" {
  source = "${framework('google/cluster')}"
  configuration = { apps = { region = "us-east1" }, ops = {} }
}
`,
  'pools.tf': `module "gpu" {
  source           = "${framework('aws/cluster/node-pool')}"
  cluster          = module.eks_gc0_eu-west-1.cluster
  cluster_metadata = module.eks_gc0_eu-west-1.current_metadata
  configuration    = { apps = { name = "gpu" }, ops = {} }
}
module "gke_ml0_us-east1_node_pool_spot" {
  source        = "${framework('google/cluster/node-pool')}"
  configuration = { apps = { name = "spot" }, ops = {} }
}
`,
  'services.tf': `module "by_provider" {
  providers = { kustomization = kustomization.first }
  source    = "./modules/nginx"
}
module "gke_ml0_us-east1_service_flux" {
  source        = "kbst.xyz/catalog/flux/kustomization"
  version       = "1.0.0-kbst.0"
  configuration = { apps = {}, ops = {} }
}
module "lost" {
  source = "./modules/nginx"
}
`,
  'modules/nginx/main.tf': `module "nginx" {
  source        = "${framework('kustomization/overlay')}"
  configuration = { apps = { resources = ["\${path.module}/upstream.yaml"] }, ops = {} }
}
`,
};

describe('platforms', () => {
  it('list their clusters, node pools and services', async () => {
    const { snapshot, uri } = await workspaceOf(PLATFORM);
    const [platform, ...others] = now(platforms(snapshot)).platforms;
    assert.deepEqual(others, []);
    assert.equal(platform?.uri, uri(''));
    assert.deepEqual(platform.environments, ['ops', 'apps']);
    assert.equal(platform.baseEnvironment, 'apps');
    assert.equal(platform.frameworkVersions.length, 1);
    const listed = platform.clusters.map(cluster => ({
      cluster: `${cluster.name} ${cluster.provider} ${cluster.region}`,
      pools: cluster.nodePools.map(pool => pool.name),
      services: cluster.services.map(service => service.name),
    }));
    assert.deepEqual(listed, [
      { cluster: 'eks_gc0_eu-west-1 aws eu-west-1', pools: ['gpu'], services: ['by_provider'] },
      {
        cluster: 'gke_ml0_us-east1 google us-east1',
        pools: ['gke_ml0_us-east1_node_pool_spot'],
        services: ['gke_ml0_us-east1_service_flux'],
      },
    ]);
    assert.deepEqual(
      platform.services.map(service => `${service.name} ${service.source}`),
      ['lost ./modules/nginx'],
    );
  });
  it('ignore an environment that is misspelt in one module', async () => {
    const call = (name: string, environments: string): string =>
      `module "${name}" {\n  source = "${framework('google/cluster')}"\n  configuration = { ${environments} }\n}\n`;
    for (const text of [
      call('gke_a_x', 'apps = {}, ops = {}') +
        call('gke_b_x', 'apps = {}, ops = {}') +
        call('gke_c_x', 'apps = {}, op = {}'),
      call('gke_a_x', 'app = {}, ops = {}') + call('gke_b_x', 'apps = {}, ops = {}'),
    ]) {
      const { snapshot } = await workspaceOf({ 'main.tf': text });
      assert.deepEqual(now(platforms(snapshot)).platforms[0]?.environments, ['ops', 'apps']);
    }
  });
  it('contain the location of each label', async () => {
    const { snapshot, uri } = await workspaceOf(PLATFORM);
    const cluster = now(platforms(snapshot)).platforms[0]!.clusters[0]!;
    assert.deepEqual(cluster.location, {
      uri: uri('eks_gc0_eu-west-1_cluster.tf'),
      range: { start: { line: 0, character: 7 }, end: { line: 0, character: 26 } },
    });
  });
  it('contain the location of each environment in a module, and its number of overrides', async () => {
    const source = framework('google/cluster');
    const { snapshot, uri } = await workspaceOf({
      'main.tf': `module "gke_a_b" {
  source = "${source}"
  configuration = {
    apps = { name_prefix = "a", region = "b" }
    ops = {
      region            = null
      default_node_pool = { min_node_count = 1, max_node_count = 2 }
    }
  }
}
module "gke_c_d" {
  source        = "${source}"
  configuration = local.sizes
}
locals {
  sizes = {
    apps = { name_prefix = "c" }
    ops  = { name_prefix = "x" }
  }
}
module "gke_e_f" {
  source        = "${source}"
  configuration = { for name in ["apps", "ops"] : name => { name_prefix = name } }
}
`,
    });
    const listed = now(platforms(snapshot)).platforms[0]!.clusters.map(({ environments }) =>
      Object.entries(environments).map(([name, { location, overrides }]) => [
        name,
        overrides,
        location?.uri === uri('main.tf') ? location.range.start.line : undefined,
      ]),
    );
    assert.deepEqual(listed, [
      [
        ['apps', 0, 3],
        ['ops', 2, 4],
      ],
      [
        ['apps', 0, 16],
        ['ops', 1, 17],
      ],
      [
        ['apps', 0, 22],
        ['ops', 1, 22],
      ],
    ]);
  });
  it('list services in nested modules, and after more blocks than the search for calls visits', async () => {
    const servicesWith = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
      const { snapshot } = await workspaceOf({ ...PLATFORM, ...files });
      return now(platforms(snapshot)).platforms[0]!.services.map(({ name }) => name);
    };
    const nested = {
      'nested.tf': 'module "nested" {\n  source = "./modules/outer"\n}\n',
      'modules/outer/main.tf': 'module "inner" {\n  source = "../nginx"\n}\n',
    };
    const calls = (count: number, source: string): string =>
      Array.from({ length: count }, (_, index) => `module "m${index}" {\n  source = "${source}"\n}\n`).join('');
    assert.deepEqual(await servicesWith(nested), ['nested', 'lost']);
    const many = {
      'a.tf': calls(11, './modules/many'),
      'modules/many/main.tf': calls(2_000, 'terraform-aws-modules/vpc/aws'),
    };
    assert.deepEqual(await servicesWith({ ...nested, ...many }), ['nested', 'lost']);
  });
  it('contain the version in the README of a service, not that of its overlay', async () => {
    const versions = async (readme: Readonly<Record<string, string>>): Promise<unknown> => {
      const { snapshot } = await workspaceOf({ ...PLATFORM, ...readme });
      return now(platforms(snapshot)).platforms[0]!.services.map(({ version }) => version);
    };
    const readme = '| | |\n| --- | --- |\n| Chart | ingress-nginx |\n| Version | 4.12.1 |\n';
    assert.deepEqual(await versions({ 'modules/nginx/README.md': readme }), ['4.12.1']);
    assert.deepEqual(await versions({}), [undefined]);
  });
  it('are absent without Kubestack modules', async () => {
    const { snapshot } = await workspaceOf({
      'main.tf': 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n',
    });
    assert.deepEqual(now(platforms(snapshot)).platforms, []);
  });
  it('are one per root module of a monorepo', async () => {
    const module = `module "gke_a_b" {\n  source = "${framework('google/cluster')}"\n  configuration = { apps = {} }\n}\n`;
    const { snapshot, uri } = await workspaceOf({ 'one/main.tf': module, 'two/deep/main.tf': module });
    assert.deepEqual(
      now(platforms(snapshot)).platforms.map(platform => platform.uri),
      [uri('one'), uri('two/deep')],
    );
  });
  it('contain the computed names of clusters', async () => {
    const { snapshot, uri } = await workspaceOf(PLATFORM);
    const [module] = effectiveConfiguration(snapshot, uri('eks_gc0_eu-west-1_cluster.tf')).modules;
    assert.deepEqual(module?.metadata, {
      apps: { name: 'gc0-apps-eu-west-1', fqdn: 'gc0-apps-eu-west-1.aws.example.org' },
      ops: { name: 'gc0-ops-eu-west-1', fqdn: 'gc0-ops-eu-west-1.aws.example.org' },
    });
  });
  it('contain an entry per call of a local module', async () => {
    const { snapshot, uri } = await workspaceOf(PLATFORM);
    const { modules } = effectiveConfiguration(snapshot, uri('modules/nginx/main.tf'));
    assert.deepEqual(
      modules.map(module => module.address),
      ['module.by_provider.module.nginx', 'module.lost.module.nginx'],
    );
    assert.deepEqual(plainAttributes(modules[0]?.environments.ops), { resources: ['modules/nginx/upstream.yaml'] });
  });
});

describe('references to other modules', () => {
  it('follow current_config and current_metadata of clusters', async () => {
    const { snapshot, uri } = await workspaceOf({
      ...PLATFORM,
      'pool.tf': `module "p" {
  source = "${framework('azurerm/cluster/node-pool', 'v0.18.2-beta.0')}"
  cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
  configuration = {
    apps = { node_pool_name = module.eks_gc0_eu-west-1.current_metadata["name"] }
    ops  = { vm_size = module.eks_gc0_eu-west-1.current_config.base_domain, max_count = module.gke_ml0_us-east1.kubeconfig }
  }
}
`,
    });
    const [module] = effectiveConfiguration(snapshot, uri('pool.tf')).modules;
    assert.deepEqual(plainAttributes(module?.environments.ops), {
      node_pool_name: 'gc0-ops-eu-west-1',
      vm_size: 'example.org',
      max_count: 'unknown: module.gke_ml0_us-east1.kubeconfig',
    });
  });
});

describe('evaluation without end', () => {
  const overlay = (region: string): string =>
    `module "gke_a_b" {\n  source = "${framework('google/cluster')}"\n  configuration = { apps = { region = ${region} } }\n}\n`;

  it('of a long chain of locals stops, and other modules are evaluated', async () => {
    const locals = Array.from({ length: 2000 }, (_, i) => `  l${i + 1} = local.l${i}\n`).join('');
    const text = `${overlay('local.l2000')}locals {\n  l0 = "a"\n${locals}}\n${overlay('"r"').replace('gke_a_b', 'gke_c_d')}`;
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    const [long, other] = effectiveConfiguration(snapshot, uri('main.tf')).modules;
    assert.deepEqual(long?.environments, {});
    assert.deepEqual(plainAttributes(other?.environments.apps), { region: 'r' });
  });
  it('of many locals that refer to each other stops', async () => {
    const names = Array.from({ length: 14 }, (_, i) => `l${i}`);
    const all = names.map(name => `local.${name}`).join(', ');
    const text = `${overlay('join("", local.l0)')}locals {\n${names.map(name => `  ${name} = [${all}]\n`).join('')}}\n`;
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    assert.deepEqual(effectiveConfiguration(snapshot, uri('main.tf')).modules[0]?.environments, {});
  });
  it('of modules that call each other twice stops at a limit', async () => {
    const files: Record<string, string> = { 'main.tf': overlay('"r"') };
    for (let i = 0; i < 24; i++) {
      const text = ['a', 'b'].map(name => `module "${name}" {\n  source = "../m${i + 1}"\n}\n`).join('');
      files[`m${i}/main.tf`] = i === 23 ? overlay('"x"') : text;
    }
    files['main.tf'] += 'module "m" {\n  source = "./m0"\n}\n';
    const { snapshot, uri } = await workspaceOf(files);
    assert.equal(now(platforms(snapshot)).platforms[0]?.clusters.length, 1);
    assert(effectiveConfiguration(snapshot, uri('m23/main.tf')).modules.length <= 500);
  });
  it('of dozens of modules that all call each other visits each of them a limited number of times', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `m${i}`);
    const files: Record<string, string> = { 'main.tf': 'module "m" {\n  source = "./m0"\n}\n' };
    for (const name of names)
      files[`${name}/main.tf`] = names
        .filter(other => other !== name)
        .map(other => `module "${other}" {\n  source = "../${other}"\n}\n`)
        .join('');
    const { snapshot, uri } = await workspaceOf(files);
    const { tree } = snapshot.model;
    let asked = 0;
    const child = tree.child.bind(tree);
    tree.child = (...parameters) => (asked++, child(...parameters));
    assert.ok(tree.instancesOf(uri('m7').replace(/\/$/, '')).length > 0);
    // The search ends after the level in which it has found 5,000; without that, there would be 39,495.
    assert.ok(asked < 25_000, `${asked} times`);
  });
  it('of calls that depend on each other is reported once, at the same place in any order of requests', async () => {
    const call = (name: string, other: string): string =>
      overlay(`module.${other}.current_config.region`).replace('gke_a_b', name);
    const files = { 'a.tf': call('gke_a_x', 'gke_b_x'), 'b.tf': call('gke_b_x', 'gke_a_x') };
    for (const first of ['a.tf', 'b.tf']) {
      const { snapshot, uri } = await workspaceOf(files);
      evaluatorDiagnostics(snapshot, uri(first));
      assert.deepEqual(evaluatorDiagnostics(snapshot, uri('a.tf')), [], `after ${first}`);
      assert.deepEqual(
        evaluatorDiagnostics(snapshot, uri('b.tf')).map(({ code, message }) => [code, message]),
        [['KS001', 'module.gke_a_x depends on itself: module.gke_a_x → module.gke_b_x → module.gke_a_x.']],
        `after ${first}`,
      );
    }
  });
});
