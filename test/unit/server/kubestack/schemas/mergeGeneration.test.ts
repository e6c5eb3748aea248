// Inheritance in modules whose code is in the workspace.
import * as assert from 'node:assert/strict';
import { effectiveConfiguration } from '../../../../../server/features/effective/effectiveConfiguration';
import { workspaceOf } from '../../../../support/testWorkspace';
import { framework, plainAttributes } from '../../../../support/kubestack/effectiveOf';

const vendored = (type: string): string => `variable "configuration" {
  type = ${type}
}

variable "configuration_base_key" {
  type    = string
  default = "apps"
}

module "configuration" {
  source        = "../../common/configuration"
  configuration = var.configuration
  base_key      = var.configuration_base_key
}
`;

/** The merged map of a call of a vendored module, next to a cluster of a release that did not merge maps. */
async function labels(path: string, type: string): Promise<unknown> {
  const { snapshot, uri } = await workspaceOf({
    'cluster.tf': `module "eks_gc0_eu-west-1" {
  source = "${framework('aws/cluster', 'v0.18.0-beta.0')}"
  configuration = { apps = {}, ops = {} }
}
`,
    'main.tf': `module "m" {
  source = "./vendor/${path}"
  configuration = {
    apps = { common_labels = { a = "1" } }
    ops  = { common_labels = { b = "2" } }
  }
}
`,
    [`vendor/${path}/main.tf`]: vendored(type),
  });
  const [module] = effectiveConfiguration(snapshot, uri('main.tf')).modules;
  return plainAttributes(module?.environments['ops']);
}

const TYPED = 'map(object({ common_labels = optional(map(string)) }))';

describe('a vendored module', () => {
  it('at a path that exists only since the object generation merges maps, whatever version the platform uses', async () => {
    assert.deepEqual(await labels('kustomization/overlay', TYPED), { common_labels: { a: '1', b: '2' } });
  });

  it('at any other path inherits like the rest of the platform', async () => {
    assert.deepEqual(await labels('aws/cluster', TYPED), { common_labels: { b: '2' } });
  });
});
