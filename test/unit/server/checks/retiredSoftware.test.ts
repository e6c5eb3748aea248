// KS809 by day, environment and version of the cluster.
import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { onlyCheck } from '../../../support/checks/checkedWorkspace';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];

const call = (name: string, path: string, apps: string, ops = ''): string => `module "${name}" {
  source = "github.com/kbst/terraform-kubestack//${path}?ref=${HEAD}"
  configuration = {
    apps = { ${apps} }
    ops  = { ${ops} }
  }
}
`;

/** `main.tf:4 warning: message` of each finding. */
async function found(texts: Readonly<Record<string, string>>, day: string): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf(texts, { checks: onlyCheck('KS809') }, lifecycleOn(day));
  return Object.keys(texts).flatMap(path =>
    now(allDiagnostics(snapshot, uri(path))).map(
      ({ range, severity, message }) =>
        `${path}:${range.start.line + 1} ${SEVERITIES[severity ?? 0]!}: ${message as string}`,
    ),
  );
}

describe('retired software', () => {
  it('is an information in the year before, and a warning afterwards, at the value of its environments', async () => {
    const files = {
      'aks.tf': call(
        'aks_gc0_northeurope',
        'azurerm/cluster',
        'kubernetes_version = "1.34"',
        'kubernetes_version = "1.35"',
      ),
    };
    assert.deepEqual(await found(files, '2026-11-24'), [
      'aks.tf:4 information: "apps": Ubuntu 22.04 will be retired on 2027-06-30. Use Kubernetes 1.35.',
    ]);
    assert.deepEqual(await found(files, '2027-07-01'), [
      'aks.tf:1 information: "apps" and "ops": kubenet will be retired on 2028-03-31. Use Azure CNI Overlay.',
      'aks.tf:4 warning: "apps": Ubuntu 22.04 was retired on 2027-06-30. Use Kubernetes 1.35.',
    ]);
    // The announcements were read too long ago.
    assert.deepEqual(await found(files, '2028-02-10'), []);
  });

  it('is a field of a manifest, also with a version of the cluster that does not run it', async () => {
    const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: code
      gitRepo:
        repository: https://example.com/code.git
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: webapprouting.kubernetes.azure.com # managed
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: example
data:
  pod.yaml: |
    image: registry.k8s.io/ingress-nginx/controller:v1.12.0
`;
    const files = (minor: number): Record<string, string> => ({
      'manifests/web.yaml': manifest,
      'aks.tf': call('aks_gc0_northeurope', 'azurerm/cluster', `kubernetes_version = "1.${minor}"`),
      'web.tf': call('aks_gc0_northeurope_service_web', 'kustomization/overlay', 'resources = ["manifests/web.yaml"]'),
    });
    const managed =
      'manifests/web.yaml:16 information: This manifest: Managed NGINX on AKS will be retired on 2026-11-30. Use Gateway API.';
    assert.deepEqual(await found(files(36), '2026-11-24'), [
      'manifests/web.yaml:8 warning: This manifest: gitRepo was retired on 2026-04-21. Use initContainers.',
      managed,
    ]);
    assert.deepEqual(await found(files(35), '2026-11-24'), [managed]);
  });
});
