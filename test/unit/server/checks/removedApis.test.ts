// Removed APIs in manifests: where they are, and the same answers as Pluto's.
import assert from 'node:assert/strict';
import { manifestApis } from '../../../../server/kubestack/platform/manifestApis';
import { foundIn, onlyCheck } from '../../../support/checks/checkedWorkspace';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';

/** API, kind, target version, and what Pluto answers: versions.yaml in FairwindsOps/pluto at 46b3b711d10fe8596b2458ec555ec38f2d577ee2. */
const PLUTO: readonly (readonly [string, string, number, 'removed' | 'deprecated' | 'none'])[] = [
  ['apps/v1beta2', 'Deployment', 9, 'deprecated'],
  ['apps/v1beta2', 'StatefulSet', 15, 'deprecated'],
  ['extensions/v1beta1', 'NetworkPolicy', 16, 'removed'],
  ['extensions/v1beta1', 'Ingress', 14, 'deprecated'],
  ['networking.k8s.io/v1beta1', 'Ingress', 21, 'deprecated'],
  ['networking.k8s.io/v1beta1', 'IngressClass', 22, 'removed'],
  ['apps/v1beta2', 'DaemonSet', 9, 'deprecated'],
  ['extensions/v1beta1', 'PodSecurityPolicy', 15, 'deprecated'],
  ['policy/v1beta1', 'PodSecurityPolicy', 25, 'removed'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', 14, 'deprecated'],
  ['scheduling.k8s.io/v1alpha1', 'PriorityClass', 16, 'deprecated'],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 22, 'removed'],
  ['admissionregistration.k8s.io/v1beta1', 'MutatingWebhookConfiguration', 16, 'deprecated'],
  ['admissionregistration.k8s.io/v1beta1', 'ValidatingWebhookConfiguration', 21, 'deprecated'],
  ['rbac.authorization.k8s.io/v1alpha1', 'ClusterRoleBinding', 22, 'removed'],
  ['rbac.authorization.k8s.io/v1alpha1', 'ClusterRole', 17, 'deprecated'],
  ['rbac.authorization.k8s.io/v1alpha1', 'Role', 21, 'deprecated'],
  ['rbac.authorization.k8s.io/v1alpha1', 'RoleBinding', 22, 'removed'],
  ['rbac.authorization.k8s.io/v1beta1', 'ClusterRoleBinding', 17, 'deprecated'],
  ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole', 21, 'deprecated'],
  ['rbac.authorization.k8s.io/v1beta1', 'Role', 22, 'removed'],
  ['rbac.authorization.k8s.io/v1beta1', 'RoleBinding', 17, 'deprecated'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', 24, 'deprecated'],
  ['policy/v1beta1', 'PodDisruptionBudget', 25, 'removed'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 22, 'deprecated'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 25, 'deprecated'],
  ['batch/v1beta1', 'CronJob', 25, 'removed'],
  ['storage.k8s.io/v1beta1', 'CSINode', 17, 'deprecated'],
  ['storage.k8s.io/v1beta1', 'CSIDriver', 21, 'deprecated'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 27, 'removed'],
  ['apiregistration.k8s.io/v1beta1', 'APIService', 10, 'deprecated'],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 21, 'deprecated'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', 25, 'removed'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowControl', 23, 'deprecated'],
];

