// An upgrade of an AKS cluster to v0.18.0 or later replaces the ingress's address, unless the code has the zones of its state.
import assert from 'node:assert/strict';
import { scaffoldSuggestions } from '../../../../../server/scaffold/suggestions';
import { answerProblems, scaffolded } from '../../../../support/scaffold/scaffolded';
import { workspaceOf } from '../../../../support/testWorkspace';

const aks = (ref: string, base = ''): string => `module "aks_gc0_northeurope" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=${ref}"

  configuration = {
    apps = {
      resource_group = "platform"
      name_prefix    = "gc0"
      base_domain    = "infra.acme.example"${base}
    }
    ops = {}
  }
}
`;
const OLD = 'v0.16.0-beta.0';
const NEW = 'v0.19.2-beta.0';
const FILE = 'aks_gc0_northeurope_cluster.tf';
const locked = (version: string): string =>
  `provider "registry.terraform.io/hashicorp/azurerm" {\n  version = "${version}"\n}\n`;
const NOTE = /The public IP address of the default ingress is replaced unless/;

describe('setting the framework version of an AKS platform', () => {
  const suggested = async (files: Record<string, string>, to: string): Promise<unknown> => {
    const { snapshot, uri } = await workspaceOf(files);
    return scaffoldSuggestions(snapshot, { uri: uri(''), kind: 'frameworkVersion', answers: { to } })['ingress_zones']
      ?.default;
  };

  it('asks for the zones of the address if version 2 of azurerm can have written the state', async () => {
    assert.equal(await suggested({ [FILE]: aks(OLD) }, NEW), '1,2,3');
    assert.equal(await suggested({ [FILE]: aks(OLD), '.terraform.lock.hcl': locked('2.86.0') }, NEW), '1,2,3');
    assert.equal(await suggested({ [FILE]: aks(OLD), '.terraform.lock.hcl': locked('3.4.0') }, NEW), undefined);
    assert.equal(await suggested({ [FILE]: aks(OLD, '\n      default_ingress_ip_zones = "1"') }, NEW), undefined);
    assert.equal(await suggested({ [FILE]: aks('v0.18.0-beta.0') }, NEW), undefined);
    assert.equal(await suggested({ [FILE]: aks(OLD) }, 'v0.17.0-beta.0'), undefined);
  });

  it('writes them in the base environment, and no longer says that the address is replaced', async () => {
    const without = await scaffolded({ [FILE]: aks(OLD) }, 'frameworkVersion', { to: NEW });
    assert.match(without.notes.join('\n'), NOTE);
    assert.doesNotMatch(without.texts[FILE]!, /zones/);
    const given = await scaffolded({ [FILE]: aks(OLD) }, 'frameworkVersion', { to: NEW, ingress_zones: '1,2,3' });
    assert.match(given.texts[FILE]!, /apps = \{[^}]*\n {6}default_ingress_ip_zones = "1,2,3"\n {4}\}/);
    assert.doesNotMatch(given.notes.join('\n'), NOTE);
    const none = await scaffolded({ [FILE]: aks(OLD) }, 'frameworkVersion', { to: NEW, ingress_zones: 'none' });
    assert.doesNotMatch(none.texts[FILE]!, /zones/);
    assert.doesNotMatch(none.notes.join('\n'), NOTE);
  });

  it('writes them as a list where attributes are typed', async () => {
    const to = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
    const { texts } = await scaffolded({ [FILE]: aks(OLD) }, 'frameworkVersion', { to, ingress_zones: '1,2,3' });
    assert.match(texts[FILE]!, /default_ingress_ip_zones += \["1", "2", "3"\]/);
  });

  it('accepts no other texts', async () => {
    for (const zones of ['1, 2', 'a', '1,2,', '"', '0'])
      assert.match(
        (await answerProblems({ [FILE]: aks(OLD) }, 'frameworkVersion', { to: NEW, ingress_zones: zones })).join('\n'),
        /such as 1,2,3, or none/,
      );
  });
});
