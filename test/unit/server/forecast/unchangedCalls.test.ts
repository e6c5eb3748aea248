import * as assert from 'node:assert/strict';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { unchangedCalls } from '../../../../server/forecast/unchangedCalls';
import type { ForecastSide } from '../../../../server/forecast/forecastSide';
import { workspaceOf } from '../../../support/testWorkspace';

type Files = Record<string, string>;

const BASE: Files = {
  'main.tf': `
    variable "tags" { default = "a" }
    locals {
      size = 1
      zone = "b"
    }
    provider "stub" {
      alias = "x"
      zone = local.zone
    }
    module "one" {
      source = "./pool"
      size = local.size
    }
    module "two" {
      source = "./pool"
      providers = { stub = stub.x }
      cluster = module.one.id
    }
    module "three" {
      source = "./pool"
      tags = var.tags
    }
    module "files" { source = "./files" }
    module "after_files" {
      source = "./pool"
      cluster = module.files.manifests
    }
  `,
  'pool/main.tf': 'resource "stub_pool" "a" {}\noutput "id" { value = stub_pool.a.id }',
  'files/main.tf': `data "kustomization_overlay" "a" {}
    locals { all = data.kustomization_overlay.a.manifests }
    output "manifests" { value = local.all }`,
};

async function unchanged(change: Files, base = BASE): Promise<string[]> {
  const { snapshot } = await workspaceOf({});
  const side = async (files: Files): Promise<ForecastSide> => {
    const { model } = await sideContext(snapshot, 'file:///w', textFiles(files));
    const root = model.tree.rootInstances().find(({ folderUri }) => folderUri === 'file:///w')!;
    return { model, root, folderOf: () => undefined };
  };
  return [...unchangedCalls(await side(base), await side({ ...base, ...change }))].sort();
}

const main = (from: string, to: string): Files => {
  assert.ok(BASE['main.tf']!.includes(from));
  return { 'main.tf': BASE['main.tf']!.replace(from, to) };
};

describe('the calls that a change does not reach', () => {
  it('are all but those that use what a data source reads from files', async () => {
    assert.deepEqual(await unchanged({}), ['files', 'one', 'three', 'two']);
  });

  it('lack a call with other arguments, and those that refer to it', async () => {
    assert.deepEqual(await unchanged(main('size = local.size', 'size = 2')), ['files', 'three']);
  });

  it('lack those that refer to a changed local, provider or variable', async () => {
    assert.deepEqual(await unchanged(main('size = 1', 'size = 2')), ['files', 'three']);
    assert.deepEqual(await unchanged(main('zone = "b"', 'zone = "c"')), ['files', 'one', 'three']);
    assert.deepEqual(await unchanged({ 'terraform.tfvars': 'tags = "b"' }), ['files', 'one', 'two']);
  });

  it('lack the calls of a changed module', async () => {
    assert.deepEqual(await unchanged({ 'pool/more.tf': 'resource "stub_pool" "b" {}' }), ['files']);
  });

  it('lack all if a provider becomes the default one', async () => {
    assert.deepEqual(await unchanged({ 'default.tf': 'provider "stub" {}' }), []);
  });

  it('lack those that a moved block mentions', async () => {
    const moved = 'moved {\n from = module.three\n to = module.four\n}';
    assert.deepEqual(await unchanged({ 'moved.tf': moved }), ['files', 'one', 'two']);
  });

  it('lack those whose module depends on the time, or reads files that may differ', async () => {
    for (const value of ['timestamp()', 'file("${path.module}/a.txt")']) {
      const folder = `resource "stub_pool" "a" { size = ${value} }\noutput "id" { value = 1 }`;
      const { snapshot } = await workspaceOf({});
      const files = { ...BASE, 'pool/main.tf': folder };
      const { model } = await sideContext(snapshot, 'file:///w', textFiles(files));
      const root = model.tree.rootInstances().find(({ folderUri }) => folderUri === 'file:///w')!;
      const side: ForecastSide = { model, root, folderOf: () => undefined };
      assert.deepEqual([...unchangedCalls(side, side)], ['files']);
    }
  });

  it('are none if a file does not parse', async () => {
    assert.deepEqual(await unchanged({ 'broken.tf': 'module "x" {' }), []);
  });

  it('are found among thousands of calls of the same modules', async () => {
    const calls = Array.from({ length: 4_000 }, (_, index) => `module "m${index}" { source = "./outer" }`);
    const base = { ...BASE, 'calls.tf': calls.join('\n'), 'outer/main.tf': 'module "pool" { source = "../pool" }' };
    const all = await unchanged(main('size = 1', 'size = 2'), base);
    assert.equal(all.length, 4_000 + 2);
  });
});
