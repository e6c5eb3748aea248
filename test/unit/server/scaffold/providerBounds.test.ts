// Scaffolds write bounds for the providers of which newer versions lack what the framework's modules use.
import assert from 'node:assert/strict';
import { checkDiagnostics } from '../../../support/checks/checkedWorkspace';
import { answered, scaffolded } from '../../../support/scaffold/scaffolded';

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

describe('a resource group', () => {
  it("can't be an option of the commands that get it", async () => {
    for (const group of ['-h', '--help', '-', '-rg', 'a b', 'a;b', 'a.', ''])
      assert.ok('problems' in (await answered({}, 'platform', { ...AKS, resource_group: group })), group);
    for (const group of ['rg-h', 'a--help', '(rg)', '_rg'])
      assert.ok('edit' in (await answered({}, 'platform', { ...AKS, resource_group: group })), group);
  });
});

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
      'aws ~> 5.0',
      'azuread ~> 2.0',
      'azurerm ~> 3.0',
      'kubernetes ~> 3.0',
      'kustomization any',
    ]);
    const upgraded = await scaffolded(added.texts, 'frameworkVersion', { to: 'v0.19.2-beta.0' });
    assert.ok(boundsIn(upgraded.texts['versions.tf']).includes('azurerm ~> 4.0'));
    // It still works, so that nothing else changes.
    assert.ok(boundsIn(upgraded.texts['versions.tf']).includes('aws ~> 5.0'));
  });

  it('are the newest that each version of the framework works with, on every cloud', async () => {
    const { layout: _, region: __, resource_group: ___, ...others } = AKS;
    for (const [layout, version, expected] of [
      ['eks', 'v0.19.2-beta.0', 'aws ~> 6.0'],
      // Clusters set `vpc` of addresses, which version 6 removed.
      ['eks', 'v0.18.1-beta.0', 'aws ~> 5.0'],
      ['gke', 'v0.19.2-beta.0', 'google ~> 8.0'],
    ] as const) {
      const answers = {
        ...others,
        layout,
        version,
        ...(layout === 'gke'
          ? { region: 'europe-north1', project_id: 'acme-platform', cluster_min_master_version: '1.34' }
          : { region: 'eu-north-1' }),
      };
      const { texts } = await scaffolded({}, 'platform', answers);
      assert.ok(boundsIn(texts['versions.tf']).includes(expected), `${version}: ${texts['versions.tf']!}`);
    }
  });

  it('have a bound on Scaleway, whose provider has a namespace of its own', async () => {
    const { layout: _, resource_group: __, ...others } = AKS;
    const id = '5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40';
    const scaleway = { layout: 'scw', region: 'fr-par', cluster_version: '1.33', organization_id: id, project_id: id };
    const { texts } = await scaffolded({}, 'platform', { ...others, ...scaleway });
    assert.ok(boundsIn(texts['versions.tf']).includes('scaleway ~> 2.0'), texts['versions.tf']);
  });

  it('are added by an upgrade where init would install a version that breaks it', async () => {
    const { texts } = await scaffolded({}, 'platform', { ...AKS, version: 'v0.18.0-beta.0' });
    const open = texts['versions.tf']!.replace(/\n +version += "~> [23].0"/g, '');
    assert.deepEqual(boundsIn(open).slice(0, 2), ['azuread any', 'azurerm any']);
    const upgraded = await scaffolded({ ...texts, 'versions.tf': open }, 'frameworkVersion', { to: 'v0.19.2-beta.0' });
    assert.deepEqual(boundsIn(upgraded.texts['versions.tf']).slice(0, 2), ['azuread ~> 2.0', 'azurerm ~> 4.0']);
  });
});

describe('a locked provider', () => {
  const lock = (name: string, version: string): string =>
    `provider "registry.terraform.io/hashicorp/${name}" {\n  version = "${version}"\n}\n`;
  const cluster = (path: string, ref: string): string =>
    `module "c" {\n  source = "github.com/kbst/terraform-kubestack//${path}?ref=${ref}"\n\n  configuration = {\n    apps = {}\n    ops  = {}\n  }\n}\n`;

  it('is reported if the code of the modules does not work with its major version', async () => {
    for (const [path, ref, name, version, expected] of [
      [
        'azurerm/cluster',
        'v0.19.2-beta.0',
        'azurerm',
        '5.1.0',
        'The framework v0.19.2-beta.0 uses "service_endpoints", which version 5.1.0 of azurerm does not have. Use version 4.',
      ],
      [
        'azurerm/cluster',
        'v0.16.3-beta.0',
        'azurerm',
        '3.117.1',
        'The framework v0.16.3-beta.0 uses "addon_profile", which version 3.117.1 of azurerm does not have. Use version 2.',
      ],
      [
        'google/cluster',
        'v0.19.2-beta.0',
        'google',
        '4.84.0',
        'The framework v0.19.2-beta.0 uses "deletion_protection", which version 4.84.0 of google does not have. Use version 8.',
      ],
      [
        'aws/cluster/node-pool',
        'v0.16.0-beta.0',
        'aws',
        '5.80.0',
        'The framework v0.16.0-beta.0 uses "aws_subnet_ids", which version 5.80.0 of aws does not have. Use version 4.',
      ],
      ['aws/cluster', 'v0.16.0-beta.0', 'aws', '5.80.0', undefined],
      ['aws/cluster', 'v0.19.2-beta.0', 'aws', '6.2.0', undefined],
      ['google/cluster', 'v0.19.2-beta.0', 'google', '8.9.0', undefined],
    ] as const)
      await checkDiagnostics(
        'KS805',
        { 'main.tf': cluster(path, ref), '.terraform.lock.hcl': lock(name, version) },
        expected === undefined ? [] : [`.terraform.lock.hcl:2: ${expected} (KS805)`],
      );
  });
});
