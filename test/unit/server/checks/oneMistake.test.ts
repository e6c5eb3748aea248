// A mistake is reported once, at its location, and not also as a missing part of everything else.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { framework, HEAD } from '../../../support/kubestack/effectiveOf';
import { workspaceOf } from '../../../support/testWorkspace';

const RELEASE = 'v0.19.2-beta.0';

function cluster(name: string, environments: string, { ref = RELEASE, head = '' } = {}): Record<string, string> {
  return {
    [`${name}.tf`]: `module "${name}" {
  source = "${framework('google/cluster', ref)}"
${head}
  configuration = {
${environments}
  }
}
`,
  };
}
const usual = '    apps = {}\n    ops = {}';

/** `file code message` of findings about environments and names. */
async function findings(texts: Readonly<Record<string, string>>): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf(texts);
  const codes = ['KS201', 'KS202', 'KS203', 'KS204', 'KS205', 'KS206', 'KS211', 'KS213', 'KS310', 'KS312'];
  return Object.keys(texts).flatMap(path =>
    now(allDiagnostics(snapshot, uri(path)))
      .filter(({ code }) => codes.includes(String(code)))
      .map(({ code }) => `${path} ${String(code)}`),
  );
}

describe('one mistake causes one finding', () => {
  const others = { ...cluster('gke_b', usual), ...cluster('gke_c', usual) };

  it('KS201 for a misspelt base environment, not KS202 in the other modules', async () => {
    assert.deepEqual(await findings({ ...cluster('gke_a', '    prod = {}\n    ops = {}'), ...others }), [
      'gke_a.tf KS201',
    ]);
  });

  it('KS202 for another misspelt environment, only in the module that has the mistake', async () => {
    assert.deepEqual(await findings({ ...cluster('gke_a', '    apps = {}\n    op = {}'), ...others }), [
      'gke_a.tf KS202',
    ]);
  });

  it('KS202 in the modules that lack a new environment', async () => {
    assert.deepEqual(await findings({ ...cluster('gke_a', `${usual}\n    apps-dev = {}`), ...others }), [
      'gke_b.tf KS202',
      'gke_c.tf KS202',
    ]);
  });

  it('KS202 in each of two clusters that lack an environment of the other', async () => {
    const two = { ...cluster('gke_a', '    apps = {}\n    op = {}'), ...cluster('gke_b', usual) };
    assert.deepEqual(await findings(two), ['gke_a.tf KS202', 'gke_b.tf KS202']);
  });

  it('KS211 for a local environment at the newest version, not KS202 for the modules without it', async () => {
    const ref = { ref: HEAD };
    const readme =
      '# A\n\n## Platform\n\n### Configuration\n\n| Setting | Value |\n| --- | --- |\n| Environment names | apps, ops |\n';
    const texts = {
      ...cluster('gke_a', `${usual}\n    loc = {}`, ref),
      ...cluster('gke_b', usual, ref),
      'README.md': readme,
    };
    assert.deepEqual(await findings(texts), ['gke_a.tf KS211']);
    const released = { ...cluster('gke_a', `${usual}\n    loc = {}`), ...cluster('gke_b', usual) };
    assert.deepEqual(await findings(released), ['gke_b.tf KS202'], 'up to v0.19.2 it is one');
  });

  it('KS204 or KS205 for a wrong base key, not also for the promotion order', async () => {
    const three = '    apps-prod = {}\n    apps = {}\n    ops = {}';
    const head = { head: '  configuration_base_key = "apps-prod"' };
    const name = 'gke_web0_europe-west1';
    const platform = (own: { head?: string }): Record<string, string> => ({
      ...cluster(name, three, own),
      ...cluster('gke_web0_europe-west4', three, head),
      ...cluster('gke_web0_us-east1', three, head),
      [`${name}_providers.tf`]: '',
    });
    assert.deepEqual(await findings(platform({})), [`${name}.tf KS204`]);
    assert.deepEqual(await findings(platform({ head: '  configuration_base_key = "apps"' })), [`${name}.tf KS205`]);
  });

  it('KS310 for an invalid prefix, not also KS312 for the name of the cluster', async () => {
    const environments = '    apps = { name_prefix = "Web_0", region = "europe-west1" }\n    ops = {}';
    assert.deepEqual(await findings(cluster('gke_web0_europe-west1', environments)), [
      'gke_web0_europe-west1.tf KS310',
    ]);
  });
});
