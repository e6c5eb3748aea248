// Before v0.9.3, every module of the framework contained its own merge expression, and had no base key.
import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { effectiveConfiguration } from '../../../../../server/features/effective/effectiveConfiguration';
import { platforms } from '../../../../../server/features/effective/platforms';
import { plainAttributes } from '../../../../support/kubestack/effectiveOf';
import { workspaceOf } from '../../../../support/testWorkspace';

const MERGE = 'merge(var.configuration["apps"], var.configuration["ops"])';
const platform = (merge: string, type = 'map(map(string))') => ({
  'tests/clusters.tf': `module "eks_zero" {
  source = "../aws/cluster"

  configuration = var.clusters["eks_zero"]
}
`,
  'tests/variables.tf': 'variable "clusters" {\n  type = map(map(map(string)))\n}\n',
  'tests/config.auto.tfvars':
    'clusters = {\n  eks_zero = {\n    apps = { name_prefix = "kbst", base_domain = "a.b" }\n    ops  = { base_domain = "c.d" }\n  }\n}\n',
  'aws/cluster/variables.tf': `variable "configuration" {\n  type = ${type}\n}\n`,
  'aws/cluster/configuration.tf': `locals {
  # workspace inheritance
  workspaces = {
    apps = var.configuration["apps"]
    ops  = ${merge}
  }
}
`,
  'aws/cluster/main.tf': 'module "metadata" {\n  source = "../../common/metadata"\n}\n',
});

describe('a vendored framework older than v0.9.3', () => {
  for (const [merge, type] of [
    [MERGE, undefined],
    ['"${' + MERGE + '}"', '"map"'],
    ['merge(var.configuration.apps, var.configuration.ops)', undefined],
  ] as const)
    it(`is recognized by the expression ${merge}`, async () => {
      const { snapshot, uri } = await workspaceOf(platform(merge, type));
      const [found] = now(platforms(snapshot)).platforms;
      assert.deepEqual(
        found?.clusters.map(({ name, provider }) => `${name} ${provider}`),
        ['eks_zero aws'],
      );
      assert.deepEqual(found.environments, ['ops', 'apps']);
      const [module] = effectiveConfiguration(snapshot, uri('tests/clusters.tf')).modules;
      assert.deepEqual(plainAttributes(module?.environments.ops), { name_prefix: 'kbst', base_domain: 'c.d' });
    });

  it('is not recognized if its configuration does not depend on the workspace', async () => {
    const { snapshot } = await workspaceOf(platform('merge(var.defaults, var.configuration["ops"])'));
    assert.deepEqual(now(platforms(snapshot)).platforms, []);
  });

  it('stays recognized while it is edited', async () => {
    const texts = platform('var.configuration["ops"]');
    const { snapshot, uri, workspace } = await workspaceOf(texts);
    assert.deepEqual(now(platforms(snapshot)).platforms, []);
    workspace.setDocument(uri('aws/cluster/configuration.tf'), platform(MERGE)['aws/cluster/configuration.tf']);
    assert.equal(now(platforms(snapshot)).platforms.length, 1);
    workspace.setDocument(uri('aws/cluster/configuration.tf'), texts['aws/cluster/configuration.tf']);
    assert.deepEqual(now(platforms(snapshot)).platforms, []);
  });
});
