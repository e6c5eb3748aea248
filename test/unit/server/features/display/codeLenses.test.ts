import { strict as assert } from 'node:assert';
import { now } from '../../../../../common/now';
import { codeLenses, resolveCodeLens } from '../../../../../server/features/display/codeLenses';
import type { Settings } from '../../../../../server/semantics/settings';
import { workspaceOf } from '../../../../support/testWorkspace';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { NEWEST, RELEASED } from '../../../../support/features/platformTexts';

const COMMANDS = ['kubestack.showEffectiveConfiguration', 'kubestack.compareEnvironments', 'kubestack.plan'];
const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';

async function lenses(
  texts: Readonly<Record<string, string>>,
  path: string,
  commands = COMMANDS,
  settings: Partial<Settings> = {},
) {
  const { snapshot, uri } = await workspaceOf(texts, settings);
  const found = codeLenses(snapshot, uri(path), commands);
  return (
    found &&
    found.map(lens => {
      assert.equal(lens.command, undefined);
      return `${lens.range.start.line + 1}: ${now(resolveCodeLens(snapshot, lens)).command?.title}`;
    })
  );
}

describe('code lenses', () => {
  it("show a module's environments in promotion order, a comparison, and a plan of the first environment", async () => {
    assert.deepEqual(await lenses(NEWEST, CLUSTER), ['1: ops · apps · apps-prod', '1: compare', '1: plan ops']);
    assert.deepEqual(await lenses(RELEASED, 'eks_gc0_eu-north-1_service_nginx.tf'), [
      '1: ops · loc · apps',
      '1: compare',
      '1: plan ops',
    ]);
  });
  it('offer no comparison for one environment, and are absent without environments', async () => {
    const cluster = (configuration: string): Record<string, string> => ({
      'main.tf': `module "eks_gc0_eu-west-1" {\n  source = "${framework('aws/cluster')}"\n  configuration_base_key = "apps-prod"\n  configuration = {${configuration}}\n}\n`,
    });
    assert.deepEqual(await lenses(cluster('apps-prod = {}'), 'main.tf'), ['1: apps-prod', '1: plan apps-prod']);
    assert.deepEqual(await lenses(cluster(''), 'main.tf'), []);
  });
  it('are absent on other modules and blocks', async () => {
    assert.deepEqual(await lenses(NEWEST, 'gke_ml0_europe-west1_providers.tf'), []);
    assert.deepEqual(await lenses(NEWEST, 'gke_ml0_europe-west1_feature_nginx.tf'), []);
  });
  it('run the commands that the client supports, for the module and its platform', async () => {
    assert.deepEqual(await lenses(NEWEST, CLUSTER, [COMMANDS[1]!]), ['1: compare']);
    const { snapshot, uri } = await workspaceOf(NEWEST);
    const [, , plan] = codeLenses(snapshot, uri(CLUSTER), COMMANDS) ?? [];
    assert.deepEqual(now(resolveCodeLens(snapshot, plan!)).command?.arguments, [
      { platform: 'file:///w', environment: 'ops' },
    ]);
  });
  it('are absent if the client supports no commands or they are turned off', async () => {
    assert.equal(await lenses(NEWEST, CLUSTER, []), null);
    assert.equal(await lenses(NEWEST, CLUSTER, COMMANDS, { codeLens: false }), null);
  });
  it('have an empty title if the module is gone when they are resolved', async () => {
    const { snapshot, uri, workspace } = await workspaceOf(NEWEST);
    const [lens] = codeLenses(snapshot, uri(CLUSTER), COMMANDS) ?? [];
    workspace.setDocument(uri(CLUSTER), '');
    assert.deepEqual(now(resolveCodeLens(snapshot, lens!)).command, { title: '', command: '' });
  });
});
