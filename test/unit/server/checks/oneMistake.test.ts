// One mistake is told once: where it is, and not again as what everything else lacks.
import assert from 'node:assert/strict';
import { allDiagnostics } from '../../../../server/codeActions/checkedDiagnostics';
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

/** `file code message` of what is told of environments and names. */
async function told(texts: Readonly<Record<string, string>>): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf(texts);
  const codes = ['KS201', 'KS202', 'KS203', 'KS204', 'KS205', 'KS206', 'KS211', 'KS213', 'KS310', 'KS312'];
  return Object.keys(texts).flatMap(path =>
    allDiagnostics(snapshot, uri(path))
      .filter(({ code }) => codes.includes(String(code)))
      .map(({ code }) => `${path} ${String(code)}`),
  );
}

describe('one mistake', () => {
  const others = { ...cluster('gke_b', usual), ...cluster('gke_c', usual) };

  it('in the name of the base asks no other module for that name', async () => {
    assert.deepEqual(await told({ ...cluster('gke_a', '    prod = {}\n    ops = {}'), ...others }), ['gke_a.tf KS201']);
  });

  it('in the name of another environment is told there alone', async () => {
    assert.deepEqual(await told({ ...cluster('gke_a', '    apps = {}\n    op = {}'), ...others }), ['gke_a.tf KS202']);
  });

  it('is none where a new environment begins in one module: the others lack it', async () => {
    assert.deepEqual(await told({ ...cluster('gke_a', `${usual}\n    apps-dev = {}`), ...others }), [
      'gke_b.tf KS202',
      'gke_c.tf KS202',
    ]);
  });

  it('is on nobody where two clusters differ: each lacks what the other has', async () => {
    const two = { ...cluster('gke_a', '    apps = {}\n    op = {}'), ...cluster('gke_b', usual) };
    assert.deepEqual(await told(two), ['gke_a.tf KS202', 'gke_b.tf KS202']);
  });

  it('of a local environment at the newest generation asks nobody for one', async () => {
    const ref = { ref: HEAD };
    const readme =
      '# A\n\n## Platform\n\n### Configuration\n\n| Setting | Value |\n| --- | --- |\n| Environment names | apps, ops |\n';
    const texts = {
      ...cluster('gke_a', `${usual}\n    loc = {}`, ref),
      ...cluster('gke_b', usual, ref),
      'README.md': readme,
    };
    assert.deepEqual(await told(texts), ['gke_a.tf KS211']);
    const released = { ...cluster('gke_a', `${usual}\n    loc = {}`), ...cluster('gke_b', usual) };
    assert.deepEqual(await told(released), ['gke_b.tf KS202'], 'up to v0.19.2 it is one');
  });

  it('in the base key does not ask for an order that follows from it', async () => {
    const three = '    apps-prod = {}\n    apps = {}\n    ops = {}';
    const head = { head: '  configuration_base_key = "apps-prod"' };
    const name = 'gke_web0_europe-west1';
    const platform = (own: { head?: string }): Record<string, string> => ({
      ...cluster(name, three, own),
      ...cluster('gke_web0_europe-west4', three, head),
      ...cluster('gke_web0_us-east1', three, head),
      [`${name}_providers.tf`]: '',
    });
    assert.deepEqual(await told(platform({})), [`${name}.tf KS204`]);
    assert.deepEqual(await told(platform({ head: '  configuration_base_key = "apps"' })), [`${name}.tf KS205`]);
  });

  it('in a prefix is not what the cluster is to be called after', async () => {
    const environments = '    apps = { name_prefix = "Web_0", region = "europe-west1" }\n    ops = {}';
    assert.deepEqual(await told(cluster('gke_web0_europe-west1', environments)), ['gke_web0_europe-west1.tf KS310']);
  });
});
