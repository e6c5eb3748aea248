/** Small modules with the shapes of the framework's: deferred data sources, pools per zone, moved addresses, ignored arguments. */
import type { CaseFiles } from './forecastCase';
import type { FactsFile } from './stubSchema';

export const STAND_IN_FACTS: FactsFile = {
  resources: {
    stub_network: {
      taggable: true,
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
  dataSources: {
    stub_role: { reads: 'stub_role', by: { name: 'name' } },
    stub_pool: { reads: 'stub_pool', by: { cluster: 'cluster', image: 'image' } },
  },
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
  ['a new prefix replaces everything that has its name', { waits: true }, { waits: true, prefix: 'gc1' }],
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

/** A case of root resources. */
export interface RootCase {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** What the forecast can't decide: addresses with Terraform's action. */
  readonly unknown?: readonly string[];
  /** In Terraform's message and in that of the forecast, if the plan fails. */
  readonly fails?: RegExp;
}

/** A role, and a pool that is replaced when something in the role changes. */
const triggered = (role: string, trigger: string): string => `resource "stub_role" "node" {
${role}
}
resource "stub_pool" "current" {
  cluster = "c"
  image   = "x"
  lifecycle {
    replace_triggered_by = [${trigger}]
  }
}
`;

/** A provider, a network with tags, one without, and a role that can't have tags. */
const tagged = (provider: string, tags: string): string => `provider "stub" {
${provider}
}
resource "stub_network" "own" {
  range = "10.0.0.0/16"
  tags  = ${tags}
}
resource "stub_network" "plain" {
  range = "10.1.0.0/16"
}
resource "stub_role" "node" {
  name = "node"
}
`;

const defaultTags = (tags: string): string => `  default_tags {\n    tags = ${tags}\n  }`;

export const ROOT_CASES: readonly RootCase[] = [
  {
    title: 'an update of a resource replaces what it triggers',
    before: triggered('  name   = "n"\n  policy = "a"', 'stub_role.node'),
    after: triggered('  name   = "n"\n  policy = "b"', 'stub_role.node'),
  },
  {
    title: 'an update of an attribute replaces what it triggers',
    before: triggered('  name   = "n"\n  policy = "a"', 'stub_role.node.policy'),
    after: triggered('  name   = "n"\n  policy = "b"', 'stub_role.node.policy'),
  },
  {
    title: 'an update of another attribute than the trigger replaces nothing',
    before: triggered('  name   = "n"\n  policy = "a"', 'stub_role.node.name'),
    after: triggered('  name   = "n"\n  policy = "b"', 'stub_role.node.name'),
  },
  {
    title: 'a replaced resource replaces what it triggers',
    before: triggered('  name = "n"', 'stub_role.node.id'),
    after: triggered('  name = "m"', 'stub_role.node'),
  },
  {
    title: 'a new trigger without a change replaces nothing',
    before: triggered('  name = "n"', ''),
    after: triggered('  name = "n"', 'stub_role.node'),
  },
  {
    title: 'only the instance with the same index triggers',
    before: triggeredByIndex('["a", "b"]'),
    after: triggeredByIndex('["a", "c"]'),
  },
  {
    title: 'triggers reach over several resources',
    before: chain('a'),
    after: chain('b'),
  },
  {
    title: 'default tags of the provider update every resource that can have tags',
    before: tagged(defaultTags('{ team = "a" }'), '{ own = "x" }'),
    after: tagged(defaultTags('{ team = "b" }'), '{ own = "x" }'),
  },
  {
    title: 'a tag of the resource hides a default tag with the same name',
    before: tagged(defaultTags('{ team = "a" }'), '{ team = "x" }'),
    after: tagged(defaultTags('{ team = "b" }'), '{ team = "x" }'),
  },
  {
    title: 'default tags are added and removed',
    before: tagged('', '{ own = "x" }'),
    after: tagged(defaultTags('{ team = "a" }'), '{ own = "x" }'),
  },
  {
    title: 'a default tag that moves into a resource updates both',
    before: tagged(defaultTags('{ team = "a" }'), '{}'),
    after: tagged('', '{ team = "a" }'),
  },
  {
    title: 'the effect of another region of the provider is unknown',
    before: tagged('  region = "a"', '{}'),
    after: tagged('  region = "b"', '{}'),
    unknown: ['stub_network.own: none', 'stub_network.plain: none', 'stub_role.node: none'],
  },
  {
    title: 'a change that forces a replacement is certain, whatever the region is',
    before: tagged('  region = "a"', '{}').replace('10.1.0.0', '10.2.0.0'),
    after: tagged('  region = "b"', '{}'),
    unknown: ['stub_network.own: none', 'stub_role.node: none'],
  },
  {
    title: 'only resources of the provider with another region are unknown',
    before: regional('a'),
    after: regional('b'),
    unknown: ['stub_role.there: none'],
  },
  {
    title: 'a name of which only the start differs replaces what has it',
    before: located('"web0"', 'admin'),
    after: located('"web1"', 'admin'),
  },
  {
    title: 'a text of which only the end differs updates what has it',
    before: located('"web0"', ''),
    after: located('"web0"', 'admin'),
  },
  {
    title: 'a data source reads a resource of the type that uses it',
    before: mirrored(3),
    after: mirrored(4),
  },
  {
    title: 'an instance that is destroyed moves before',
    before: zoned('old', '"a", "b"'),
    after: `${zoned('new', '"a"')}moved {\n  from = stub_pool.old\n  to   = stub_pool.new\n}\n`,
  },
  {
    title: 'a resource is removed together with its provider',
    before: regional('b'),
    after: withoutBlocks(regional('b'), 'provider "stub" {\n  alias', 'resource "stub_role" "there"'),
    fails: /Provider configuration not present/,
  },
  {
    title: 'a resource is removed, and its provider stays',
    before: regional('b'),
    after: withoutBlocks(regional('b'), 'resource "stub_role" "there"'),
  },
  {
    title: 'a data source reads a role by the name that it gets',
    before: roleReader('a'),
    after: roleReader('b'),
    fails: /data\.stub_role\.node/,
  },
];

/** Without the blocks that begin with these texts. */
function withoutBlocks(text: string, ...starts: readonly string[]): string {
  return text
    .split(/(?<=^}\n)/m)
    .filter(block => !starts.some(start => block.startsWith(start)))
    .join('');
}

/** Like a pool that finds its cluster by the name. */
function roleReader(name: string): string {
  return `locals {
  name = "${name}"
}
resource "stub_role" "node" {
  name = local.name
}
data "stub_role" "node" {
  name = local.name
}
resource "stub_pool" "current" {
  cluster = "c"
  image   = "x"
  role    = data.stub_role.node.arn
}
`;
}

function zoned(name: string, zones: string): string {
  return `resource "stub_pool" "${name}" {\n  for_each = toset([${zones}])\n  cluster  = each.key\n  image    = "x"\n}\n`;
}

/** A name with a part that a data source reads, and a text with an attribute of the provider. */
function located(prefix: string, roles: string): string {
  return `data "stub_image" "current" {
  family = "default"
}
locals {
  parts = [${prefix}, terraform.workspace, data.stub_image.current.location]
  name  = join("-", compact(local.parts))
}
resource "stub_role" "node" {
  name = join(".", [local.name, "example.com"])
}
resource "stub_config" "auth" {
  name    = "auth"
  content = <<-EOT
    - role: \${stub_role.node.arn}
      user: node
    ${roles}
  EOT
}
`;
}

/** A pool with the labels of another one, which a data source reads. */
function mirrored(max: number): string {
  return `resource "stub_pool" "default" {
  cluster    = "c"
  generation = "g"
  role       = "r"
  image      = "default"
}
data "stub_pool" "default" {
  cluster = "c"
  image   = "default"
}
locals {
  role = data.stub_pool.default.role
}
resource "stub_pool" "extra" {
  generation = data.stub_pool.default.generation
  role       = local.role
  cluster    = "c"
  image      = "extra"
  scaling {
    max = ${String(max)}
  }
}
`;
}

function triggeredByIndex(policies: string): string {
  return `locals { policies = ${policies} }
resource "stub_role" "node" {
  count  = length(local.policies)
  name   = "n\${count.index}"
  policy = local.policies[count.index]
}
resource "stub_pool" "current" {
  count   = length(local.policies)
  cluster = "c\${count.index}"
  image   = "x"
  lifecycle {
    replace_triggered_by = [stub_role.node[count.index].policy]
  }
}
`;
}

function chain(policy: string): string {
  return `${triggered(`  name   = "n"\n  policy = "${policy}"`, 'stub_role.node.policy')}
resource "stub_config" "last" {
  name    = "last"
  content = "same"
  lifecycle {
    replace_triggered_by = [stub_pool.current]
  }
}
`;
}

function regional(region: string): string {
  return `provider "stub" {
  region = "here"
}
provider "stub" {
  alias  = "there"
  region = "${region}"
}
resource "stub_role" "here" {
  name = "here"
}
resource "stub_role" "there" {
  provider = stub.there
  name     = "there"
}
`;
}
