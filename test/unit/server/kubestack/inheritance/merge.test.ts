import { strict as assert } from 'node:assert';
import { effectiveOf, framework, plainAttributes } from '../../../../support/kubestack/effectiveOf';

/** The result for `ops` in a module whose base `apps` and whose `ops` have these attributes. */
async function merged(source: string, base: string, environment: string, more = ''): Promise<unknown> {
  const text = `module "gke_gc0_europe-west1" {
  source = "${source}"
  configuration = {
    apps = { ${base} }
    ops  = { ${environment} }
  }
}
${more}`;
  const { environments } = await effectiveOf(text);
  return plainAttributes(environments.ops);
}

type Row = readonly [base: string, environment: string, result: unknown];

function table(title: string, source: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [base, environment, result] of rows) {
      it(`{ ${base} } ← { ${environment} }`, async () =>
        assert.deepEqual(await merged(source, base, environment), result));
    }
  });
}

const GKE = framework('google/cluster');
const POOL = framework('google/cluster/node-pool');
const EKS = framework('aws/cluster');
const OVERLAY = framework('kustomization/overlay');

// The rows of docs/kubestack.md#inheritance.
table('scalars, nested generation', GKE, [
  ['region = "r"', '', { region: 'r' }],
  ['region = "r"', 'region = null', { region: 'r' }],
  ['region = "r"', 'region = ""', { region: 'r' }],
  ['region = "r"', 'region = " "', { region: ' ' }],
  ['region = ""', '', { region: '' }],
  ['region = ""', 'region = null', { region: '' }],
  ['region = ""', 'region = ""', { region: '' }],
  ['region = ""', 'region = "x"', { region: 'x' }],
  ['', 'region = ""', {}],
  ['', 'region = "x"', { region: 'x' }],
  ['deletion_protection = true', 'deletion_protection = false', { deletion_protection: false }],
  ['cloud_nat_ip_count = 3', 'cloud_nat_ip_count = 0', { cloud_nat_ip_count: 0 }],
  ['region = "r"', 'region = <<EOT\nEOT\n', { region: 'r' }],
]);

table('lists and sets', GKE, [
  ['cluster_node_locations = ["a", "b"]', 'cluster_node_locations = ["c"]', { cluster_node_locations: ['c'] }],
  ['cluster_node_locations = ["a", "b"]', 'cluster_node_locations = []', { cluster_node_locations: [] }],
  ['', 'cluster_node_locations = []', { cluster_node_locations: [] }],
  ['cluster_node_locations = ["a"]', 'cluster_node_locations = null', { cluster_node_locations: ['a'] }],
  ['cluster_node_locations = ["a"]', '', { cluster_node_locations: ['a'] }],
  ['cluster_node_locations = ["a"]', 'cluster_node_locations = [""]', { cluster_node_locations: [''] }],
  ['cluster_node_locations = ["a"]', 'cluster_node_locations = [null]', { cluster_node_locations: [null] }],
]);

table('sets of objects', POOL, [
  [
    'taints = [{ key = "a", value = "1", effect = "E" }]',
    'taints = [{ key = "c", value = "1", effect = "E" }]',
    { taints: [{ effect: 'E', key: 'c', value: '1' }] },
  ],
  ['taints = [{ key = "a", value = "1", effect = "E" }]', 'taints = []', { taints: [] }],
  [
    'taints = [{ key = "a", value = "1", effect = "E" }]',
    'taints = null',
    { taints: [{ effect: 'E', key: 'a', value: '1' }] },
  ],
]);

