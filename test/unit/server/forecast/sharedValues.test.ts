import * as assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import type { Forecast } from '../../../../common/forecast/forecast';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { forecastContexts } from '../../../../server/forecast/forecast';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { workspaceOf } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: { stub_pool: { replace: ['name'], outputs: ['id'], types: { size: 'number', text: 'string' } } },
});

const platform = (size: number): string => `module "eks_zero" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps = {}
    ops  = {}
    loc  = {}
  }
}
variable "size" { default = ${size} }
`;

type Files = Record<string, string>;

async function forecastOf(files: (size: number) => Files, environment?: string): Promise<Forecast> {
  const { snapshot } = await workspaceOf({});
  const side = (size: number) =>
    sideContext(snapshot, 'file:///w', textFiles({ 'main.tf': platform(size), ...files(size) }));
  return now(
    forecastContexts(await side(1), await side(2), 'file:///w', {
      facts: FACTS,
      environment,
      folderOf: () => undefined,
      locate: () => undefined,
    }),
  );
}

/** Each environment has values of its own, wherever the module takes them from. */
const CASES: Record<string, Files> = {
  'a local': {
    'a.tf': `locals {
      all  = { apps = 1, ops = 2, loc = 3 }
      size = var.size * local.all[terraform.workspace]
      same = var.size
    }
    resource "stub_pool" "a" {
      size = local.size
      text = "\${local.same} \${local.size}"
    }`,
  },
  'an argument, a variable and an output of a module': {
    'a.tf': `module "a" {
      source = "./a"
      size   = var.size
      name   = terraform.workspace
    }
    resource "stub_pool" "a" {
      size = module.a.size
      name = module.a.name
    }`,
    'a/main.tf': `variable "size" {}
    variable "name" {}
    output "size" { value = var.size }
    output "name" { value = "\${var.name}-\${var.size}" }`,
  },
  'modules whose number differs': {
    'a.tf': `module "a" {
      for_each = toset(terraform.workspace == "ops" ? ["x", "y"] : ["y"])
      source   = "./a"
      name     = each.key
      size     = var.size
    }
    module "b" {
      count  = terraform.workspace == "ops" ? 1 : 0
      source = "./a"
      name   = "b"
      size   = var.size
    }
    locals {
      sizes = length(module.a)
      b     = try(module.b[0].size, 7)
    }
    resource "stub_pool" "a" { size = var.size * local.sizes + local.b }`,
    'a/main.tf': `variable "size" {}
    variable "name" {}
    locals { text = "\${var.name} \${var.size}" }
    resource "stub_pool" "a" { text = local.text }
    output "size" { value = var.size }`,
  },
  'a resource whose number differs': {
    'a.tf': `resource "stub_pool" "a" {
      count = terraform.workspace == "apps" ? 3 : 1
      size  = var.size
    }
    locals { ids = stub_pool.a[*].id }
    resource "stub_pool" "b" {
      size = length(local.ids) + var.size
      text = try(local.ids[2], "none")
    }`,
  },
  'a configuration that is merged': {
    'a.tf': `module "a" {
      source        = "./a"
      configuration = { apps = { size = var.size }, ops = { size = var.size + 1 }, loc = {} }
    }
    resource "stub_pool" "a" { size = module.a.merged[terraform.workspace].size }`,
    'a/main.tf': `variable "configuration" {}
    locals {
      base = var.configuration["apps"]
      merged = { for name, each in var.configuration : name => { for key in setunion(keys(each), keys(local.base)) :
        key => try({ for inner in keys(each[key]) : inner => 1 }, coalesce(lookup(each, key, null), local.base[key])) } }
    }
    output "merged" { value = local.merged }`,
  },
};

describe('a forecast of all environments', () => {
  for (const [what, files] of Object.entries(CASES))
    it(`equals those of each environment, with ${what}`, async () => {
      const { environments } = await forecastOf(() => files);
      assert.deepEqual(Object.keys(environments).sort(), ['apps', 'loc', 'ops']);
      for (const [name, forecast] of Object.entries(environments)) {
        assert.notDeepEqual(forecast.resources, []);
        assert.deepEqual(forecast, (await forecastOf(() => files, name)).environments[name]);
      }
    });
});
