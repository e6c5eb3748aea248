import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withoutTabStops } from '../../../../../server/features/completion/plainSnippet';
import type { BlockSnippet } from '../../../../../server/features/completion/completionSnippets';
import { framework, HEAD } from '../../../../support/kubestack/effectiveOf';
import { checkCompletion } from '../../../../support/features/checkCompletion';
import { completionsIn, labelsIn, type Completions } from '../../../../support/features/completionOf';
import { workspaceOf } from '../../../../support/testWorkspace';
import {
  RELEASE,
  stringCluster,
  TYPED,
  typedCluster,
  typedPool,
} from '../../../../support/features/completionPlatform';
import { clusterWith, lines } from '../../../../worstCases/worstCase';

describe('completion of environments', () => {
  it('offers the environments that the module lacks, with an empty object', async () => {
    await checkCompletion(typedPool('  configuration = {\n    apps-prod = {}\n    │\n  }\n}\n'), {
      labels: ['apps', 'ops'],
      accepted: { ops: 'ops = {$0}' },
    });
  });
  it('offers the base environment first, with a body to fill in', async () => {
    await checkCompletion(typedPool('  configuration_base_key = "apps-prod"\n  configuration = {\n    │\n  }\n}\n'), {
      labels: ['apps-prod', 'apps', 'ops'],
      accepted: { 'apps-prod': 'apps-prod = {\n  $0\n}' },
    });
  });
  it('inserts only the key if it already has a value', async () => {
    await checkCompletion(typedCluster('apps = {}', 'ap│ps = {}'), {
      labels: ['apps'],
      accepted: { apps: 'apps = {}' },
    });
  });
  it('offers the environments of the platform in a local module', async () => {
    const path = 'modules/cert_manager/main.tf';
    const binding = 'module "eks_gc0_eu-west-1_feature_cert_manager" {\n  source = "./modules/cert_manager"\n}\n';
    const text = TYPED[path].replace('    ops  = {}', '    │');
    await checkCompletion({ ...TYPED, 'binding.tf': binding, [path]: text }, ['ops']);
  });
  it('offers the environments of the module for the base key', async () => {
    await checkCompletion(typedCluster('"apps-prod"', '"│"'), ['apps-prod', 'apps', 'ops']);
    await checkCompletion(typedCluster('"apps-prod"', '│'), { accepted: { ops: 'configuration_base_key = "ops"' } });
  });
  it("inserts configuration with its environments, and with the base key if the platform's base is not the default", async () => {
    const environments = 'configuration = {\n  apps-prod = {\n    $0\n  }\n\n  apps = {}\n\n  ops = {}\n}';
    await checkCompletion(typedPool('  │\n}\n'), {
      detail: { configuration_base_key: 'string · this platform inherits from "apps-prod"' },
      accepted: {
        configuration: `configuration_base_key = "apps-prod"\n${environments}`,
        configuration_base_key: 'configuration_base_key = "${1:apps-prod}"',
      },
    });
    await checkCompletion(typedPool('  configuration_base_key = "apps-prod"\n  │\n}\n'), {
      accepted: { configuration: environments },
    });
  });
  it("inserts configuration without the base key if the platform's base is the default", async () => {
    const pool = `module "gke_gc0_europe-west1_node_pool_x" {\n  source = "${framework('google/cluster/node-pool', RELEASE)}"\n  │\n}\n`;
    await checkCompletion(
      { ...stringCluster(''), 'pool.tf': pool },
      {
        detail: { configuration_base_key: 'string · default "apps"' },
        accepted: { configuration: 'configuration = {\n  apps = {\n    $0\n  }\n\n  ops = {}\n}' },
      },
    );
  });
});

