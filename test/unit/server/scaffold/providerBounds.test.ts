// Scaffolds write bounds for the providers of which newer versions lack what the framework's modules use.
import assert from 'node:assert/strict';
import { checkDiagnostics } from '../../../support/checks/checkedWorkspace';
import { scaffolded } from '../../../support/scaffold/scaffolded';

const AKS = {
  layout: 'aks',
  region: 'northeurope',
  resource_group: 'platform',
  base_domain: 'infra.acme.example',
  environments: ['apps', 'ops'],
  base: 'apps',
  agents_file: false,
};
const boundsIn = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/(\w+) = \{\s+source += "[^"]*"(?:\s+version += "([^"]*)")?/g)].map(
    ([, name, bound = 'any']) => `${name} ${bound}`,
  );

describe('required providers of a scaffold', () => {
  it('are those that the framework works with, on Azure', async () => {
    for (const [version, azurerm] of [
      ['v0.19.2-beta.0', '~> 4.0'],
      ['v0.18.0-beta.0', '~> 3.0'],
    ] as const) {
      const { texts } = await scaffolded({}, 'platform', { ...AKS, version });
      assert.deepEqual(boundsIn(texts['versions.tf']), [
        'azuread ~> 2.0',
        `azurerm ${azurerm}`,
        'kubernetes any',
        'kustomization any',
      ]);
      const locked = ['azuread', 'azurerm'].map(
        name =>
          `provider "registry.terraform.io/hashicorp/${name}" {\n  version = "${name === 'azuread' ? '2.53.1' : azurerm.replace('~> ', '') + '.0'}"\n}\n`,
      );
      await checkDiagnostics('KS805', { ...texts, '.terraform.lock.hcl': locked.join('\n') }, []);
    }
  });

  it('are added with the first cluster on Azure, and follow the version of the framework', async () => {
    const { layout: _, resource_group: __, ...others } = AKS;
    const eks = { ...others, layout: 'eks', region: 'eu-north-1', version: 'v0.18.0-beta.0' };
    const { texts } = await scaffolded({}, 'platform', eks);
    const cluster = { provider: 'aks', region: 'northeurope', resource_group: 'platform' };
    const added = await scaffolded(texts, 'cluster', cluster);
    assert.deepEqual(boundsIn(added.texts['versions.tf']), [
      'aws any',
      'azuread ~> 2.0',
      'azurerm ~> 3.0',
      'kubernetes any',
      'kustomization any',
    ]);
    const upgraded = await scaffolded(added.texts, 'frameworkVersion', { to: 'v0.19.2-beta.0' });
    assert.ok(boundsIn(upgraded.texts['versions.tf']).includes('azurerm ~> 4.0'));
  });
});
