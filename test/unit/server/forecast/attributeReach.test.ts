import * as assert from 'node:assert/strict';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { reachOfAttributes, resourcesReachedBy } from '../../../../server/forecast/attributeReach';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { workspaceOf } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: {
    stub_network: { replace: ['name'], computed: ['name'], outputs: ['id'] },
    stub_cluster: { replace: ['name', 'network', 'pool.type'], outputs: ['id', 'endpoint'] },
    stub_pool: { replace: ['cluster', 'zone'], outputs: ['id'] },
  },
  dataSources: {},
});

/** The framework's module, as it is at v0.19. */
const MERGED = `variable "configuration" { type = map(any) }
variable "base_key" { type = string }
locals {
  base   = var.configuration[var.base_key]
  merged = {
    for env_key, env in var.configuration : env_key => {
      for key in setunion(keys(env), keys(local.base)) : key => lookup(env, key, null) != null ? env[key] : local.base[key]
    }
  }
}
output "merged" { value = local.merged }
`;

const ROOT = `module "c" {
  source                 = "./cluster"
  configuration          = {}
  configuration_base_key = "apps"
}
`;

const CLUSTER = `variable "configuration" { type = map(any) }
variable "configuration_base_key" { type = string }
module "configuration" {
  source        = "../configuration"
  configuration = var.configuration
  base_key      = var.configuration_base_key
}
locals {
  cfg = module.configuration.merged[terraform.workspace]
}
`;

/** The resources that a change of the attribute in `ops` may replace. */
async function replacedBy(attribute: string, module: string, others: Record<string, string> = {}): Promise<string[]> {
  const { snapshot } = await workspaceOf({});
  const files = { 'main.tf': ROOT, 'cluster/main.tf': CLUSTER + module, 'configuration/main.tf': MERGED, ...others };
  const { model } = await sideContext(snapshot, 'file:///w', textFiles(files));
  const [root] = model.tree.rootInstances();
  const declaration = root!.folder!.declaration('module', 'c')!;
  const side = { model, root: root!, folderOf: () => undefined };
  const reach = reachOfAttributes(side, declaration, 'ops', FACTS);
  return [...resourcesReachedBy(reach, 'replacing', attribute.split('.'))].map(each => each.slice('c '.length));
}

describe('what the attributes of a module reach', () => {
  it('follows an attribute through inheritance, locals and functions', async () => {
    const module = `
locals { name = upper(lookup(local.cfg, "name", "none")) }
resource "stub_network" "n" { name = "n-\${local.name}" }
resource "stub_cluster" "c" {
  name = "fixed"
  size = local.cfg.size
}
`;
    assert.deepEqual(await replacedBy('name', module), ['stub_network.n']);
    assert.deepEqual(await replacedBy('size', module), []);
    assert.deepEqual(await replacedBy('other', module), []);
  });

  it('follows what a replaced resource passes on, but not what an updated one keeps', async () => {
    const module = `
resource "stub_network" "n" {
  name = local.cfg.network
  size = local.cfg.size
}
resource "stub_cluster" "c" { network = stub_network.n.id }
resource "stub_pool" "p" {
  count   = 2
  cluster = stub_cluster.c.id
}
resource "stub_pool" "q" { zone = stub_pool.p[0].id }
`;
    const all = ['stub_network.n', 'stub_cluster.c', 'stub_pool.p', 'stub_pool.q'];
    assert.deepEqual(await replacedBy('network', module), all);
    assert.deepEqual(await replacedBy('size', module), []);
  });

  it('distinguishes the attributes of an object, also if it is compared with null', async () => {
    const module = `
locals { pool = local.cfg.pool == null ? {} : local.cfg.pool }
resource "stub_cluster" "c" {
  pool {
    type = try(local.pool.type, "none")
    size = local.pool.size
  }
}
`;
    assert.deepEqual(await replacedBy('pool.type', module), ['stub_cluster.c']);
    assert.deepEqual(await replacedBy('pool.size', module), []);
    assert.deepEqual(await replacedBy('pool', module), ['stub_cluster.c']);
  });

  it('follows conditions, dynamic blocks, for expressions and nested modules', async () => {
    const module = `
module "inner" {
  source = "./inner"
  zones  = [for zone in local.cfg.zones : trimspace(zone)]
}
resource "stub_network" "n" { name = local.cfg.isShared ? "a" : "b" }
resource "stub_cluster" "c" {
  dynamic "pool" {
    for_each = local.cfg.pools
    content { type = pool.value }
  }
}
`;
    const inner = `variable "zones" {}
resource "stub_pool" "p" {
  for_each = toset(var.zones)
  zone     = each.key
}
`;
    const files = { 'cluster/inner/main.tf': inner };
    assert.deepEqual(await replacedBy('zones', module, files), ['inner stub_pool.p']);
    assert.deepEqual(await replacedBy('isShared', module, files), ['stub_network.n']);
    assert.deepEqual(await replacedBy('pools', module, files), ['stub_cluster.c']);
  });

  it('counts everything as reached by what it cannot follow', async () => {
    const module = `
resource "stub_network" "n" { name = jsonencode(local.cfg) }
resource "stub_cluster" "c" { name = local.cfg[local.cfg.key] }
locals { loop = local.loop }
resource "stub_pool" "p" { zone = local.loop }
`;
    assert.deepEqual(await replacedBy('any', module), ['stub_network.n', 'stub_cluster.c', 'stub_pool.p']);
  });

  it('knows nothing if a module is missing', async () => {
    const module = `
module "inner" { source = "./inner" }
resource "stub_network" "n" { name = local.cfg.name }
`;
    assert.deepEqual(await replacedBy('name', module), []);
  });

  it('stays within limits in a module whose expressions refer to each other many times', async () => {
    const last = (index: number): string => `local.l${String(index - 1)}`;
    for (const line of [
      (index: number) => `[${last(index)}, ${last(index)}, { for k, v in ${last(index)} : k => v }]`,
      (index: number) => `local.cfg.on ? ${last(index)} : merge(${last(index)}, ${last(index)})`,
      (index: number) => `{ a = ${last(index)}, b = ${last(index)} }`,
    ]) {
      const locals = Array.from({ length: 90 }, (_, index) => `  l${String(index + 1)} = ${line(index + 1)}`);
      const module = `
locals {
  l0 = local.cfg.name
${locals.join('\n')}
}
resource "stub_network" "n" { name = local.l90.a }
`;
      assert.deepEqual(await replacedBy('name', module), ['stub_network.n']);
    }
  });
});
