// What a provider's code accepts holds before `init`: in checks, completion, hover and scaffolds, for every release whose module passes the value on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkCompletion } from '../../../support/features/checkCompletion';
import { checkHover } from '../../../support/features/checkHover';
import { fixedOnce, linesWith } from '../../../support/checks/checkedWorkspace';
import { framework, HEAD } from '../../../support/kubestack/effectiveOf';
import { loadSchemas } from '../../../../server/kubestack/schemas/schemas';
import { refusal } from '../../../../server/kubestack/schemas/constraint';

const NAMES = {
  aws: 'eks_gc0_eu-west-1',
  azurerm: 'aks_gc0_westeurope',
  google: 'gke_gc0_europe-west1',
  scaleway: 'scw_gc0_fr-par',
};

const configured = (module: string, attributes: string, ref = HEAD): Record<string, string> => {
  const [provider = '', , pool] = module.split('/');
  const name = NAMES[provider as keyof typeof NAMES] + (pool === undefined ? '' : '_node_pool_x');
  return {
    'main.tf': `module "${name}" {
  source = "${framework(module, ref)}"
  configuration = {
    apps = { ${attributes} }
    ops  = {}
  }
}
`,
  };
};

describe('rules of providers', () => {
  const refused: readonly (readonly [module: string, written: string, allowed: string | undefined, ref?: string])[] = [
    ['aws/cluster', 'cluster_version = "1.32.3"', 'cluster_version = "1.32"'],
    ['aws/cluster', 'cluster_service_cidr = "100.64.0.0/16"', undefined],
    ['aws/cluster', 'cluster_vpc_cidr = "10.0.0.0/8"', 'cluster_vpc_cidr = "10.0.0.0/16"'],
    ['aws/cluster', 'cluster_vpc_cidr = "10.0.0.0/8"', 'cluster_vpc_cidr = "10.0.0.0/16"', 'v0.19.2-beta.0'],
    ['aws/cluster', 'enabled_cluster_log_types = ["API"]', 'enabled_cluster_log_types = ["api"]'],
    [
      'aws/cluster/node-pool',
      'metadata_options = { http_put_response_hop_limit = 65 }',
      'metadata_options = { http_put_response_hop_limit = 64 }',
    ],
    ['aws/cluster/node-pool', 'ami_type = "AL2023_X86_64_STANDARD"', 'ami_type = "AL2023_x86_64_STANDARD"'],
    ['azurerm/cluster', 'sku_tier = "standard"', 'sku_tier = "Standard"'],
    ['azurerm/cluster', 'sku_tier = "standard"', 'sku_tier = "Standard"', 'v0.19.2-beta.0'],
    ['azurerm/cluster', 'dns_service_ip = "10.0.0"', undefined],
    ['azurerm/cluster/node-pool', 'max_count = 1001', 'max_count = 1000'],
    [
      'azurerm/cluster/node-pool',
      'use_spot = true, eviction_policy = "delete"',
      'use_spot = true, eviction_policy = "Delete"',
    ],
    ['google/cluster', 'router_asn = 65535', 'router_asn = 65534'],
    ['google/cluster', 'master_cidr_block = "172.16.0.0/24"', 'master_cidr_block = "172.16.0.0/28"'],
    ['google/cluster/node-pool', 'disk_size_gb = 50.5', 'disk_size_gb = 51'],
    ['google/cluster/node-pool', 'disk_type = "pd-sdd"', 'disk_type = "pd-ssd"'],
    [
      'scaleway/cluster',
      'autoscaler_config = { expander = "most-pods" }',
      'autoscaler_config = { expander = "most_pods" }',
    ],
    ['scaleway/cluster/node-pool', 'root_volume_type = "bssd"', 'root_volume_type = "b_ssd"'],
  ];
  for (const [module, written, allowed, ref] of refused)
    it(`refuse ${written} of ${module}${ref === undefined ? '' : ` at ${ref}`}`, async () => {
      const found = await linesWith('KS318', configured(module, written, ref));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0]!, /is refused for \w+\./);
      const fixed = await fixedOnce('KS318', configured(module, written, ref));
      assert.deepEqual(fixed, allowed && configured(module, allowed, ref));
    });

  const accepted: readonly (readonly [module: string, written: string])[] = [
    ['aws/cluster', 'cluster_version = "1.34", cluster_service_cidr = "172.20.0.0/16", cluster_vpc_cidr = ""'],
    ['aws/cluster/node-pool', 'ami_type = "AL2027_x86_64_STANDARD", min_size = 0'],
    ['azurerm/cluster', 'network_policy = "cilium", automatic_channel_upgrade = "node-image"'],
    ['azurerm/cluster/node-pool', 'use_spot = true, max_spot_price = -1, min_count = 0'],
    ['google/cluster', 'router_asn = 4200000000, cluster_ipv4_cidr_block = "/14"'],
    ['google/cluster/node-pool', 'disk_type = "hyperdisk-balanced"'],
    ['scaleway/cluster/node-pool', 'node_taints = [{ key = "a", value = "b", effect = "NoSchedule" }]'],
  ];
  for (const [module, written] of accepted)
    it(`accept ${written} of ${module}`, async () => {
      assert.deepEqual(await linesWith('KS318', configured(module, written)), []);
    });

  const switchedOff: readonly (readonly [module: string, off: string, on: string])[] = [
    ['azurerm/cluster/node-pool', 'eviction_policy = "delete"', 'eviction_policy = "delete", use_spot = true'],
    [
      'azurerm/cluster/node-pool',
      'max_count = 1001, enable_auto_scaling = false',
      'max_count = 1001, enable_auto_scaling = true',
    ],
    [
      'azurerm/cluster',
      'network_plugin = "azure", pod_cidr = "10.0.0"',
      'network_plugin = "kubenet", pod_cidr = "10.0.0"',
    ],
    ['google/cluster', 'router_asn = 65535, enable_cloud_nat = false', 'router_asn = 65535, enable_cloud_nat = true'],
    ['google/cluster', 'router_asn = 65535, enable_cloud_nat = var.nat', 'router_asn = 65535'],
  ];
  for (const ref of [HEAD, 'v0.19.2-beta.0'])
    for (const [module, off, on] of switchedOff)
      it(`accept ${off} of ${module}, which doesn't reach the cloud, but not ${on} (${ref})`, async () => {
        assert.deepEqual(await linesWith('KS318', configured(module, off, ref)), []);
        assert.equal((await linesWith('KS318', configured(module, on, ref))).length, 1);
      });

  it('hold in the environment that switches an inherited value on', async () => {
    const files = configured('azurerm/cluster/node-pool', 'eviction_policy = "delete"');
    const text = files['main.tf']!.replace('ops  = {}', 'ops  = { use_spot = true }');
    const [found, ...others] = await linesWith('KS318', { 'main.tf': text });
    assert.match(found ?? '', /eviction_policy of "ops" is refused/);
    assert.deepEqual(others, []);
  });

  it('are not reported again where another check has the mistake', async () => {
    const pool = configured('google/cluster/node-pool', 'taints = [{ key = "a", value = "b", effect = "NoSchedule" }]');
    assert.deepEqual(await linesWith('KS318', pool), []);
    assert.equal((await linesWith('KS315', pool)).length, 1);
    const name = configured('azurerm/cluster/node-pool', 'node_pool_name = "gpu-pool"');
    assert.deepEqual(await linesWith('KS318', name), []);
    assert.equal((await linesWith('KS314', name)).length, 1);
  });

  it('are offered as values', async () => {
    await checkCompletion(configured('scaleway/cluster', 'autoscaler_config = { expander = "│" }'), {
      first: ['random'],
    });
  });

  it('are in the hover, with the argument that the value reaches', async () => {
    await checkHover(
      configured('google/cluster', 'master_cidr_│block = "172.16.0.32/28"'),
      '…For `google_container_cluster.private_cluster_config.master_ipv4_cidr_block`, use a range with the prefix length 28…',
    );
  });

  it('reach attributes of every release since v0.15, and no attribute that the module changes on the way', () => {
    const schemas = loadSchemas(
      JSON.parse(readFileSync(path.join(__dirname, '../../../../data/schemas.json'), 'utf8')),
    );
    const reached = (module: string, ref: string): string[] =>
      [...(schemas.moduleFor(module, ref)?.attributes.values() ?? [])].flatMap(({ path: name, constraints }) =>
        constraints.length > 0 ? [name] : [],
      );
    for (const ref of schemas.releases.slice(schemas.releases.indexOf('v0.15.0-beta.0')))
      for (const module of ['aws/cluster', 'azurerm/cluster', 'google/cluster'])
        assert.ok(reached(module, ref).length > 3, `${module} ${ref}`);
    // The name of each zone's pool is built from it.
    assert.ok(!reached('scaleway/cluster/node-pool', 'head').includes('name'));
    assert.ok(reached('google/cluster/node-pool', 'head').includes('taints.*.effect'));
  });
});

