// The `terraform` block in the JSON syntax.
import assert from 'node:assert/strict';
import { checkDiagnostics, fixedOnce, linesWith, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

const platform = (terraform: unknown): PlatformTexts => ({
  '.gitignore': '.terraform/\n*.tfstate*\n',
  'main.tf': `module "eks_gc0_eu-west-1" {
  source = "${framework('aws/cluster')}"
  configuration = {
    apps = {}
    ops  = {}
  }
}
provider "kustomization" {
}
`,
  'terraform.tf.json': JSON.stringify({ terraform }),
});

describe('the terraform block in JSON', () => {
  const kustomization = { source: 'kbst/kustomization', version: '0.9.6' };
  const backends: Readonly<Record<string, unknown>> = {
    'an object': { backend: { s3: { bucket: 'b' } } },
    'a list of labels': { backend: [{ s3: { bucket: 'b' } }] },
    'a list of bodies': { backend: { s3: [{ bucket: 'b' }] } },
    'a list of blocks': [{ required_version: '>= 1.3' }, { backend: { s3: { bucket: 'b' } } }],
    'the cloud': { cloud: { organization: 'o' } },
  };
  for (const [form, terraform] of Object.entries(backends))
    it(`has a backend: ${form}`, async () => {
      await checkDiagnostics('KS514', platform(terraform), []);
    });

  it('reports a local backend', async () => {
    assert.match((await linesWith('KS514', platform({ backend: { local: {} } }))).join(), /^terraform\.tf\.json:1: /);
    assert.match((await linesWith('KS514', platform({ required_version: '1' }))).join(), /No backend is configured/);
  });

  const required: Readonly<Record<string, unknown>> = {
    'an object': { required_providers: { kustomization } },
    'a list': { required_providers: [{ kustomization }] },
    'a list of blocks': [{ backend: { s3: {} } }, { required_providers: { kustomization } }],
  };
  for (const [form, terraform] of Object.entries(required))
    it(`has the source of a provider: ${form}`, async () => {
      await checkDiagnostics('KS406', platform(terraform), []);
    });

  it('without the source of a provider is reported, and not fixed by a second block', async () => {
    const texts = platform({ required_providers: { aws: { source: 'hashicorp/aws' } } });
    assert.match((await linesWith('KS406', texts)).join(), /^terraform\.tf\.json:1: .*kbst\/kustomization/);
    assert.equal(await fixedOnce('KS406', texts), undefined);
  });

  it('with a secret is reported', async () => {
    const texts = platform({ backend: { s3: { secret_key: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00' } } });
    assert.equal((await linesWith('KS513', texts)).length, 1);
  });
});
