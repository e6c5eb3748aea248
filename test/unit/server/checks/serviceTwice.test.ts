// KS519 for manifests of the platform, and for clusters that are reached through local modules or instances of a provider.
import { checkDiagnostics, type PlatformTexts } from '../../../support/checks/checkedWorkspace';

const service = (
  name: string,
  attributes: string,
  rest = 'providers = { kustomization = kustomization.eks_a }',
): string =>
  `module "${name}" {
  source  = "kbst.xyz/catalog/custom-manifests/kustomization"
  version = "0.4.0"
  ${rest}
  configuration = {
    apps = { ${attributes} }
    ops  = {}
  }
}
`;
const object = (apiVersion: string, kind: string, name: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: web\n`;
const MANIFESTS = {
  'web.yaml': `${object('v1', 'Service', 'web')}---\n${object('apps/v1', 'Deployment', 'server')}`,
  'api.yaml': `${object('v1', 'Service', 'api')}---\n${object('apps/v1beta1', 'Deployment', 'server')}`,
  'other.yaml': `${object('example.org/v1', 'Deployment', 'server')}---\napiVersion: v1\nkind: Pod\nmetadata:\n  generateName: web\n`,
};
const WEB = 'resources = ["web.yaml"]';
const API = 'resources = ["api.yaml"]';
const twin = (place: string, name: string, environment = 'apps'): string =>
  `${place}: In "${environment}", ${name} applies Deployment web/server to the same cluster as web. (KS519)`;

const check = (texts: PlatformTexts, findings: string[]): Promise<void> =>
  checkDiagnostics('KS519', { ...MANIFESTS, ...texts }, findings);

describe('KS519', () => {
  it('compares group, kind, namespace and name of the objects in manifests, not their versions', async () => {
    await check({ 'a.tf': service('web', WEB), 'b.tf': service('api', API) }, [twin('b.tf:1', 'api')]);
    await check({ 'a.tf': service('web', WEB), 'b.tf': service('api', 'resources = ["other.yaml"]') }, []);
  });

  it('compares the objects of each environment', async () => {
    const inOps = service('api', '').replace('ops  = {}', `ops = { ${API} }`);
    await check({ 'a.tf': service('web', WEB), 'b.tf': inOps }, [twin('b.tf:1', 'api', 'ops')]);
  });

  it('accepts services of different clusters, also of instances of one provider', async () => {
    const providers = (name: string): string => `providers = { kustomization = ${name} }`;
    await check({ 'a.tf': service('web', WEB), 'b.tf': service('api', API, providers('kustomization.eks_b')) }, []);
    const instance = (key: string): string => providers(`kustomization.clusters["${key}"]`);
    await check({ 'a.tf': service('web', WEB, instance('a')), 'b.tf': service('api', API, instance('b')) }, []);
    await check({ 'a.tf': service('web', WEB, instance('a')), 'b.tf': service('api', API, instance('a')) }, [
      twin('b.tf:1', 'api'),
    ]);
  });

  it('accepts services whose objects are not certain', async () => {
    const patches = (text: string): string =>
      `${API}, patches = [{ patch = "${text}", target = { kind = "Deployment" } }]`;
    for (const attributes of [
      `${API}, name_suffix = "-2"`,
      `${API}, components = ["more"]`,
      patches('$patch: delete'),
      patches('[{op: replace, path: /metadata/name, value: b}]'),
      `${API}, patches = [{ path = "patch.yaml" }]`,
    ])
      await check({ 'a.tf': service('web', WEB), 'b.tf': service('api', attributes) }, []);
    const conditional = 'count = 1\n  providers = { kustomization = kustomization.eks_a }';
    await check({ 'a.tf': service('web', WEB), 'b.tf': service('api', API, conditional) }, []);
    const harmless = patches('[{op: replace, path: /spec/replicas, value: 2}]');
    await check({ 'a.tf': service('web', WEB), 'b.tf': service('api', harmless) }, [twin('b.tf:1', 'api')]);
  });

  it('follows providers into local modules, and reports a module of several clusters once', async () => {
    const call = (name: string, cluster: string): string =>
      `module "${name}" {\n  source = "./shared"\n  providers = {\n    kustomization = kustomization.${cluster}\n  }\n}\n`;
    const absolute = (attributes: string): string => attributes.replace('"', '"${path.root}/');
    const shared = service('web', absolute(WEB), '') + service('api', absolute(API), '');
    await check({ 'a.tf': call('a', 'eks_a') + call('b', 'eks_b'), 'shared/main.tf': shared }, [
      twin('shared/main.tf:10', 'api'),
    ]);
    const one = { 'shared/main.tf': service('web', absolute(WEB), '') };
    await check({ ...one, 'a.tf': call('a', 'eks_a'), 'b.tf': service('api', API) }, [
      'shared/main.tf:1: In "apps", web applies Deployment web/server to the same cluster as api. (KS519)',
    ]);
    await check({ ...one, 'a.tf': call('a', 'eks_b'), 'b.tf': service('api', API) }, []);
  });
});