table('objects', GKE, [
  [
    'default_node_pool = { machine_type = "m", min_node_count = 1 }',
    'default_node_pool = { min_node_count = 5 }',
    { default_node_pool: { machine_type: 'm', min_node_count: 5 } },
  ],
  [
    'default_node_pool = { machine_type = "m" }',
    'default_node_pool = {}',
    { default_node_pool: { machine_type: 'm' } },
  ],
  [
    'default_node_pool = { machine_type = "m" }',
    'default_node_pool = null',
    { default_node_pool: { machine_type: 'm' } },
  ],
  [
    'default_node_pool = { machine_type = "m", disk_type = "d", preemptible = true, disk_size_gb = 5, instance_tags = ["t"], labels = { a = "1" } }',
    'default_node_pool = { machine_type = null, disk_type = "", preemptible = false, disk_size_gb = 0, instance_tags = [], labels = {} }',
    {
      default_node_pool: {
        machine_type: 'm',
        disk_type: 'd',
        preemptible: false,
        disk_size_gb: 0,
        instance_tags: [],
        labels: {},
      },
    },
  ],
  [
    '',
    'default_node_pool = { machine_type = "m", disk_type = "" }',
    { default_node_pool: { machine_type: 'm', disk_type: '' } },
  ],
  [
    'default_node_pool = {}',
    'default_node_pool = { machine_type = "m", disk_type = "" }',
    { default_node_pool: { machine_type: 'm' } },
  ],
  ['default_node_pool = { machine_type = "" }', 'default_node_pool = {}', { default_node_pool: { machine_type: '' } }],
  [
    'default_node_pool = { machine_type = "m", disk_type = "" }',
    '',
    { default_node_pool: { machine_type: 'm', disk_type: '' } },
  ],
  ['', 'default_node_pool = {}', { default_node_pool: {} }],
  [
    'logging_config = { enable_components = ["A", "B"] }',
    'logging_config = { enable_components = [] }',
    { logging_config: { enable_components: [] } },
  ],
  [
    'logging_config = { enable_components = ["A", "B"] }',
    'logging_config = {}',
    { logging_config: { enable_components: ['A', 'B'] } },
  ],
  [
    'router_advertise_config = { groups = ["z", "a"], ip_ranges = { a = "1" }, mode = "CUSTOM" }',
    'router_advertise_config = { ip_ranges = { b = "2" } }',
    { router_advertise_config: { groups: ['a', 'z'], ip_ranges: { b: '2' }, mode: 'CUSTOM' } },
  ],
]);

table('values at depth 2', EKS, [
  [
    'default_node_pool = { labels = { a = "1", b = "2" } }',
    'default_node_pool = { labels = { b = "3", c = "4" } }',
    { default_node_pool: { labels: { b: '3', c: '4' } } },
  ],
  [
    'default_node_pool = { labels = { a = "1" } }',
    'default_node_pool = { labels = {} }',
    { default_node_pool: { labels: {} } },
  ],
  [
    'default_node_pool = { metadata_options = { http_endpoint = "enabled", http_tokens = "required" } }',
    'default_node_pool = { metadata_options = { http_tokens = "optional" } }',
    { default_node_pool: { metadata_options: { http_tokens: 'optional' } } },
  ],
  [
    'default_node_pool = { metadata_options = { http_endpoint = "enabled" } }',
    'default_node_pool = { metadata_options = {} }',
    { default_node_pool: { metadata_options: {} } },
  ],
  [
    'default_node_pool = { metadata_options = { http_endpoint = "enabled" } }',
    'default_node_pool = { metadata_options = null }',
    { default_node_pool: { metadata_options: { http_endpoint: 'enabled' } } },
  ],
]);

table('maps', OVERLAY, [
  [
    'common_labels = { a = "1", b = "2" }',
    'common_labels = { b = "3", c = "4" }',
    { common_labels: { a: '1', b: '3', c: '4' } },
  ],
  ['common_labels = { a = "1", b = "2" }', 'common_labels = {}', { common_labels: { a: '1', b: '2' } }],
  ['common_labels = {}', 'common_labels = { x = "1" }', { common_labels: { x: '1' } }],
  ['common_labels = { a = "1" }', 'common_labels = { a = "" }', { common_labels: { a: '1' } }],
  ['common_labels = { a = "1" }', 'common_labels = { a = null }', { common_labels: { a: '1' } }],
  ['common_labels = { a = "" }', 'common_labels = { a = null }', { common_labels: { a: '' } }],
  ['common_labels = { a = null, b = "1" }', 'common_labels = { c = "2" }', { common_labels: { b: '1', c: '2' } }],
  ['common_labels = { a = null, b = "1" }', 'common_labels = { a = "" }', { common_labels: { b: '1' } }],
  ['', 'common_labels = { b = "", c = null, d = "1" }', { common_labels: { b: '', d: '1' } }],
  ['common_labels = { a = "1" }', 'common_labels = { b = "" }', { common_labels: { b: '' } }],
  ['common_labels = { a = "1" }', 'common_labels = { b = null }', { common_labels: {} }],
  [
    'common_labels = { a = "1", b = "2", c = "3" }',
    'common_labels = { a = "", b = null, d = "", e = null }',
    { common_labels: { a: '', d: '' } },
  ],
  ['common_labels = { a = "1" }', 'common_labels = { a = "", b = "" }', { common_labels: { a: '', b: '' } }],
  ['common_labels = {}', 'common_labels = { b = "" }', { common_labels: { b: '' } }],
]);

