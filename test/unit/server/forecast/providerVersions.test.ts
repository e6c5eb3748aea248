// test/forecast/providerVersions.test.ts compares the messages about the framework's modules with plans of a real Terraform.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../../../common/now';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { forecastContexts } from '../../../../server/forecast/forecast';
import { forecastLines } from '../../../../server/forecast/forecastText';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { workspaceOf } from '../../../support/testWorkspace';

const aks = (ref = 'v0.19.2-beta.0'): string => `module "aks_gc0_northeurope" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=${ref}"
  configuration = {
    apps = {}
    ops  = {}
  }
}
`;
const locked = (source: string, version: string): string =>
  `provider "registry.terraform.io/${source}" {\n  version = "${version}"\n}\n`;
const required = (name: string, version: string): string =>
  `terraform {\n  required_providers {\n    ${name} = {\n      source  = "hashicorp/${name}"\n      version = "${version}"\n    }\n  }\n}\n`;

type Files = Record<string, string>;

/** The lines of a forecast for all environments, without those about modules that aren't installed. */
async function forecastOf(before: Files, after: Files): Promise<string[]> {
  const { snapshot } = await workspaceOf({});
  const side = (files: Files) => sideContext(snapshot, 'file:///w', textFiles(files));
  const { environments } = now(
    forecastContexts(await side(before), await side(after), 'file:///w', {
      facts: loadFacts(JSON.parse(readFileSync(join(__dirname, '../../../../data/resources.json'), 'utf8'))),
      folderOf: () => ({ tree: snapshot.model.tree, uri: 'file:///empty' }),
      locate: () => undefined,
    }),
  );
  return forecastLines({ environments });
}

const LOCK = '.terraform.lock.hcl';

describe('a forecast of another major version of a provider', () => {
  it('lists what the framework lacks, and which default changes, in each environment', async () => {
    const files = (version: string): Files => ({ 'aks.tf': aks(), [LOCK]: locked('hashicorp/azurerm', version) });
    assert.deepEqual(await forecastOf(files('4.14.0'), files('5.1.0')), [
      'ops, apps',
      "  Can't be planned",
      '    module.aks_gc0_northeurope: The framework v0.19.2-beta.0 uses "service_endpoints", which version 5 of azurerm does not have. It has "service_endpoint" instead.',
      '    module.aks_gc0_northeurope: The framework v0.19.2-beta.0 doesn\'t set "node_provisioning_profile", which version 5 of azurerm requires.',
      '  Changed by other versions of providers',
      '    module.aks_gc0_northeurope: azurerm_kubernetes_cluster has the default true for oidc_issuer_enabled in version 5 of azurerm, and the module leaves it out. A plan can update the resource.',
    ]);
    assert.deepEqual(await forecastOf(files('4.14.0'), files('4.80.0')), []);
  });

  it('follows a constraint that the locked version does not fulfill', async () => {
    const files = (version: string): Files => ({
      'eks.tf': aks('v0.18.0-beta.0').replaceAll('aks', 'eks').replace('azurerm/', 'aws/'),
      'versions.tf': required('aws', version),
      [LOCK]: locked('hashicorp/aws', '5.80.0'),
    });
    assert.deepEqual(await forecastOf(files('~> 5.0'), files('~> 6.0')), [
      'ops, apps',
      "  Can't be planned",
      '    module.eks_gc0_northeurope: The framework v0.18.0-beta.0 uses "vpc", which version 6 of aws does not have. It has "domain" instead.',
    ]);
    assert.deepEqual(await forecastOf(files('~> 5.0'), files('>= 5.0')), [], 'the locked version still fits');
    assert.deepEqual(await forecastOf(files('~> 5.0'), files('~> 7.0')), [
      'ops, apps',
      "  Can't be planned",
      '    module.eks_gc0_northeurope: The framework v0.18.0-beta.0 uses "vpc", which version 7 of aws does not have. It has "domain" instead.',
      '  Changed by other versions of providers',
      "    What version 7 of aws changes isn't known.",
    ]);
  });

  it('concerns provider blocks, too', async () => {
    const files = (version: string, argument: string): Files => ({
      'aks.tf': aks('v0.18.0-beta.0').replaceAll('azurerm/cluster', 'google/cluster'),
      'providers.tf': `provider "azurerm" {\n  features {}\n  ${argument}\n}\n`,
      [LOCK]: locked('hashicorp/azurerm', version),
    });
    assert.deepEqual(await forecastOf(files('3.117.1', ''), files('5.1.0', 'skip_provider_registration = true')), [
      'ops, apps',
      "  Can't be planned",
      '    Version 5 of azurerm has no "skip_provider_registration" in provider blocks. Use "resource_provider_registrations".',
      '  Changed by other versions of providers',
      '    Version 4 of azurerm requires "subscription_id" in provider blocks, or the environment variable ARM_SUBSCRIPTION_ID.',
      '    Version 5 of azurerm has the default "none" for "resource_provider_registrations" in provider blocks.',
    ]);
    assert.deepEqual(
      await forecastOf(files('4.14.0', ''), files('5.1.0', 'resource_provider_registrations = "legacy"')),
      [],
    );
  });

  it('says what it does not know: resources of other modules, providers without facts, and older versions', async () => {
    const files = (azurerm: string, kustomization: string): Files => ({
      'aks.tf': aks('v0.18.0-beta.0').replaceAll('azurerm/cluster', 'google/cluster'),
      'own.tf': 'resource "azurerm_resource_group" "own" {\n  name = "own"\n}\n',
      [LOCK]: `${locked('hashicorp/azurerm', azurerm)}\n${locked('kbst/kustomization', kustomization)}`,
    });
    assert.deepEqual(await forecastOf(files('4.1.0', '0.9.6'), files('3.117.1', '1.0.0')), [
      'ops, apps',
      '  Changed by other versions of providers',
      '    azurerm: version 3 instead of 4. An older version of a provider can refuse a state that a newer one has written.',
      "    What version 3 of azurerm changes in resources outside of the framework's modules isn't known. See the provider's upgrade guide.",
      "    What version 1 of kustomization changes isn't known.",
    ]);
  });
});