const manifest = (apiVersion: string, kind: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n`;

function platform(versions: string, manifests: Record<string, string>): Record<string, string> {
  const resources = Object.keys(manifests).map(path => JSON.stringify(path));
  return {
    ...manifests,
    'main.tf': `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${HEAD}"
  configuration = { ${versions} }
}
module "eks_gc0_eu-west-1_service_app" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${HEAD}"
  providers = { kustomization = kustomization.eks_gc0_eu-west-1 }
  configuration = {
    apps = { resources = [${resources.join(', ')}] }
    ops  = {}
  }
}
`,
  };
}

/** `KS807 error: "ops": …` */
async function found(files: Record<string, string>): Promise<string[]> {
  const workspace = await workspaceOf(files, {}, lifecycleOn('2026-11-23'));
  return foundIn(workspace)
    .filter(({ check }) => /^KS80[78]$/.test(check.code))
    .map(({ check, level, finding }) => `${check.code} ${level}: ${finding.message}`);
}

describe('APIs that a version of Kubernetes removes', () => {
  assert.ok(PLUTO.length >= 30);
  for (const [apiVersion, kind, minor, expected] of PLUTO)
    it(`${apiVersion} ${kind} in 1.${minor}: ${expected}, as Pluto answers`, async () => {
      const versions = `apps = { cluster_version = "1.${minor}" }, ops = {}`;
      const codes = (await found(platform(versions, { 'manifests/a.yaml': manifest(apiVersion, kind) }))).map(text =>
        text.slice(0, 5),
      );
      const code = { removed: ['KS807'], deprecated: ['KS808'], none: [] }[expected];
      assert.deepEqual(codes, code);
    });

  it('are compared with the version of each environment', async () => {
    const files = platform('apps = { cluster_version = "1.24" }, ops = { cluster_version = "1.25" }', {
      'manifests/a.yaml': manifest('policy/v1beta1', 'PodDisruptionBudget'),
    });
    assert.deepEqual(await found(files), [
      'KS807 error: "ops": eks_gc0_eu-west-1 has Kubernetes 1.25, but policy/v1beta1 PodDisruptionBudget was removed in 1.25. Use policy/v1.',
      'KS808 hint: "apps": policy/v1beta1 PodDisruptionBudget is deprecated, and Kubernetes 1.25 removes it. Use policy/v1.',
    ]);
  });

  it('are replaced by one that exists in the version', () => {
    const api = lifecycleOn('2026-11-23').removedApi('flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema', 33);
    assert.deepEqual(api, { state: 'removed', removed: 26, replacement: 'flowcontrol.apiserver.k8s.io/v1' });
  });

  it('are not reported for an unknown version, nor for references to objects', async () => {
    const removed = { 'manifests/a.yaml': manifest('policy/v1beta1', 'PodDisruptionBudget') };
    assert.deepEqual(await found(platform('apps = { cluster_version = var.v }, ops = {}', removed)), []);
    const reference = `${manifest('autoscaling/v2', 'HorizontalPodAutoscaler')}spec:
  scaleTargetRef:
    apiVersion: extensions/v1beta1
    kind: Deployment
`;
    const versions = 'apps = { cluster_version = "1.33" }, ops = {}';
    assert.deepEqual(await found(platform(versions, { 'manifests/a.yaml': reference })), []);
    assert.equal(onlyCheck('KS807')['KS808'], 'off');
  });
});

describe('the APIs of manifests', () => {
  const apis = (text: string): string[] =>
    manifestApis(text).map(({ apiVersion, kind, start, end }) => `${apiVersion} ${kind} ${text.slice(start, end)}`);

  it('are those of each document, of the items of lists, and of JSON', () => {
    assert.deepEqual(apis(`# a\n---\nkind: "A"\napiVersion: 'b/v1' # c\n---\n${manifest('v1', 'Secret')}`), [
      'b/v1 A b/v1',
      'v1 Secret v1',
    ]);
    const list = `apiVersion: v1
kind: List
items:
  - apiVersion: a/v1
    kind: A
    spec:
      apiVersion: no/v1
      kind: No
  - kind: B
    apiVersion: b/v1
`;
    assert.deepEqual(apis(list), ['a/v1 A a/v1', 'b/v1 B b/v1']);
    assert.deepEqual(apis('{"kind": "A", "apiVersion": "a/v1"}'), ['a/v1 A a/v1']);
    assert.deepEqual(apis('{"kind": '), []);
  });

  it('are found in CRLF files, and take little time in long lines', () => {
    assert.deepEqual(apis('apiVersion: a/v1\r\nkind: A\r\n'), ['a/v1 A a/v1']);
    assert.deepEqual(apis(`${' '.repeat(200_000)}x\n${'- '.repeat(50_000)}`), []);
  });
});
