// Mistakes in places that are easily overlooked: variables files, expressions, and files of generators and patches.
import assert from 'node:assert/strict';
import { checkDiagnostics, fixedOnce, linesWith, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

describe('KS513 in files with the values of variables', () => {
  const cluster = {
    'main.tf': `module "gke_a" {\n  source = "${framework('google/cluster')}"\n  configuration = {\n    apps = {}\n  }\n}\n`,
  };
  const files: PlatformTexts = {
    'secrets.auto.tfvars': 'settings = {\n  db_password = "aB3dE5gH7jK9mN1p"\n}\n',
    'more.auto.tfvars.json': '{\n  "db_password": "aB3dE5gH7jK9mN1p"\n}\n',
    'ops.tfvars.json': '{\n  "key": "AKIAQ3EGR4T5Y6U7I8O9"\n}\n',
    'terraform.tfvars': '\ntoken = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"\n',
  };
  it('is reported', async () => {
    const found = (await linesWith('KS513', { ...cluster, ...files })).map(line => line.split(': ', 2).join(': '));
    assert.deepEqual(found.sort(), [
      'more.auto.tfvars.json:2: Hard-coded db_password',
      'ops.tfvars.json:2: Hard-coded AWS access key',
      'secrets.auto.tfvars:2: Hard-coded db_password',
      'terraform.tfvars:2: Hard-coded GitHub token',
    ]);
  });

  const ignored: Readonly<Record<string, number>> = {
    '*.tfvars*\n': 0,
    '*.tfvars\n*.tfvars.json\n!ops.tfvars.json\n': 1,
    '/secrets.auto.tfvars\n# *\n': 3,
    'other/*.tfvars\n': 4,
    '**/*.auto.*\n': 2,
    '*': 0,
  };
  for (const [text, count] of Object.entries(ignored))
    it(`is not in the repository if Git ignores the file: ${JSON.stringify(text)}`, async () => {
      assert.equal((await linesWith('KS513', { ...cluster, ...files, '.gitignore': text })).length, count);
    });
});

describe('KS316', () => {
  const cluster = (region: string): PlatformTexts => ({
    'main.tf': `module "scw_web0_nl-ams" {
  source = "${framework('scaleway/cluster')}"
  providers = {
    scaleway = scaleway.web0
  }
  configuration = {
    apps = { region = "nl-ams" }
    ops  = { region = "fr-par" }
  }
}
provider "scaleway" {
  alias  = "web0"
  region = ${region}
}
variable "region" {
  default = "fr-par"
}
`,
  });

  it('compares a region that a variable sets, and does not replace the variable', async () => {
    await checkDiagnostics('KS316', cluster('var.region'), [
      'main.tf:13: The provider is in fr-par, but scw_web0_nl-ams is in nl-ams (environment "apps"). (KS316)',
    ]);
    assert.equal(await fixedOnce('KS316', cluster('var.region')), undefined);
    await checkDiagnostics('KS316', { ...cluster('var.region'), 'a.auto.tfvars': 'region = "nl-ams"\n' }, [
      'main.tf:13: The provider is in nl-ams, but scw_web0_nl-ams is in fr-par (environment "ops"). (KS316)',
    ]);
  });

  it('compares regions per environment', async () => {
    const right = 'terraform.workspace == "ops" ? "fr-par" : "nl-ams"';
    await checkDiagnostics('KS316', cluster(right), []);
    await checkDiagnostics('KS316', cluster('data.http.x.response_body'), []);
  });
});

describe('KS407 in try', () => {
  const provider = (token: string): PlatformTexts => ({
    'main.tf': `module "aks_gc0_westeurope" {
  source = "${framework('azurerm/cluster', 'v0.19.2-beta.0')}"
  configuration = {
    apps = {}
  }
}
locals {
  kubeconfig = yamldecode(module.aks_gc0_westeurope.kubeconfig)
}
provider "kubernetes" {
  token = ${token}
}
`,
  });
  const TOKEN = 'local.kubeconfig["users"][0]["user"]["token"]';
  for (const token of [`try(${TOKEN}, null)`, `try(${TOKEN}, "")`, `(try(${TOKEN}))`])
    it(`is reported and fixed: ${token}`, async () => {
      assert.equal((await linesWith('KS407', provider(token))).length, 1);
      const fixed = await fixedOnce('KS407', provider(token));
      assert.match(fixed?.['main.tf'] ?? '', /client_certificate/);
      assert.doesNotMatch(fixed?.['main.tf'] ?? '', /token/);
    });

  it('is not reported with another token', async () => {
    await checkDiagnostics('KS407', provider(`try(${TOKEN}, var.token)`), []);
  });
});

describe('KS508', () => {
  const service = (attributes: string): PlatformTexts => ({
    'main.tf': 'module "eks_gc0_eu-west-1_feature_web" {\n  source = "./modules/web"\n}\n',
    'modules/web/main.tf': `module "web" {
  source = "${framework('kustomization/overlay')}"
  configuration = {
    apps = {
      ${attributes}
    }
    ops = {}
  }
}
`,
    'modules/web/files/web.conf': 'a',
    'modules/web/files/patch.yaml': 'kind: Deployment',
    'files/known.conf': 'a',
  });
  const written: Readonly<Record<string, readonly [path: string, fixed: string]>> = {
    'config_map_generator = [{ name = "a", files = ["files/web.conf"] }]': [
      'files/web.conf',
      'files = ["${path.module}/files/web.conf"]',
    ],
    'config_map_generator = [{ name = "a", files = ["key=./files/web.conf"] }]': [
      './files/web.conf',
      'files = ["key=${path.module}/files/web.conf"]',
    ],
    'secret_generator = [{ name = "a", envs = ["files/web.conf"] }]': [
      'files/web.conf',
      'envs = ["${path.module}/files/web.conf"]',
    ],
    'patches = [{ path = "files/patch.yaml" }]': ['files/patch.yaml', 'path = "${path.module}/files/patch.yaml"'],
  };
  for (const [attributes, [path, fixed]] of Object.entries(written))
    it(`is reported and fixed: ${attributes}`, async () => {
      const lines = await linesWith('KS508', service(attributes));
      assert.equal(lines.length, 1);
      assert.ok(lines[0]!.startsWith(`modules/web/main.tf:5: "${path}" in "apps" doesn't exist`), lines[0]);
      assert.ok((await fixedOnce('KS508', service(attributes)))?.['modules/web/main.tf']?.includes(fixed));
    });

  it('is not reported for files of the root module, for files that do not exist, and for content', async () => {
    for (const attributes of [
      'config_map_generator = [{ name = "a", files = ["files/known.conf", "files/none.conf"], literals = ["files/web.conf=a"] }]',
      'patches = [{ patch = "files/patch.yaml" }, { path = "${path.module}/files/patch.yaml" }]',
    ])
      await checkDiagnostics('KS508', service(attributes), []);
  });
});