describe('the public IP address of an AKS cluster, whose zones version 2 of azurerm stored', () => {
  const module = (zones: string): string => `variable "configuration" {
  type = any
}
variable "configuration_base_key" {
  default = "apps"
}
locals {
  zones = lookup(merge(var.configuration["apps"], var.configuration[terraform.workspace]), "default_ingress_ip_zones", "")
}
resource "azurerm_public_ip" "current" {
  name     = "ingress"
  location = "northeurope"
  ${zones}
}
`;

  async function forecastOf(from: string, to: string, zones: string, lockFile: string | undefined): Promise<string[]> {
    const { snapshot, uri } = await workspaceOf({
      'old/main.tf': module(''),
      'new/main.tf': module('zones = local.zones == "" ? [] : split(",", local.zones)'),
    });
    const side = (text: string) =>
      sideContext(
        snapshot,
        'file:///w',
        textFiles({ 'aks.tf': text, ...(lockFile === undefined ? {} : { [LOCK]: lockFile }) }),
      );
    const after = aks(to).replace('apps = {}', `apps = { ${zones} }`);
    const { environments } = now(
      forecastContexts(await side(aks(from)), await side(after), 'file:///w', {
        facts: loadFacts(JSON.parse(readFileSync(join(__dirname, '../../../../data/resources.json'), 'utf8'))),
        environment: 'ops',
        folderOf: source => ({ tree: snapshot.model.tree, uri: uri(source.includes('v0.16') ? 'old' : 'new') }),
        locate: () => undefined,
      }),
    );
    return forecastLines({ environments });
  }

  it('is not said to stay, or to be replaced: the state decides', async () => {
    for (const lockFile of [locked('hashicorp/azurerm', '2.86.0'), undefined]) {
      const without = await forecastOf('v0.16.0-beta.0', 'v0.18.0-beta.0', '', lockFile);
      assert.deepEqual(without, [
        'ops',
        '  Unknown',
        '    module.aks_gc0_northeurope.azurerm_public_ip.current',
        '        zones: (not set) → [] (may force a replacement)',
      ]);
      const zones = 'default_ingress_ip_zones = "1,2,3"';
      const given = await forecastOf('v0.16.0-beta.0', 'v0.18.0-beta.0', zones, lockFile);
      assert.deepEqual(given.slice(-1), ['        zones: (not set) → ["1","2","3"] (may force a replacement)']);
    }
  });

  it('stays if a newer version of the provider wrote the state', async () => {
    const lockFile = locked('hashicorp/azurerm', '3.117.1');
    assert.deepEqual(await forecastOf('v0.18.0-beta.0', 'v0.19.0-beta.0', '', lockFile), []);
  });
});