describe('the nearest allowed value', () => {
  const nearest = (constraint: object, text: string): string | undefined =>
    refusal([{ argument: 'a.b', ...constraint }], text)?.nearest;
  it('is the same word in other letters, or a similar one', () => {
    const constraint = { oneOf: ['RAPID', 'REGULAR', 'STABLE'] };
    assert.equal(nearest(constraint, 'stable'), 'STABLE');
    assert.equal(nearest(constraint, 'REGULER'), 'REGULAR');
    assert.equal(nearest(constraint, 'WEEKLY'), undefined);
  });
  it('is the nearest number, rounded if the argument is whole', () => {
    assert.equal(nearest({ between: [[1, 10]], whole: true }, '10.7'), '10');
    assert.equal(
      nearest(
        {
          between: [
            [16550, 16550],
            [64512, 65534],
          ],
        },
        '70000',
      ),
      '65534',
    );
    assert.equal(nearest({ whole: true }, 'many'), undefined);
  });
  it('is the range without the bits after its prefix', () => {
    assert.equal(nearest({ cidr: [16, 28], network: true }, '10.1.2.3/16'), '10.1.0.0/16');
    assert.equal(nearest({ cidr: [16, 28], network: true }, '10.1.2.0'), '10.1.2.0/28');
    assert.equal(nearest({ cidr: [0, 32] }, 'ten'), undefined);
  });
});