describe('completion of attributes', () => {
  it('offers required attributes of the base first, then those that other modules set', async () => {
    const found = await completionsIn(typedPool('  configuration = {\n    apps = {\n      │\n    }\n  }\n}\n'));
    assert.deepEqual(found.labels.slice(0, 6).sort(), [
      'availability_zones',
      'desired_capacity',
      'instance_types',
      'max_size',
      'min_size',
      'name',
    ]);
    assert.equal(found.item('min_size').detail, 'number · required');
  });
  it('shows the inherited value in other environments, and starts with it', async () => {
    await checkCompletion(typedCluster('apps = {}', 'apps = {\n      │\n    }'), {
      detail: { cluster_version: 'string · inherits "1.31"' },
      accepted: { cluster_version: 'cluster_version = "${1:1.31}"' },
      documentation: { cluster_version: /\| ops \| `"1\.31"` \| \[inherited from apps-prod\]/ },
    });
  });
  it('offers nested attributes that are not set yet', async () => {
    await checkCompletion(typedCluster('min_size = 1', 'min_size = 1\n        │'), {
      lacks: ['min_size'],
      detail: { max_size: 'number · inherits 9' },
      accepted: { max_size: 'max_size = ${1:9}' },
    });
  });
  it('offers attributes of list elements', async () => {
    const marked = '  configuration = {\n    apps-prod = {\n      taints = [{ key = "a", │ }]\n    }\n  }\n}\n';
    await checkCompletion(typedPool(marked), { sorted: ['effect', 'value'], detail: { effect: 'string · required' } });
  });
  it("inserts values of the attribute's type", async () => {
    await checkCompletion(typedPool('  configuration = {\n    apps = {\n      │\n    }\n  }\n}\n'), {
      accepted: {
        ami_release_version: 'ami_release_version = "$1"',
        instance_types: 'instance_types = ["$1"]',
        vpc_subnet_map_public_ip: 'vpc_subnet_map_public_ip = ${1|false,true|}',
        taints:
          'taints = [\n  {\n    key    = "$1"\n    value  = "$2"\n    effect = "${3|NO_SCHEDULE,PREFER_NO_SCHEDULE,NO_EXECUTE|}"\n  }\n]',
      },
    });
  });
  it('inserts an object of the base with its required attributes', async () => {
    const text = TYPED['eks_gc0_eu-west-1_cluster.tf'].replace(
      / {6}default_node_pool = \{\n {8}instance_types[^}]*\}\n/,
      '      │\n',
    );
    await checkCompletion(
      { ...TYPED, 'eks_gc0_eu-west-1_cluster.tf': text },
      {
        first: ['default_node_pool'],
        accepted: {
          default_node_pool:
            'default_node_pool = {\n  max_size       = $1\n  min_size       = $2\n  instance_types = ["$3"]\n}',
        },
      },
    );
  });
  it('offers a required object with its required attributes, also if no other module sets it', async () => {
    const text = `module "eks_gc0_eu-west-1" {\n  source = "${framework('aws/cluster')}"\n  configuration = {\n    apps = {\n      │\n    }\n    ops = {\n    }\n  }\n}\n`;
    const found = await completionsIn({ 'main.tf': text });
    assert(found.labels.slice(0, 4).includes('default_node_pool'), found.labels.slice(0, 4).join());
    assert.equal(found.item('default_node_pool').detail, 'object · required');
    await checkCompletion(
      { 'main.tf': text.replace('│', '').replace('ops = {\n', 'ops = {\n      │\n') },
      { detail: { default_node_pool: 'object' } },
    );
  });
  it('starts a list with the inherited value', async () => {
    await checkCompletion(typedCluster('apps = {}', 'apps = {\n      │\n    }'), {
      accepted: { cluster_availability_zones: 'cluster_availability_zones = ["${1:eu-west-1a}", "${2:eu-west-1b}"]' },
    });
  });
  it('offers the keys of a map in the base', async () => {
    const files = typedPool(
      '  configuration = {\n    apps-prod = {\n      labels = { team = "a" }\n    }\n    ops = {\n      labels = {\n        │\n      }\n    }\n  }\n  configuration_base_key = "apps-prod"\n}\n',
    );
    await checkCompletion(files, ['team']);
  });
  it('offers attributes of a release as strings', async () => {
    await checkCompletion(stringCluster('      │'), {
      first: ['cluster_min_master_version'],
      lacks: ['default_node_pool'],
      accepted: {
        cluster_node_locations: 'cluster_node_locations = "${1:europe-west1-b,europe-west1-c,europe-west1-d}"',
      },
    });
  });
  it('shows the inherited value in a release', async () => {
    await checkCompletion(stringCluster('', '      │'), { detail: { region: 'string · inherits "europe-west1"' } });
  });
  it('offers attributes in override files, where the source is missing', async () => {
    const override =
      'module "eks_gc0_eu-west-1" {\n  configuration = {\n    apps-prod = {\n      cluster_v│\n    }\n  }\n}\n';
    await checkCompletion({ ...TYPED, 'eks_gc0_override.tf': override }, { offers: ['cluster_version'] });
    await checkCompletion(
      { ...TYPED, 'override.tf': 'module "eks_gc0_eu-west-1" {\n  │\n}\n' },
      { offers: ['configuration', 'source'] },
    );
  });
  it('offers nothing in arguments of functions', async () => {
    await checkCompletion(typedCluster('apps = {}', 'apps = merge(local.a, { │ })'), []);
  });
  it('works in a block that has never parsed', async () => {
    const marked = '  configuration = {\n    apps = {\n      tai│';
    await checkCompletion(typedPool(marked), { offers: ['taints'], documentation: { taints: /^\*\*taints\*\*/ } });
  });
  it('uses the version in the current text of a block that does not parse', async () => {
    const path = 'eks_gc0_eu-west-1_cluster.tf';
    const marked = typedCluster(`ref=${HEAD}`, `ref=${RELEASE}`)[path]!.replace(
      'cluster_version            = "1.31"',
      '│\n      cluster_version = ',
    );
    await checkCompletion(
      { ...TYPED, [path]: marked },
      { offers: ['worker_root_device_volume_size'] },
      { before: { [path]: TYPED[path] } },
    );
  });
});