// The string map generation.
table('releases: only top-level attributes are merged', framework('google/cluster/node-pool', 'v0.19.2-beta.0'), [
  ['machine_type = "m"', 'machine_type = ""', { machine_type: '' }],
  ['machine_type = "m"', 'machine_type = null', { machine_type: 'm' }],
  ['labels = { a = "1", b = "2" }', 'labels = { b = "3" }', { labels: { b: '3' } }],
  ['labels = { a = "1" }', 'labels = {}', { labels: {} }],
]);
table('releases: strings only', framework('aws/cluster', 'v0.18.2-beta.0'), [
  ['cluster_min_size = 3, x = true', 'cluster_min_size = 1', { cluster_min_size: '1', x: 'true' }],
  ['region = "r"', 'extra = 1.30', { region: 'r', extra: '1.3' }],
]);
// Sections 3.3 and 3.4.
table('v0.13.0: only attributes of the base', framework('aws/cluster', 'v0.13.0-beta.0'), [
  ['a = "1"', 'a = "2", foo = "x"', { a: '2' }],
]);
table('v0.12: null overrides', framework('aws/cluster', 'v0.12.2-beta.0'), [
  ['a = "1", b = "2"', 'a = null, c = "3"', { b: '2', c: '3' }],
  ['a = "1"', 'a = ""', { a: '' }],
]);
table('catalog services replace maps', 'kbst.xyz/catalog/nginx/kustomization', [
  [
    'common_labels = { a = "1" }, variant = "base"',
    'common_labels = { b = "2" }',
    { common_labels: { b: '2' }, variant: 'base' },
  ],
  ['variant = "base"', 'variant = ""', { variant: '' }],
]);

// Values that are known only after a plan.
table('unknown values', GKE, [
  ['region = "r"', 'region = data.x.y.region', { region: 'unknown: data.x.y.region' }],
  ['region = data.x.y.region', '', { region: 'unknown: data.x.y.region' }],
  ['region = data.x.y.region', 'region = ""', { region: 'unknown: data.x.y.region' }],
  ['region = data.x.y.region', 'region = "r"', { region: 'r' }],
  ['region = "r"', 'region = "x-${data.x.y.z}"', { region: 'unknown: "x-${data.x.y.z}"' }],
  [
    'default_node_pool = { machine_type = data.x.y.z, disk_type = "d" }',
    'default_node_pool = { machine_type = "m" }',
    { default_node_pool: { machine_type: 'm', disk_type: 'd' } },
  ],
  [
    'default_node_pool = { machine_type = "m", disk_type = "d" }',
    'default_node_pool = { machine_type = data.x.y.z }',
    { default_node_pool: { machine_type: 'unknown: data.x.y.z', disk_type: 'd' } },
  ],
  [
    'cluster_node_locations = ["a"]',
    'cluster_node_locations = [data.x.y.z]',
    { cluster_node_locations: 'unknown: [data.x.y.z]' },
  ],
]);
table('maps with unknown values', OVERLAY, [
  [
    'common_labels = { a = "1" }',
    'common_labels = { a = data.x.y.z }',
    { common_labels: { a: 'unknown: data.x.y.z' } },
  ],
  [
    'common_labels = { a = "1" }',
    'common_labels = { b = data.x.y.z }',
    { common_labels: 'unknown: { b = data.x.y.z }' },
  ],
]);

describe('the origin of effective values', () => {
  const origins = async (base: string, environment: string, name = 'ops'): Promise<Record<string, string>> => {
    const text = `module "gke_a_b" {\n source = "${GKE}"\n configuration = {\n apps = { ${base} }\n ops = { ${environment} }\n }\n}\n`;
    const { environments } = await effectiveOf(text);
    return Object.fromEntries(
      environments[name]!.map(({ path, origin, overrides }) => [
        path.join('.'),
        overrides ? `${origin} ${JSON.stringify(overrides.value)}` : origin,
      ]),
    );
  };

  it('distinguishes set, inherited and overridden values, also inside of objects', async () => {
    const base = 'region = "r", project_id = "p", default_node_pool = { machine_type = "m", min_node_count = 1 }';
    const own = 'region = "s", cloud_nat_ip_count = 2, default_node_pool = { min_node_count = 5, max_node_count = 6 }';
    assert.deepEqual(await origins(base, own), {
      region: 'overridden "r"',
      project_id: 'inherited',
      cloud_nat_ip_count: 'set',
      'default_node_pool.machine_type': 'inherited',
      'default_node_pool.min_node_count': 'overridden 1',
      'default_node_pool.max_node_count': 'set',
    });
  });
  it('is "inherited" for a null or empty string, which the base value replaces', async () => {
    assert.deepEqual(await origins('region = "r", project_id = "p"', 'region = "", project_id = null'), {
      region: 'inherited',
      project_id: 'inherited',
    });
  });
  it('is always "set" in the base', async () => {
    assert.deepEqual(await origins('region = "r", default_node_pool = {}', '', 'apps'), {
      region: 'set',
      default_node_pool: 'set',
    });
  });
});
