// Checks find the same mistake in different forms.
import assert from 'node:assert/strict';
import { frameworkImages, usesFrameworkImage } from '../../../../server/checks/platform/frameworkImages';
import { checkDiagnostics, fixedOnce, linesWith } from '../../../support/checks/checkedWorkspace';
import { workspaceOf } from '../../../support/testWorkspace';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const cluster = (extra = '') => `module "gke_ml0_europe-west1" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
${extra}
  configuration = {
    apps = { name_prefix = "ml0" }
  }
}
`;
const overlay = (environments: string) => `module "feature" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${HEAD}"

  configuration = {
${environments}
  }
}
`;

describe('KS103: versions of framework images', () => {
  const versions = async (text: string): Promise<string[]> => {
    const { snapshot, uri } = await workspaceOf({ Dockerfile: text });
    const file = snapshot.model.workspace.texts.file(uri('Dockerfile'))!;
    return frameworkImages(file).map(
      ({ version, versionRange: { start, end }, variant }) => `${version} ${variant ?? '-'} ${text.slice(start, end)}`,
    );
  };
  for (const [text, wanted] of [
    ['ARG V=v0.18.0-beta.0\nFROM kubestack/framework:$V\n', 'v0.18.0-beta.0 - v0.18.0-beta.0'],
    ['ARG V="v0.18.0-beta.0"\nFROM kubestack/framework:${V}-eks AS x\n', 'v0.18.0-beta.0 eks v0.18.0-beta.0'],
    ['FROM kubestack/framework:${V:-v0.18.0-beta.0}-gke\r\n', 'v0.18.0-beta.0 gke v0.18.0-beta.0'],
    ['ARG I=kubestack/framework:v0.18.0-beta.0-aks\nFROM ${I}\n', 'v0.18.0-beta.0 aks v0.18.0-beta.0'],
    ['FROM kubestack/framework:v0.18.0-beta.0@sha256:ab\n', 'v0.18.0-beta.0 - v0.18.0-beta.0'],
    [
      'ARG M=v0.18\nFROM kubestack/framework:${M}.0-beta.0\n',
      'v0.18.0-beta.0 - v0.18\nFROM kubestack/framework:${M}.0-beta.0',
    ],
  ] as const)
    it(JSON.stringify(text), async () => assert.deepEqual(await versions(text), [wanted]));

  it('a version in a build argument without default is unknown', async () => {
    assert.deepEqual(await versions('ARG V\nFROM kubestack/framework:${V}\n'), []);
  });

  it('images of commits are framework images', async () => {
    const { snapshot, uri } = await workspaceOf({
      Dockerfile: 'FROM ghcr.io/kbst/terraform-kubestack/dev:0123abc-eks\n',
    });
    assert.equal(usesFrameworkImage(snapshot.model.workspace.texts.file(uri('Dockerfile'))!), true);
  });
});

describe('KS301: overlays without resources', () => {
  const RESOURCES = 'resources = ["a.yaml"]';
  for (const [what, environments, wanted] of [
    ['reports an empty base', `apps = {}\n    ops = { ${RESOURCES} }`, ['apps']],
    [
      'reports an environment that sets an empty list',
      `apps = { ${RESOURCES} }\n    ops = { resources = [] }`,
      ['ops'],
    ],
    [
      'ignores overlays that set more than resources',
      `apps = { ${RESOURCES}, namespace = "x" }\n    ops = { resources = [] }`,
      [],
    ],
    ['ignores environments that inherit resources', `apps = { ${RESOURCES} }\n    ops = {}`, []],
  ] as const)
    it(what, async () => {
      const lines = await linesWith('KS301', { 'main.tf': overlay(environments) });
      assert.deepEqual(
        lines.map(line => /: "([^"]+)" applies nothing/.exec(line)?.[1]),
        [...wanted],
        lines.join('\n'),
      );
    });
});

it('KS501: a cluster whose providers have another alias needs no second set of providers', async () => {
  const providers = 'provider "google" {\n  alias = "main"\n}\n';
  const texts = (extra: string) => ({
    'gke_ml0_europe-west1_cluster.tf': cluster(extra),
    'providers.tf': providers,
  });
  await checkDiagnostics('KS501', texts('  providers = { google = google.main }'), []);
  assert.equal((await linesWith('KS501', texts('  providers = { google = google.other }'))).length, 1);
});