describe('completion of values', () => {
  it("offers taint effects in the provider's notation", async () => {
    const taints = (marked: string): string => `  configuration = {\n    apps = {\n      ${marked}\n    }\n  }\n}\n`;
    await checkCompletion(typedPool(taints('taints = [{ effect = "│" }]')), [
      'NO_SCHEDULE',
      'PREFER_NO_SCHEDULE',
      'NO_EXECUTE',
    ]);
    const scaleway = {
      'a.tf': `module "scw_a_fr-par_node_pool_x" {\n  source = "${framework('scaleway/cluster/node-pool')}"\n${taints('node_taints = [{ effect = "│" }]')}`,
    };
    await checkCompletion(scaleway, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
    const azure = {
      'a.tf': `module "aks_a_b_node_pool_x" {\n  source = "${framework('azurerm/cluster/node-pool')}"\n${taints('node_taints = ["│"]')}`,
    };
    await checkCompletion(azure, {
      accepted: { 'key=value:NoExecute': 'node_taints = ["${1:key}=${2:value}:NoExecute"]' },
    });
  });
  it('adds quotes if there are none', async () => {
    await checkCompletion(stringCluster('      cluster_release_channel = │'), {
      first: ['RAPID'],
      accepted: { STABLE: 'cluster_release_channel = "STABLE"' },
    });
  });
  it('offers values of other modules, without the one being typed', async () => {
    const other = TYPED['eks_gc0_eu-west-1_cluster.tf']
      .replaceAll('gc0_eu-west-1', 'ml0_eu-north-1')
      .replace('"gc0"', '"ml0"');
    const files = { ...typedCluster('"example.org"', '"exam│"'), 'eks_ml0_eu-north-1_cluster.tf': other };
    await checkCompletion(files, ['example.org']);
  });
  it('does not offer list elements that are already present', async () => {
    const files = typedCluster('cluster_version ', 'enabled_cluster_log_types = ["api", "│"]\n      cluster_version ');
    await checkCompletion(files, { offers: ['audit'], lacks: ['api'] });
  });
  it('offers true and false', async () => {
    await checkCompletion(
      typedPool('  configuration = {\n    apps = {\n      vpc_subnet_map_public_ip = │\n    }\n  }\n}\n'),
      { first: ['true', 'false'] },
    );
  });
  it('offers merge behaviors, and variants of services', async () => {
    const service = (marked: string): Record<string, string> => ({
      ...TYPED,
      'eks_gc0_eu-west-1_service_nginx.tf': TYPED['eks_gc0_eu-west-1_service_nginx.tf'].replace(
        'replicas =',
        `${marked}\n      replicas =`,
      ),
    });
    await checkCompletion(service('config_map_generator = [{ behavior = "│" }]'), ['create', 'replace', 'merge']);
    await checkCompletion(service('variant = "│"'), ['base', 'default-ingress']);
  });
  it('offers nothing where an operator is expected', async () => {
    await checkCompletion(typedCluster('"example.org"', 'local.project │'), []);
  });
});

describe('completion of module calls', () => {
  it('offers the missing arguments of a node pool, and the cluster that its name refers to', async () => {
    const found = await completionsIn(typedPool('  │\n}\n'));
    assert.deepEqual([...found.labels.slice(0, 3)].sort(), ['cluster', 'cluster_metadata', 'configuration']);
    assert(!found.labels.includes('source'));
    assert.equal(found.accepted('cluster'), 'cluster = module.eks_gc0_eu-west-1.cluster');
  });
  it('does not offer for_each and count for a module that contains provider blocks', async () => {
    const text = stringCluster('')['gke_gc0_europe-west1_cluster.tf']!.replace(
      '  configuration =',
      '  │\n  configuration =',
    );
    const labels = await labelsIn({ 'a.tf': text });
    assert(!labels.some(label => ['count', 'for_each', 'depends_on'].includes(label)), labels.join());
  });
  it('offers lifecycle with enabled if the program of the platform has it', async () => {
    const labelsWith = (text: string, Dockerfile: string): Promise<readonly string[]> =>
      labelsIn({ ...typedPool(text), Dockerfile });
    const openTofu = 'FROM ghcr.io/kbst/terraform-kubestack/dev:main\n';
    const terraform = 'FROM kubestack/framework:v0.19.2-beta.0\n';
    const offered = async (text: string, dockerfile: string): Promise<string[]> =>
      (await labelsWith(text, dockerfile)).filter(label => ['count', 'for_each', 'lifecycle'].includes(label));
    assert.deepEqual((await offered('  │\n}\n', openTofu)).sort(), ['count', 'for_each', 'lifecycle']);
    assert.deepEqual((await offered('  │\n}\n', terraform)).sort(), ['count', 'for_each']);
    assert.deepEqual(await offered('  count = 1\n  │\n}\n', openTofu), []);
    assert.deepEqual(await offered('  lifecycle {\n    enabled = true\n  }\n  │\n}\n', openTofu), []);
    assert.deepEqual(await labelsWith('  lifecycle {\n    │\n  }\n}\n', openTofu), ['enabled']);
    assert.deepEqual(await labelsWith('  lifecycle {\n    │\n  }\n}\n', terraform), []);
    const typed = await completionsIn({ ...typedPool('  lif│\n}\n'), Dockerfile: openTofu });
    assert.equal(typed.accepted('lifecycle'), 'lifecycle {\n  enabled = $1\n}');
  });
  it('offers the cluster arguments of a node pool in both schema generations', async () => {
    const { labels } = await completionsIn(typedPool('  cluster_metadata = │\n}\n'));
    assert.equal(labels[0], 'module.eks_gc0_eu-west-1.current_metadata');
    const pool = `module "eks_gc0_eu-west-1_node_pool_x" {\n  source = "${framework('aws/cluster/node-pool', RELEASE)}"\n  cluster_name = │\n}\n`;
    await checkCompletion(
      { ...TYPED, 'pool.tf': pool },
      { first: ['module.eks_gc0_eu-west-1.current_metadata["name"]'] },
    );
  });
  it('offers the required providers, each with the matching alias', async () => {
    await checkCompletion(typedCluster('    kubernetes = kubernetes.eks_gc0_eu-west-1\n', '    │\n'), {
      labels: ['kubernetes'],
      accepted: { kubernetes: 'kubernetes = ${1:kubernetes.eks_gc0_eu-west-1}' },
    });
  });
  it('inserts the providers argument with all required providers, and new aliases for a new cluster', async () => {
    await checkCompletion(typedPool('  │\n}\n'), {
      accepted: { providers: 'providers = {\n  aws = ${1:aws.eks_gc0_eu-west-1}\n}' },
    });
    const cluster = (label: string): Record<string, string> => ({
      ...TYPED,
      'new.tf': `module "${label}" {\n  source = "${framework('aws/cluster')}"\n  │\n}\n`,
    });
    await checkCompletion(cluster('eks_ml0_eu-north-1'), {
      accepted: {
        providers:
          'providers = {\n  aws        = ${1:aws.eks_ml0_eu-north-1}\n  kubernetes = ${2:kubernetes.eks_ml0_eu-north-1}\n}',
      },
    });
    await checkCompletion(cluster('edge'), {
      accepted: {
        providers:
          'providers = {\n  aws        = ${1:aws.eks_gc0_eu-west-1}\n  kubernetes = ${2:kubernetes.eks_gc0_eu-west-1}\n}',
      },
    });
  });
  it('uses the module label if there is no source yet', async () => {
    const typed = (body: string): Record<string, string> => ({
      ...TYPED,
      'new.tf': `module "eks_gc0_eu-west-1_node_pool_gpu" {\n${body}\n}\n`,
    });
    await checkCompletion(typed('  │'), {
      accepted: { providers: 'providers = {\n  aws = ${1:aws.eks_gc0_eu-west-1}\n}' },
    });
    await checkCompletion(typed('  providers = {\n    │\n  }'), {
      labels: ['aws', 'kubernetes', 'kustomization'],
      accepted: { aws: 'aws = ${1:aws.eks_gc0_eu-west-1}' },
    });
    await checkCompletion(typed('  source = "│"'), {
      first: ['aws/cluster/node-pool'],
      accepted: { 'aws/cluster/node-pool': /aws\/cluster\/node-pool\?ref=/ },
    });
  });
  it('offers the module that matches the label first', async () => {
    const first = async (label: string): Promise<string | undefined> =>
      (await completionsIn({ ...TYPED, 'new.tf': `module "${label}" {\n  source = "│"\n}\n` })).labels[0];
    assert.equal(await first('gke_ml0_europe-west1'), 'google/cluster');
    assert.equal(await first('eks_gc0_eu-west-1_feature_cert_manager'), './modules/cert_manager');
    assert.equal(await first('eks_gc0_eu-west-1_service_flux'), 'catalog/flux');
  });
  it('offers the label that matches the file name', async () => {
    const labels = (path: string): Promise<readonly string[]> => labelsIn({ ...TYPED, [path]: 'module "│" {\n}\n' });
    assert.deepEqual(await labels('eks_ml0_eu-north-1_cluster.tf'), ['eks_ml0_eu-north-1']);
    assert.deepEqual(await labels('eks_gc0_eu-west-1_node_pool_gpu.tf'), ['eks_gc0_eu-west-1_node_pool_gpu']);
    assert.deepEqual(await labels('eks_gc0_eu-west-1_providers.tf'), []);
    assert.deepEqual(await labels('new.tf'), []);
    const there = `${TYPED['eks_gc0_eu-west-1_cluster.tf']}\nmodule "│" {\n}\n`;
    await checkCompletion({ ...TYPED, 'eks_gc0_eu-west-1_cluster.tf': there }, []);
  });
  it('offers the aliases of the provider, the matching one first', async () => {
    await checkCompletion(typedCluster('= aws.eks_gc0_eu-west-1', '= │'), [
      'aws.eks_gc0_eu-west-1',
      'aws.eks_ml0_eu-north-1',
    ]);
    const behindDot = await completionsIn(typedCluster('= aws.eks_gc0_eu-west-1', '= aws.eks│'));
    assert.equal(behindDot.accepted('aws.eks_ml0_eu-north-1'), 'aws        = aws.eks_ml0_eu-north-1');
    assert.equal(behindDot.item('aws.eks_ml0_eu-north-1').filterText, 'aws.eks_ml0_eu-north-1');
  });
  it('offers sources in use first, including copies and mirrors', async () => {
    const cluster = (source: string): string =>
      `module "gke_a_b" {\n  source = "${source}"\n  configuration = { apps = {}, ops = {} }\n}\n`;
    const offers = (source: string, more: Record<string, string> = {}): Promise<Completions> =>
      completionsIn({ 'main.tf': cluster(source), 'new.tf': 'module "x" {\n  source = "│"\n}\n', ...more });
    const firstOf = ({ items }: Completions, count: number): (string | undefined)[][] =>
      [...items]
        .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
        .slice(0, count)
        .map(({ label, detail }) => [label, detail]);
    const ssh = 'git::ssh://git@github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0';
    const mirrored = await offers(ssh);
    assert.equal(mirrored.labels[0], 'google/cluster');
    assert.equal(mirrored.item('google/cluster').detail, 'GKE cluster · v0.19.2');
    assert.equal(mirrored.accepted('google/cluster'), `source = "${ssh}"`);
    const vendored = { 'vendor/kubestack/google/cluster/main.tf': 'variable "configuration" {}\n' };
    const copied = await offers('./vendor/kubestack/google/cluster', vendored);
    assert.deepEqual(firstOf(copied, 1), [['google/cluster', 'GKE cluster · local copy']]);
    const named = await offers('./vendor/kubestack/google/cluster', {
      ...vendored,
      'old/google/cluster/main.tf': 'variable "configuration" {}\n',
      'new.tf': 'module "gke_c_d" {\n  source = "│"\n}\n',
    });
    assert.deepEqual(firstOf(named, 3), [
      ['google/cluster', 'GKE cluster · ./vendor/kubestack'],
      ['google/cluster', 'GKE cluster · v0.19.2'],
      ['google/cluster', 'GKE cluster · ./old'],
    ]);
  });
  it("offers framework modules in the platform's version, catalog services and local modules", async () => {
    const found = await completionsIn({ ...TYPED, 'new.tf': 'module "x" {\n  source = "│"\n}\n' });
    assert.equal(found.labels[0], 'aws/cluster');
    assert.equal(found.item('aws/cluster').detail, 'EKS cluster · e70912c');
    assert.equal(found.accepted('aws/cluster'), `source = "${framework('aws/cluster')}"`);
    assert.equal(found.item('aws/cluster').filterText, framework('aws/cluster'));
    assert.equal(found.item('google/cluster/node-pool').detail, 'GKE node pool · e70912c');
    assert(found.labels.includes('kustomization/overlay'));
    assert(found.labels.includes('./modules/cert_manager'));
    assert.match(found.accepted('catalog/nginx'), /"kbst\.xyz\/catalog\/nginx\/kustomization"/);
    assert(!found.labels.some(label => /common\/|memcached|cluster-local/.test(label)));
  });
  it('does not offer modules that the version lacks', async () => {
    const labels = await labelsIn({ ...stringCluster(''), 'new.tf': 'module "x" {\n  source = "│"\n}\n' });
    assert(labels.includes('google/cluster/node-pool'));
    assert(!labels.some(label => label.includes('scaleway') || label.includes('overlay')));
  });
  it('offers the version in use and the newest release for ?ref=, and replaces only the ref', async () => {
    await checkCompletion(
      {
        ...TYPED,
        'new.tf': 'module "x" {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0│"\n}\n',
      },
      {
        first: [HEAD, RELEASE],
        detail: { [RELEASE]: 'the newest release' },
        accepted: { [RELEASE]: `source = "${framework('aws/cluster', RELEASE)}"` },
      },
    );
  });
  it('offers versions of a catalog service', async () => {
    await checkCompletion(
      {
        ...TYPED,
        'new.tf': 'module "x" {\n  source  = "kbst.xyz/catalog/nginx/kustomization"\n  version = "│"\n}\n',
      },
      { labels: ['1.10.0-kbst.0', '1.10.1-kbst.0'], detail: { '1.10.0-kbst.0': 'in use' } },
    );
  });
});

describe('completion of references', () => {
  const locals = (value: string): Record<string, string> => ({
    ...TYPED,
    'new.tf': `locals {\n  a = ${value}\n  b = 1\n}\n`,
  });

  it('offers modules, clusters first', async () => {
    await checkCompletion(locals('module.│'), ['eks_gc0_eu-west-1', 'eks_gc0_eu-west-1_service_nginx']);
  });
  it('does not offer a module or a local inside itself', async () => {
    await checkCompletion(typedCluster('"example.org"', 'module.│'), { lacks: ['eks_gc0_eu-west-1'] });
    await checkCompletion(locals('local.│'), ['b', 'project']);
  });
  it("offers the outputs of the module's version", async () => {
    await checkCompletion(locals('module.eks_gc0_eu-west-1.│'), [
      'current_config',
      'current_metadata',
      'cluster',
      'kubeconfig',
    ]);
  });
  it('offers the keys of current_metadata and current_config, with quotes if needed', async () => {
    await checkCompletion(locals('module.eks_gc0_eu-west-1.current_metadata["│"]'), [
      'name',
      'domain',
      'fqdn',
      'labels',
      'label_namespace',
      'tags',
    ]);
    await checkCompletion(locals('module.eks_gc0_eu-west-1.current_metadata[│]'), {
      accepted: { fqdn: 'a = module.eks_gc0_eu-west-1.current_metadata["fqdn"]' },
    });
    await checkCompletion(locals('"${module.eks_gc0_eu-west-1.current_config.│}"'), {
      offers: ['cluster_availability_zones'],
    });
  });
  it('offers variables with their types, and path attributes', async () => {
    const found = await completionsIn(locals('var.│'));
    assert.deepEqual([found.labels, found.item('base_domain').detail], [['base_domain'], 'string']);
    await checkCompletion(locals('path.│'), ['module', 'root', 'cwd']);
    await checkCompletion(locals('terraform.│'), ['workspace']);
  });
  it('offers each and count only in blocks with for_each or count', async () => {
    await checkCompletion(typedPool('  cluster = each.│\n}\n'), []);
    await checkCompletion(typedPool('  for_each = local.x\n  cluster = each.│\n}\n'), ['key', 'value']);
    await checkCompletion(typedPool('  cluster = count.│\n  count = 2\n}\n'), ['index']);
  });
  it('offers functions with their signatures', async () => {
    await checkCompletion(locals('cidrs│'), {
      accepted: { cidrsubnet: 'a = cidrsubnet($0)' },
      documentation: { cidrsubnet: /cidrsubnet\(prefix string, newbits number, netnum number\)/ },
    });
  });
  it('offers the alias and kubeconfig of a cluster in provider blocks', async () => {
    const provider = (body: string): Record<string, string> => ({
      ...TYPED,
      'new.tf': `provider "kustomization" {\n  ${body}\n}\n`,
    });
    await checkCompletion({ ...TYPED, 'new.tf': 'provider "google" {\n  alias = "│"\n}\n' }, ['eks_gc0_eu-west-1']);
    await checkCompletion(provider('kubeconfig_raw = │'), { first: ['module.eks_gc0_eu-west-1.kubeconfig'] });
  });
});

const SNIPPETS = Object.values(
  JSON.parse(readFileSync(resolve(__dirname, '../../../../../snippets/terraform.code-snippets'), 'utf8')) as Record<
    string,
    BlockSnippet
  >,
);

describe('completion of blocks', () => {
  it('offers nothing in a block named like a property of JavaScript objects', async () => {
    for (const type of ['constructor', 'toString', '__proto__'])
      assert.deepEqual(await labelsIn({ 'a.tf': `${type} {\n  │\n}\n` }), []);
  });

  it('offers block types, and arguments that are not set yet', async () => {
    await checkCompletion({ 'a.tf': 'mo│' }, { offers: ['module'] });
    await checkCompletion({ 'a.tf': 'variable "a" {\n  type = string\n  │\n}\n' }, [
      'default',
      'description',
      'nullable',
      'sensitive',
      'ephemeral',
      'deprecated',
      'const',
      'validation',
    ]);
    await checkCompletion(
      {
        'a.tf': 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n    │\n  }\n}\n',
      },
      ['kustomization', 'kubernetes', 'azurerm', 'google', 'scaleway'],
    );
    await checkCompletion({ 'a.tf': 'provider "aws" {\n  │\n}\n' }, ['region', 'alias']);
  });
  it('offers blocks of the newest release in an empty platform, with tab stops for clients that support them', async () => {
    const found = await completionsIn({ 'a.tf': '│' }, { snippets: SNIPPETS });
    const block = found.item('kubestack-eks-cluster');
    assert.equal(block.detail, 'EKS cluster (AWS) · v0.19.2');
    assert.match(found.accepted('kubestack-eks-cluster'), /aws\/cluster\?ref=\$\{3:v0\.19\.2-beta\.0\}"/);
    assert.match(found.accepted('kubestack-eks-cluster'), /cluster_min_size +=/);
    assert(!found.labels.some(label => label.includes('v0.19') || label.includes('scw-cluster')));
    const plain = await completionsIn({ 'a.tf': '│' }, { snippets: SNIPPETS, abilities: { snippets: false } });
    assert.match(plain.accepted('kubestack-eks-cluster'), /^module "eks_gc0_eu-west-1" \{\n/);
    assert.match(plain.accepted('kubestack-eks-cluster'), /aws = aws\.eks_gc0_eu-west-1\n|aws +=/);
    assert(!plain.accepted('kubestack-eks-cluster').includes('$'));
  });
  it('expands every tab stop, also repeated ones, for clients without support for snippets', async () => {
    for (const files of [{}, TYPED, stringCluster('')]) {
      const found = await completionsIn(
        { ...files, 'new.tf': '│' },
        { snippets: SNIPPETS, abilities: { snippets: false } },
      );
      const blocks = found.labels.filter(label => label.startsWith('kubestack-'));
      assert(blocks.length > 5);
      for (const label of blocks) {
        const text = found.accepted(label);
        assert(!/\$\{?\d|\\/.test(text), text);
        const { workspace, uri } = await workspaceOf({ 'new.tf': `${text}\n` });
        assert.deepEqual(workspace.file(uri('new.tf'))?.diagnostics, [], text);
      }
      const pool = found.accepted('kubestack-eks-node-pool');
      assert.match(pool, /^module "eks_gc0_eu-west-1_node_pool_extra" \{/);
      assert.match(pool, /name += "extra"/);
      if (files === TYPED) assert.match(pool, /dedicated = "extra"\n/);
    }
  });
  it('expands tab stops with defaults, choices and other tab stops', () => {
    for (const [snippet, text] of [
      ['a$1b$0', 'ab'],
      ['$2 ${1:x} ${2:y$1} $2', 'yx x yx yx'],
      ['${1|a\\,b,c|} $1', 'a,b a,b'],
      ['${1:a\\}b} \\$1 \\\\', 'a}b $1 \\'],
      ['${1:a$1}', 'a'],
      ['${x} $$', '${x} $$'],
    ] as const)
      assert.equal(withoutTabStops(snippet), text);
  });
  it('offers blocks with the version, base and environments of the platform', async () => {
    const found = await completionsIn({ ...TYPED, 'new.tf': '│' }, { snippets: SNIPPETS });
    const text = found.accepted('kubestack-gke-cluster');
    assert.equal(found.item('kubestack-gke-cluster').detail, 'GKE cluster (Google Cloud) · e70912c');
    assert.match(text, new RegExp(`google/cluster\\?ref=\\$\\{3:${HEAD}\\}`));
    assert.match(text, /\n {2}configuration_base_key = "apps-prod"\n {2}configuration = \{\n {4}apps-prod = \{\n/);
    assert.match(text, /\n {4}\}\n\n {4}apps = \{\}\n\n {4}ops = \{\n/);
    const many = await completionsIn(
      { 'a.tf': clusterWith(`{\n    apps = {}\n${lines(600, index => `    e${index} = {}`)}\n  }`), 'new.tf': '│' },
      { snippets: SNIPPETS },
    );
    const label = many.labels.find(each => each.startsWith('kubestack-'))!;
    assert.equal(many.accepted(label).match(/^ {4}e\d+ = \{/gm)?.length, 500);
    await checkCompletion(
      { ...stringCluster(''), 'new.tf': '│' },
      { accepted: { 'kubestack-eks-cluster': /cluster_min_size +=/ } },
      { snippets: SNIPPETS },
    );
    const copy = 'module "gke_a_b" {\n  source = "./vendor/kubestack/google/cluster"\n}\n';
    await checkCompletion(
      { ...TYPED, 'gke.tf': copy, 'new.tf': '│' },
      { detail: { 'kubestack-gke-cluster': 'GKE cluster (Google Cloud) · local copy' } },
      { snippets: SNIPPETS },
    );
  });
  it('shows only the version beside the long name of a block in the list', async () => {
    const options = { snippets: SNIPPETS, abilities: { labelDetails: true } };
    const found = await completionsIn({ ...TYPED, 'new.tf': '│' }, options);
    const [cluster, providers] = ['kubestack-gke-cluster', 'kubestack-gke-providers'].map(name => found.item(name));
    assert.deepEqual([cluster?.labelDetails, providers?.labelDetails], [{ description: 'e70912c' }, undefined]);
    assert.equal(providers?.detail, 'Providers file of a GKE cluster');
  });
  it('offers no Kubestack blocks in plain Terraform or in the body of a block', async () => {
    const plain = { 'main.tf': 'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}\n' };
    for (const files of [
      { ...plain, 'new.tf': '│' },
      { ...TYPED, 'new.tf': 'module "x" {\n  │\n}\n' },
      { ...TYPED, 'new.tf': 'locals {\n  a = {\n    │\n  }\n}\n' },
      { ...TYPED, 'a.auto.tfvars': '│\n' },
    ])
      assert(!(await labelsIn(files, { snippets: SNIPPETS })).some(label => label.startsWith('kubestack-')));
  });
  it('offers the variables that a .tfvars file does not set yet', async () => {
    await checkCompletion({ ...TYPED, 'a.auto.tfvars': '│\n' }, ['base_domain']);
    await checkCompletion({ ...TYPED, 'a.auto.tfvars': 'base_domain = "a"\n│\n' }, []);
  });
});

describe('completion', () => {
  const elsewhere = { client: { servedByOtherExtension: () => true } };

  it('uses plain text for a client without snippets, Markdown and two ranges', async () => {
    const abilities = { snippets: false, markdown: false, insertReplace: false };
    const found = await completionsIn(typedCluster('min_size = 1', 'ma│'), { abilities });
    assert.equal(found.accepted('max_size'), 'max_size =');
    assert.deepEqual(found.item('max_size').insertTextFormat, 1);
    assert(!/[`*]/.test(found.documentation('max_size')), found.documentation('max_size'));
  });
  it('shows details beside each label for clients that support it', async () => {
    const files = typedPool('  configuration = {\n    apps = {\n      │\n    }\n  }\n}\n');
    const found = await completionsIn(files, { abilities: { labelDetails: true } });
    assert.deepEqual(found.item('min_size').labelDetails, { description: 'number · required' });
    assert.equal(found.item('min_size').detail, 'number · required');
    assert.equal((await completionsIn(files)).item('min_size').labelDetails, undefined);
  });
  it('replaces the word after the cursor only for clients that can choose', async () => {
    const { textEdit } = (await completionsIn(typedCluster('cluster_version  ', 'clu│ster_version  '))).item(
      'cluster_version',
    );
    assert(textEdit && 'insert' in textEdit);
    assert.deepEqual([textEdit.insert.end.character, textEdit.replace.end.character], [9, 21]);
  });
  it('leaves plain Terraform to another extension', async () => {
    for (const text of [
      '│',
      'variable "a" {\n  │\n}\n',
      'locals {\n  a = │\n}\n',
      'locals {\n  a = local.│\n}\n',
      'module "x" {\n  │\n}\n',
    ]) {
      await checkCompletion({ ...TYPED, 'new.tf': text }, [], elsewhere);
    }
  });
  it("offers Kubestack's calls, references and aliases beside another extension", async () => {
    await checkCompletion(typedCluster('"example.org"', 'local.│'), { offers: ['project'] }, elsewhere);
    await checkCompletion(
      { ...TYPED, 'new.tf': 'locals {\n  a = module.eks_gc0_eu-west-1.│\n}\n' },
      { offers: ['kubeconfig'] },
      elsewhere,
    );
    await checkCompletion(
      { ...TYPED, 'new.tf': 'module "x" {\n  source = "│"\n}\n' },
      { offers: ['aws/cluster'] },
      elsewhere,
    );
  });
  it('offers nothing after a trigger character that starts nothing there', async () => {
    await checkCompletion(typedCluster('= "example.org"', '=│'), [], { trigger: '=' });
    await checkCompletion(typedCluster(`?ref=${HEAD}`, '?ref=│'), { offers: [RELEASE] }, { trigger: '=' });
  });
  it('offers nothing in comments and heredocs', async () => {
    await checkCompletion({ ...TYPED, 'new.tf': '# mod│' }, []);
    await checkCompletion({ ...TYPED, 'new.tf': 'locals {\n  a = <<EOT\nlocal.│\nEOT\n}\n' }, []);
  });
});
