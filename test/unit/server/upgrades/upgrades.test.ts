// The versions of clusters in each environment, and the staged way to the next one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../../../common/now';
import type { Upgrades } from '../../../../common/upgrades/upgrades';
import { forecasterIn } from '../../../../server/forecast/forecaster';
import { upgradesOf } from '../../../../server/upgrades/upgrades';
import { upgradesLines, upgradesMarkdown } from '../../../../server/upgrades/upgradesText';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';

const cluster = (name: string, folder: string, apps: string, ops: string, ref = HEAD): string => `
module "${name}" {
  source = "github.com/kbst/terraform-kubestack//${folder}/cluster?ref=${ref}"
  configuration = {
    apps = {
      ${apps}
    }
    ops = {
      ${ops}
    }
  }
}
`;

async function upgrades(files: Record<string, string>, day = '2026-11-23'): Promise<Upgrades> {
  const { snapshot, files: memory } = await workspaceOf(files, {}, lifecycleOn(day));
  return now(upgradesOf(snapshot, memory.root));
}

const steps = ({ clusters }: Upgrades): string[] =>
  clusters.flatMap(each => each.steps.map(({ kind, environment, text }) => `${kind} ${environment ?? '-'}: ${text}`));

describe('upgrades', () => {
  it('begin in the environment that a change reaches first', async () => {
    const found = await upgrades({ 'main.tf': cluster('scw_gc0_fr-par', 'scaleway', 'cluster_version = "1.33"', '') });
    assert.deepEqual(found.clusters[0]?.environments, {
      ops: { version: '1.33', support: 'ended', ends: '2026-11-04', next: '1.34' },
      apps: { version: '1.33', support: 'ended', ends: '2026-11-04', next: '1.34' },
    });
    assert.equal(found.clusters[0]?.target, '1.34');
    assert.deepEqual(steps(found), [
      'change ops: Set cluster_version = "1.34" in ops on a branch, and merge its pull request.',
      'change apps: Set cluster_version = "1.34" in apps on a branch, and merge its pull request.',
      'promote apps: Promote the merged commit to apps.',
      'change -: Then repeat these steps for each version up to 1.35.',
    ]);
  });

  it('let a later environment wait for an earlier one, and name the node pools of AKS', async () => {
    const found = await upgrades({
      'main.tf': cluster(
        'aks_gc0_northeurope',
        'azurerm',
        'kubernetes_version = "1.34"',
        'kubernetes_version = "1.33"',
      ),
    });
    assert.deepEqual(steps(found), [
      'change ops: Set kubernetes_version = "1.34" in ops on a branch, and merge its pull request.',
      'nodes ops: Upgrade the node pools in ops, which keep their version.',
      'change -: Then repeat these steps for each version up to 1.35.',
    ]);
  });

  it('need another version of the framework for EKS from 1.33 on', async () => {
    const text = cluster('eks_gc0_eu-west-1', 'aws', 'cluster_version = "1.32"', '', 'v0.19.2-beta.0');
    const [first] = steps(await upgrades({ 'main.tf': text }));
    assert.match(first ?? '', /^framework -: Upgrade the framework first: .* v0\.19\.2-beta\.0, .* 1\.33\.$/);
  });

  it('name the manifests that a version rejects', async () => {
    const service = `
module "gke_gc0_europe-west1_service_app" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${HEAD}"
  providers = { kustomization = kustomization.gke_gc0_europe-west1 }
  configuration = {
    apps = { resources = ["flow.yaml"] }
    ops  = {}
  }
}
`;
    const found = await upgrades({
      'main.tf': cluster('gke_gc0_europe-west1', 'google', 'cluster_min_master_version = "1.31"', '') + service,
      'flow.yaml': 'apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: { name: a }\n',
    });
    assert.match(steps(found)[0] ?? '', /^manifests ops: "ops": .* was removed in 1\.32\. Use flowcontrol/);
  });

  it('have no steps while all versions are supported, nor without a known version', async () => {
    const supported = await upgrades({
      'main.tf': cluster('eks_gc0_eu-west-1', 'aws', 'cluster_version = "1.36"', ''),
    });
    assert.deepEqual(supported.clusters[0]?.steps, []);
    const unknown = await upgrades({ 'main.tf': cluster('eks_gc0_eu-west-1', 'aws', 'cluster_version = var.v', '') });
    assert.deepEqual(unknown.clusters[0], {
      module: 'eks_gc0_eu-west-1',
      provider: 'aws',
      framework: HEAD,
      environments: { ops: { support: 'unknown' }, apps: { support: 'unknown' } },
      steps: [],
    });
    assert.deepEqual(await upgrades({ 'main.tf': '' }), { clusters: [] });
    assert.equal(upgradesMarkdown({ clusters: [] }), '');
  });

  it('name what is retired, or will be, with what to use instead', async () => {
    const text = cluster(
      'aks_gc0_northeurope',
      'azurerm',
      'kubernetes_version = "1.34"',
      'kubernetes_version = "1.35"',
    );
    const files = {
      'main.tf': `${text}
module "aks_gc0_northeurope_service_nginx" {
  source    = "kbst.xyz/catalog/nginx/kustomization"
  version   = "1.10.1-kbst.0"
  providers = { kustomization = kustomization.aks_gc0_northeurope }
  configuration = {
    apps = {}
    ops  = {}
  }
}
resource "helm_release" "ingress" {
  repository = "https://kubernetes.github.io/ingress-nginx"
  chart      = "ingress-nginx"
}
module "aks_gc0_northeurope_service_web" {
  source    = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${HEAD}"
  providers = { kustomization = kustomization.aks_gc0_northeurope }
  configuration = {
    apps = { resources = ["manifests/web.yaml"] }
    ops  = {}
  }
}
module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=${HEAD}"
  configuration = {
    apps = { ami_type = "AL2023_x86_64_STANDARD" }
    ops  = { ami_type = "AL2_x86_64" }
  }
}
`,
      'manifests/web.yaml': 'kind: Ingress\nspec:\n  ingressClassName: webapprouting.kubernetes.azure.com\n',
      Dockerfile: 'FROM kubestack/framework:v0.19.2-beta.0\n',
    };
    const found = await upgrades(files, '2026-11-24');
    assert.deepEqual(found.retirements, [
      'aks_gc0_northeurope_service_nginx: ingress-nginx was retired on 2026-03-31. Use Gateway API.',
      'helm_release.ingress: ingress-nginx was retired on 2026-03-31. Use Gateway API.',
      'manifests/web.yaml: Managed NGINX on AKS will be retired on 2026-11-30. Use Gateway API.',
      'eks_gc0_eu-west-1 (ops): Amazon Linux 2 was retired on 2025-11-26. Use Amazon Linux 2023.',
      'aks_gc0_northeurope (apps, ops): kubenet will be retired on 2028-03-31. Use Azure CNI Overlay.',
      'aks_gc0_northeurope (apps): Ubuntu 22.04 will be retired on 2027-06-30. Use Kubernetes 1.35.',
      'Dockerfile: the image has Terraform 1.5.7, which has not been supported since 2024-01-17. Use the image of a newer release.',
    ]);
    assert.match(upgradesLines(found).join('\n'), /\n\nRetirements:\n {2}aks_gc0_northeurope_service_nginx: /);
    assert.match(upgradesMarkdown(found), /\n## Retirements\n\n- aks\\?_gc0/);
    assert.equal((await upgrades(files, '2024-12-01')).retirements, undefined);
    const later = async (day: string): Promise<string> => (await upgrades(files, day)).retirements?.join('\n') ?? '';
    assert.match(await later('2028-01-20'), /kubenet will be retired on 2028-03-31/);
    // Then it may have been postponed since the source was read.
    assert.doesNotMatch(await later('2028-04-01'), /kubenet/);
    assert.match(await later('2028-04-01'), /ingress-nginx was retired/);
  });

  it('name the OpenTofu of an image only where its version is known', async () => {
    const program = async (tag: string): Promise<readonly string[] | undefined> => {
      const text = cluster('scw_gc0_fr-par', 'scaleway', 'cluster_version = "1.36"', '');
      const files = { 'main.tf': text, Dockerfile: `FROM ghcr.io/kbst/terraform-kubestack/dev:${tag}\n` };
      return (await upgrades(files, '2026-11-24')).retirements;
    };
    assert.match(
      (await program(`test-${HEAD}`))?.[0] ?? '',
      /OpenTofu 1\.11\.5, which has not been supported since 2026-08-19/,
    );
    assert.equal(await program('test-f76c9513aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), undefined);
  });

  it('say which facts are assumed for an unknown commit of the framework', async () => {
    const text = cluster(
      'eks_gc0_eu-west-1',
      'aws',
      'cluster_version = "1.36"',
      '',
      'f76c9513aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    );
    const { notes = [] } = await upgrades({ 'main.tf': text });
    assert.equal(notes.length, 1);
    assert.ok(notes[0]?.includes('f76c9513') && notes[0].includes(HEAD), notes[0]);
  });

  it('have a forecast of each change', async () => {
    const forecaster = forecasterIn(name => readFileSync(join(__dirname, '../../../..', name)));
    const module = `variable "configuration" {
  type = map(object({ cluster_version = optional(string) }))
}
variable "configuration_base_key" {
  type    = string
  default = "apps"
}
resource "scaleway_k8s_cluster" "current" {
  name    = "a"
  version = coalesce(var.configuration[terraform.workspace].cluster_version, var.configuration["apps"].cluster_version)
}
`;
    const main = cluster('scw_gc0_fr-par', 'scaleway', 'cluster_version = "1.33"', '').replace(
      /source = .*/,
      'source = "./scaleway/cluster"',
    );
    const { snapshot, files } = await workspaceOf(
      { 'main.tf': main, 'scaleway/cluster/main.tf': module },
      {},
      lifecycleOn('2026-11-23'),
    );
    const found = now(upgradesOf(snapshot, files.root, { forecaster }));
    const forecasts = found.clusters.flatMap(each => each.steps.flatMap(({ forecast }) => forecast?.join('\n') ?? []));
    assert.equal(forecasts.length, 2);
    for (const forecast of forecasts)
      assert.match(forecast, /Updated\n.*scaleway_k8s_cluster\.current\n.*version: "1\.33" → "1\.34"/);
  });

  it('say that what a change does is unknown if the module is not installed', async () => {
    const forecaster = forecasterIn(name => readFileSync(join(__dirname, '../../../..', name)));
    const main = cluster('aks_gc0_westeurope', 'azurerm', 'kubernetes_version = "1.33"', '');
    const { snapshot, files } = await workspaceOf({ 'main.tf': main }, {}, lifecycleOn('2026-11-23'));
    const { clusters } = now(upgradesOf(snapshot, files.root, { forecaster }));
    const [forecast] = clusters.flatMap(each => each.steps.flatMap(step => (step.forecast ? [step.forecast] : [])));
    assert.deepEqual(forecast, [
      "What changes in module.aks_gc0_westeurope is unknown, since its module isn't on this machine. Run Terraform Init.",
    ]);
  });

  it('are printed as lines and as Markdown, in which names are escaped', async () => {
    const found = await upgrades({
      'main.tf': cluster('eks_gc0_eu-west-1', 'aws', 'cluster_version = "1.34"', ''),
    });
    assert.deepEqual(upgradesLines(found).slice(0, 4), [
      'eks_gc0_eu-west-1 · e70912c',
      '  ops: 1.34 · ends on 2026-12-02, extended until 2027-12-02 · next: 1.35',
      '  apps: 1.34 · ends on 2026-12-02, extended until 2027-12-02 · next: 1.35',
      '  Steps to 1.35:',
    ]);
    assert.ok(upgradesMarkdown(found).includes('| `eks_gc0_eu-west-1` | ops | 1.34 |'), upgradesMarkdown(found));
    const hostile = {
      ...found.clusters[0]!,
      module: 'a|b`\n# c',
      environments: { '<b>|': { support: 'unknown' as const } },
    };
    const text = upgradesMarkdown({ clusters: [hostile] });
    assert.ok(text.includes('| `<b>\\|` |') && !/^# c/m.test(text), text);
  });
});