it('KS508: checks modules beside the root module', async () => {
  const texts = {
    'platform/main.tf': 'module "eks_gc0_eu-west-1_feature_metrics" {\n  source = "../shared/metrics"\n}\n',
    'shared/metrics/main.tf': overlay('    apps = { resources = ["manifests/upstream.yaml"] }'),
    'shared/metrics/manifests/upstream.yaml': 'kind: Namespace\nmetadata:\n  name: metrics\n',
  };
  const lines = await linesWith('KS508', texts);
  assert.equal(lines.length, 1, lines.join('\n'));
  assert.match(lines[0]!, /^shared\/metrics\/main\.tf:5: /);
  await checkDiagnostics('KS508', (await fixedOnce('KS508', texts))!, []);
});

describe('KS513: hard-coded values of secrets', () => {
  const generator = (literals: string) =>
    overlay(`    apps = { secret_generator = [{ name = "db", literals = ${literals} }] }`);
  it('reports values in function calls', async () => {
    const lines = await linesWith('KS513', {
      'main.tf': generator('concat(["user=x"], var.more, ["password=correct-horse"])'),
    });
    assert.equal(lines.length, 2, lines.join('\n'));
  });
  it('reports values in locals and variables files once', async () => {
    const texts = {
      'main.tf':
        generator('local.literals') +
        overlay('    apps = { secret_generator = var.secrets }').replace('"feature"', '"other"'),
      'locals.tf': 'locals {\n  literals = ["password=correct-horse"]\n}\n\nvariable "secrets" {}\n',
      'terraform.tfvars': 'secrets = [{ name = "x", literals = ["token=abc"] }]\n',
    };
    await checkDiagnostics('KS513', texts, [
      'locals.tf:2: Hard-coded value of the secret password: anyone with access to the repository can read it. (KS513)',
      'terraform.tfvars:1: Hard-coded value of the secret token: anyone with access to the repository can read it. (KS513)',
    ]);
  });
});

it('KS514: the image of a commit keeps credentials in .user/, too', async () => {
  const lines = await linesWith('KS514', {
    'main.tf': `${cluster()}terraform {\n  backend "gcs" {}\n}\n`,
    '.gitignore': '**/.terraform/*\n*.tfstate\n',
    '.git/HEAD': 'ref: refs/heads/main\n',
    Dockerfile: `FROM ghcr.io/kbst/terraform-kubestack/dev:${HEAD}-gke\n`,
  });
  assert.deepEqual(lines, [".gitignore:1: Git doesn't ignore .user/. (KS514)"]);
});

describe('KS601: README tables', () => {
  const readme = (table: string) => `# P\n\n## Platform\n\n### Clusters\n\n${table}\n`;
  const configuration = '\n### Configuration\n\n| Setting | Value |\n|---|---|\n| Framework version | x |\n';
  it('reads tables without bars at the ends of their lines', async () => {
    const table =
      'Cluster name | Provider | Region | `name_prefix`\n:-- | --- | --- | ---\ngke_ml0 | google | europe-west1 | ml0';
    const texts = { 'main.tf': cluster(), 'README.md': readme(table + '\n' + configuration) };
    await checkDiagnostics('KS601', texts, []);
    const short = { ...texts, 'README.md': texts['README.md'].replace(' | ml0', '') };
    assert.equal((await linesWith('KS601', short)).length, 1, 'their rows are looked at');
  });
  it('offers a fix that needs confirmation if the section has other content', async () => {
    const html = { 'main.tf': cluster(), 'README.md': readme(`<table><tr><td>a</td></tr></table>\n${configuration}`) };
    const { foundIn } = await import('../../../support/checks/checkedWorkspace');
    const workspace = await workspaceOf(html, {});
    const [fix] = foundIn(workspace)
      .find(({ check }) => check.code === 'KS601')!
      .fixes();
    assert.notEqual(fix?.isPreferred, true);
  });
});
