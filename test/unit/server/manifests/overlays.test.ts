import * as assert from 'node:assert/strict';
import type { Overlay, PlatformOverlays } from '../../../../common/manifests/overlay';
import { overlaysIn } from '../../../../server/manifests/overlays';
import { now } from '../../../../common/now';
import { workspaceOf } from '../../../support/testWorkspace';

const SOURCE =
  'github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30';
const service = (apps: string, ops = ''): string =>
  `module "web" {\n  source = "${SOURCE}"\n  configuration = {\n    apps = {\n${apps}\n    }\n    ops = {\n${ops}\n    }\n  }\n}\n`;

async function platformOf(
  texts: Record<string, string>,
  selection: { environment?: string; module?: string } = {},
): Promise<PlatformOverlays> {
  const { snapshot, files } = await workspaceOf(texts);
  const [platform, ...others] = now(overlaysIn(snapshot, { uri: files.root, ...selection }));
  assert.equal(others.length, 0);
  return platform!;
}
const only = (platform: PlatformOverlays, environment: string): Overlay => {
  const [found, ...others] = platform.overlays.filter(each => each.environment === environment);
  assert.equal(others.length, 0);
  return found!;
};
const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: shop\n';

describe('the overlays of a platform', () => {
  it('contain the effective configuration of each environment', async () => {
    const platform = await platformOf({
      'main.tf': service(
        'resources = ["m/a.yaml"]\ncommon_labels = { a = "1" }\nreplicas = [{ name = "a", count = 2 }]',
        'common_labels = { b = "2" }\nreplicas = [{ name = "a", count = 1 }]',
      ),
      'm/a.yaml': OBJECT,
    });
    assert.deepEqual(only(platform, 'ops').arguments, {
      resources: ['m/a.yaml'],
      common_labels: { a: '1', b: '2' },
      replicas: [{ name: 'a', count: 1 }],
    });
    assert.deepEqual(only(platform, 'apps').arguments['replicas'], [{ name: 'a', count: 2 }]);
    assert.deepEqual(platform.environments, ['ops', 'apps']);
    assert.deepEqual(Object.keys(platform.files), ['m/a.yaml']);
    assert.deepEqual(
      platform.sources.map(({ kind, name, namespace, line }) => ({ kind, name, namespace, line })),
      [{ kind: 'ConfigMap', name: 'a', namespace: 'shop', line: 0 }],
    );
  });

  it('have the name of the call in the root module, also in local modules', async () => {
    const platform = await platformOf({
      'main.tf': 'module "eks_a_b_feature_web" {\n  source = "./modules/web"\n}\n',
      'modules/web/main.tf': service('resources = ["${path.module}/a.yaml"]'),
      'modules/web/a.yaml': OBJECT,
    });
    const { module, address, arguments: passed } = only(platform, 'ops');
    assert.deepEqual(
      { module, address },
      { module: 'module.eks_a_b_feature_web', address: 'module.eks_a_b_feature_web.module.web' },
    );
    assert.deepEqual(passed['resources'], ['modules/web/a.yaml']);
  });

  it('list the files that kustomizations, generators and patches read', async () => {
    const platform = await platformOf({
      'main.tf': service(
        'resources = ["base"]\npatches = [{ path = "p.yaml" }]\nsecret_generator = [{ name = "s", envs = ["s.env"], files = ["key=k.txt"] }]',
      ),
      'base/kustomization.yaml': 'resources: [a.yaml, ../shared]\n',
      'base/a.yaml': OBJECT,
      'shared/kustomization.yml': 'resources: [b.yaml]\n',
      'shared/b.yaml': OBJECT,
      'p.yaml': OBJECT,
      's.env': 'A=b\n',
      'k.txt': 'k\n',
      'other.yaml': OBJECT,
    });
    assert.deepEqual(only(platform, 'apps').files.sort(), [
      'base/a.yaml',
      'base/kustomization.yaml',
      'k.txt',
      'p.yaml',
      's.env',
      'shared/b.yaml',
      'shared/kustomization.yml',
    ]);
  });

  it('list remote resources without fetching them', async () => {
    const remote = ['https://example.org/a.yaml', 'github.com/org/repo//base?ref=v1', 'git@example.org:org/repo.git'];
    const platform = await platformOf({ 'main.tf': service(`resources = ${JSON.stringify(remote)}`) });
    const overlay = only(platform, 'apps');
    assert.deepEqual(overlay.remote, remote);
    assert.deepEqual(overlay.problems, []);
  });

  it('report missing files, which kustomize would interpret as repositories', async () => {
    const platform = await platformOf({ 'main.tf': service('resources = ["m/none.yaml", "none"]') });
    assert.deepEqual(only(platform, 'apps').problems, ['There is no file m/none.yaml.', 'There is no file none.']);
    assert.deepEqual(only(platform, 'apps').remote, []);
  });

  it('read nothing outside the workspace', async () => {
    const platform = await platformOf({ 'main.tf': service('resources = ["../../etc/passwd", "/etc/shadow"]') });
    const { problems } = only(platform, 'apps');
    assert.equal(problems.length, 2, problems.join());
    for (const problem of problems) assert.match(problem, /outside the workspace/);
    assert.deepEqual(platform.files, {});
  });

  it('contain no sensitive or unknown values', async () => {
    const platform = await platformOf({
      'main.tf': `variable "word" {\n  default = "planted"\n  sensitive = true\n}\nvariable "later" {}\n${service('resources = ["a.yaml"]\nsecret_generator = [{ name = "s", literals = ["word=${var.word}"] }]\nname_prefix = var.later')}`,
      'a.yaml': OBJECT,
    });
    const overlay = only(platform, 'apps');
    assert.deepEqual(overlay.problems, [
      'name_prefix is not known before a plan: var.later.',
      'secret_generator has a sensitive value, which is not passed to a program.',
    ]);
    assert.doesNotMatch(JSON.stringify(platform), /planted/);
  });

  it("report a kustomization in the module's folder, which the provider rejects", async () => {
    const platform = await platformOf({
      'main.tf': service('resources = ["a.yaml"]'),
      'a.yaml': OBJECT,
      Kustomization: '',
    });
    assert.match(only(platform, 'apps').problems.join(), /a folder that already has a Kustomization/);
  });

  it('can be requested for one service and environment', async () => {
    const texts = {
      'main.tf': service('resources = ["a.yaml"]') + service('resources = ["a.yaml"]').replace('"web"', '"other"'),
      'a.yaml': OBJECT,
    };
    const { overlays } = await platformOf(texts, { environment: 'ops', module: 'other' });
    assert.deepEqual(
      overlays.map(({ module, environment }) => [module, environment]),
      [['module.other', 'ops']],
    );
  });

  it("of a catalog service start with the module's variant", async () => {
    const installed = '.terraform/modules/nginx';
    const platform = await platformOf({
      'main.tf':
        'module "nginx" {\n  source = "kbst.xyz/catalog/nginx/kustomization"\n  version = "1.10.1-kbst.0"\n  configuration = {\n    apps = { additional_resources = ["more.yaml"] }\n    ops = { variant = "small" }\n  }\n}\n',
      'more.yaml': OBJECT,
      '.terraform/modules/modules.json': JSON.stringify({
        Modules: [
          { Key: 'nginx', Source: 'kbst.xyz/catalog/nginx/kustomization', Version: '1.10.1-kbst.0', Dir: installed },
        ],
      }),
      [`${installed}/variables.tf`]:
        'variable "configuration" {\n  type = map(object({ resources = optional(list(string)), variant = optional(string), additional_resources = optional(list(string)) }))\n}\nvariable "configuration_base_key" {\n  default = "apps"\n}\n',
      [`${installed}/default_variant.tf`]: 'locals {\n  default_variant = "base"\n}\n',
      [`${installed}/base/kustomization.yaml`]: 'resources: [a.yaml]\n',
      [`${installed}/base/a.yaml`]: OBJECT,
      [`${installed}/small/kustomization.yaml`]: 'resources: [../base]\n',
    });
    assert.deepEqual(only(platform, 'apps').problems, []);
    assert.deepEqual(only(platform, 'apps').arguments, { resources: [`${installed}/base/`, 'more.yaml'] });
    assert.deepEqual(only(platform, 'ops').arguments, { resources: [`${installed}/small/`, 'more.yaml'] });
    assert.deepEqual(only(platform, 'ops').problems, []);
  });
});
