/** Small modules with the shapes of the framework's: deferred data sources, pools per zone, moved addresses, ignored arguments. */
import type { CaseFiles } from './forecastCase';
import type { FactsFile } from './stubSchema';

export const STAND_IN_FACTS: FactsFile = {
  resources: {
    stub_network: {
      replace: ['range'],
      computed: ['zone'],
      outputs: ['id', 'arn'],
      types: { range: 'string', name: 'string', zone: 'string', tags: 'map(string)' },
    },
    stub_role: { replace: ['name'], outputs: ['id', 'arn'], types: { name: 'string', policy: 'string' } },
    stub_cluster: {
      replace: ['name', 'network', 'role', 'encryption.key'],
      computed: ['version', 'encryption'],
      outputs: ['id', 'endpoint', 'generation'],
      types: {
        name: 'string',
        network: 'string',
        role: 'string',
        version: 'string',
        log_types: 'set(string)',
        encryption: 'block list',
        'encryption.key': 'string',
        tier: 'string',
      },
      defaults: { tier: 'free' },
      changingOutputs: { generation: ['*'] },
    },
    stub_config: { replace: ['name'], outputs: ['id'], types: { name: 'string', content: 'string' } },
    stub_pool: {
      replace: ['cluster', 'role', 'image', 'zones', 'taint.key'],
      computed: ['image', 'size'],
      outputs: ['id'],
      types: {
        cluster: 'string',
        role: 'string',
        image: 'string',
        zones: 'set(string)',
        size: 'number',
        scaling: 'block list',
        'scaling.desired': 'number',
        'scaling.max': 'number',
        taint: 'block set',
        'taint.key': 'string',
        'taint.value': 'string',
        generation: 'string',
      },
    },
  },
  dataSources: { stub_role: { reads: 'stub_role', by: { name: 'name' } } },
};

/** What differs between the two sides of a case. */
export interface StandIn {
  readonly prefix?: string;
  readonly version?: string;
  readonly zones?: readonly string[];
  readonly image?: string;
  readonly desired?: number;
  readonly max?: number;
  readonly taint?: string;
  readonly key?: string;
  readonly tags?: string;
  readonly logTypes?: string;
  readonly tier?: string;
  /** Whether the pool depends on the cluster's configuration object. */
  readonly waits?: boolean;
  /** The newer generation of modules, to which addresses have moved. */
  readonly moved?: boolean;
}

const argument = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `  ${name} = ${value}\n`;

const cluster = ({ version, key, logTypes, tier }: StandIn): string => `resource "stub_network" "current" {
  range = var.cfg.range
  tags  = var.cfg.tags
}
resource "stub_role" "node" {
  name = "\${var.cfg.prefix}-node"
}
resource "stub_cluster" "current" {
  name    = var.cfg.prefix
  network = stub_network.current.id
  role    = stub_role.node.arn
${argument('version', version && `"${version}"`)}${argument('log_types', logTypes)}${argument('tier', tier && `"${tier}"`)}${key === undefined ? '' : `  encryption {\n    key = "${key}"\n  }\n`}}
resource "stub_config" "current" {
  name       = "auth"
  content    = "role: \${stub_role.node.arn}"
  depends_on = [stub_cluster.current]
}
`;

const pool = ({ image, desired, max, taint }: StandIn): string => `variable "cluster" { type = any }
variable "zones" { type = list(string) }
data "stub_role" "node" {
  name = "\${var.cluster.name}-node"
}
data "stub_image" "current" {
  family = "default"
}
resource "stub_pool" "current" {
  for_each = toset(var.zones)
  cluster  = var.cluster.name
  role     = data.stub_role.node.arn
  image    = ${image === undefined ? 'length(data.stub_image.current.gpus) > 0 ? "gpu" : "cpu"' : `"${image}"`}
  zones    = [each.key]
  generation = var.cluster.generation
  scaling {
    desired = ${String(desired ?? 1)}
    max     = ${String(max ?? 3)}
  }
${taint === undefined ? '' : `  dynamic "taint" {\n    for_each = ["${taint}", "always"]\n    content {\n      key   = taint.value\n      value = "x"\n    }\n  }\n`}
  lifecycle {
    ignore_changes = [scaling[0].desired]
  }
}
`;

const MOVED = ['network', 'role', 'cluster', 'config']
  .map(type => {
    const name = type === 'role' ? 'node' : 'current';
    return `moved {\n  from = module.inner.stub_${type}.${name}\n  to   = stub_${type}.${name}\n}\n`;
  })
  .join('');

/** The files of one side. */
export function standInFiles(side: StandIn): CaseFiles {
  const { prefix = 'gc0', zones = ['a', 'b'], tags, waits, moved } = side;
  const variables = 'variable "cfg" { type = any }\n';
  const outputs = 'output "cluster" { value = stub_cluster.current }\n';
  const call = `module "node_pool" {
  source  = "../pool"
  cluster = ${moved === false ? 'module.inner.cluster' : 'stub_cluster.current'}
  zones   = var.cfg.zones
${waits === true ? `  depends_on = [${moved === false ? 'module.inner' : 'stub_config.current'}]\n` : ''}}
`;
  const modules: CaseFiles =
    moved === false
      ? {
          'cluster/main.tf': `${variables}module "inner" {\n  source = "../inner"\n  cfg    = var.cfg\n}\n${call}`,
          'inner/main.tf': `${variables}${cluster(side)}${outputs}`,
        }
      : { 'cluster/main.tf': `${variables}${cluster(side)}${call}${MOVED}` };
  return {
    ...modules,
    'pool/main.tf': pool(side),
    'main.tf': `module "c" {
  source = "./cluster"
  cfg = {
    prefix = "${prefix}-\${terraform.workspace}"
    range  = "10.0.0.0/16"
    zones  = ${JSON.stringify(zones)}
    tags   = ${tags ?? '{}'}
  }
}
`,
  };
}

/** Titles and both sides. */
export const STAND_IN_CASES: readonly (readonly [title: string, before: StandIn, after: StandIn])[] = [
  ['nothing changes', {}, {}],
  ['a new prefix replaces everything that has its name', {}, { prefix: 'gc1' }],
  ['another version updates the cluster', { version: '1' }, { version: '2' }],
  [
    'another version replaces a pool whose data sources wait for it',
    { version: '1', waits: true },
    { version: '2', waits: true },
  ],
  ['a version that is no longer set keeps its value', { version: '1' }, {}],
  ['a zone less destroys its pool', {}, { zones: ['a'] }],
  ['a zone more creates a pool', {}, { zones: ['b', 'a', 'c'] }],
  ['an image replaces pools', { image: 'x' }, { image: 'y' }],
  ['an ignored size changes nothing', { desired: 1 }, { desired: 4 }],
  ['another maximum updates pools', { max: 3 }, { max: 4 }],
  ['a new taint replaces pools', { taint: 'a' }, { taint: 'b' }],
  ['a removed block of the provider stays', { key: 'k' }, {}],
  ['another key replaces the cluster', { key: 'k' }, { key: 'l' }],
  ['tags update the network only', {}, { tags: '{ a = "b" }' }],
  ['the order of a set does not count', { logTypes: '["a", "b"]' }, { logTypes: '["b", "a"]' }],
  ['the default of an argument equals its absence', {}, { tier: 'free' }],
  ['addresses move to the newer modules', { moved: false }, { moved: true }],
  ['addresses move while a version changes', { moved: false, version: '1' }, { moved: true, version: '2' }],
  [
    'modules of both generations wait',
    { moved: false, waits: true, version: '1' },
    { moved: false, waits: true, version: '2' },
  ],
];
