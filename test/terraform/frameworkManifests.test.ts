// Platform services as the scaffolds write them, planned by the framework's own module and the real provider in every environment: the
// objects that a plan creates are those that we show. KUBESTACK_FRAMEWORK_CLONE names a clone of the framework's repository.
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { goJson } from '../../common/manifests/kubernetesObject';
import { manifestsOf, renderPlatform } from '../../common/manifests/render';
import { providerTarget } from '../../common/node/renderingFiles';
import { commandLineHost } from '../../server/cli/renderingPrograms';
import { overlaysIn } from '../../server/manifests/overlays';
import { runToCompletion } from '../../server/scheduling/runToCompletion';
import { OVERLAY_FILES } from '../support/manifests/arbitraryOverlay';
import { goTools, PROVIDER_VERSION } from '../support/manifests/goTools';
import { readSamplePlatform } from '../support/scaffold/platformFiles';
import { scaffolded, type Texts } from '../support/scaffold/scaffolded';
import { workspaceOf } from '../support/testWorkspace';

const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: none
clusters: [{ name: none, cluster: { server: "https://127.0.0.1:1" } }]
contexts: [{ name: none, context: { cluster: none, user: none } }]
users: [{ name: none, user: { token: none } }]
`;

describe('services planned by the framework', function () {
  this.timeout(900_000);
  const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'] ?? '';
  let folder = '';

  before(function () {
    if (clone === '' || !existsSync(clone)) this.skip();
    const { provider } = goTools(this);
    folder = mkdtempSync(join(tmpdir(), 'kubestack-framework-'));
    const target = `mirror/registry.terraform.io/kbst/kustomization/${PROVIDER_VERSION}/${providerTarget(process.platform, process.arch)}`;
    mkdirSync(join(folder, target), { recursive: true });
    linkSync(provider, join(folder, target, `terraform-provider-kustomization_v${PROVIDER_VERSION}`));
    const mirror = JSON.stringify(join(folder, 'mirror'));
    writeFileSync(
      join(folder, 'terraform.rc'),
      `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`,
    );
    const config = `[url "${clone}"]\n  insteadOf = https://github.com/kbst/terraform-kubestack.git\n[safe]\n  directory = *\n`;
    writeFileSync(join(folder, 'gitconfig'), config);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('create the rendered objects in each environment', async () => {
    const texts = await services();
    const root = join(folder, 'platform');
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    terraform(root, ['init', '-input=false']);
    const { snapshot, files } = await workspaceOf(texts);
    const [platform] = runToCompletion(overlaysIn(snapshot, { uri: files.root }));
    assert.ok(platform);
    const { renderer, overlays } = await renderPlatform(platform, { folder: root }, commandLineHost(process.env));
    assert.equal(renderer, `kustomization provider ${PROVIDER_VERSION}`);
    assert.deepEqual(
      overlays.flatMap(({ problems }) => problems),
      [],
    );
    for (const environment of ['ops', 'apps', 'apps-prod']) {
      const planned = plannedObjects(root, environment);
      const shown = overlays
        .filter(({ overlay }) => overlay.environment === environment)
        .flatMap(({ overlay, objects }) =>
          Object.entries(manifestsOf(objects)).map(([id, text]) => `${overlay.address} ${id} ${text}`),
        );
      assert.ok(shown.length >= 10, `${shown.length} objects`);
      assert.deepEqual(shown.sort(), planned, environment);
    }
  });

  /** The sample's service, and one from manifests and one from a chart as the scaffolds write them, bound to two clusters; no clusters. */
  async function services(): Promise<Texts> {
    const clusters = ['gke_data0_europe-west4', 'scw_web0_fr-par'];
    const sample = readSamplePlatform('three-environments');
    const manifests = await scaffolded(sample, 'service', {
      feature: 'agent',
      manifest_url: 'https://github.com/acme/agent/releases/download/v1.2.3/agent.yaml',
      clusters,
      overrides: { ops: { replicas: [{ name: 'web', count: 1 }] } },
    });
    const chart = {
      chart: 'oci://quay.io/acme/charts/dashboard',
      chart_version: '1.2.3',
      namespace: 'dashboard',
      clusters,
    };
    const { texts } = await scaffolded(manifests.texts, 'service', chart);
    const rendered = {
      ...texts,
      'modules/agent/manifests/upstream.yaml': OVERLAY_FILES['m/web.yaml']!,
      'modules/dashboard/manifests/upstream.yaml': OVERLAY_FILES['m/more.yaml']!,
    };
    const kept = Object.entries(rendered).filter(([name]) => /^modules\/|_feature_/.test(name));
    const providers = clusters
      .map(
        alias => `provider "kustomization" {\n  alias = "${alias}"\n  kubeconfig_raw = <<-EOT\n${KUBECONFIG}EOT\n}\n`,
      )
      .join('');
    const versions =
      'terraform {\n  required_providers {\n    kustomization = {\n      source = "kbst/kustomization"\n    }\n  }\n}\n';
    return { ...Object.fromEntries(kept), 'providers.tf': providers, 'versions.tf': versions };
  }

  /** `address id manifest` of each object that a plan creates, sorted. */
  function plannedObjects(root: string, environment: string): string[] {
    mkdirSync(join(root, 'terraform.tfstate.d', environment), { recursive: true });
    const plan = join(folder, `${environment}.plan`);
    terraform(root, ['plan', '-input=false', `-out=${plan}`], environment);
    const { resource_changes: changes } = JSON.parse(terraform(root, ['show', '-json', plan], environment)) as {
      resource_changes: {
        module_address: string;
        type: string;
        index: string;
        change: { after: { manifest: string } };
      }[];
    };
    return changes
      .filter(({ type }) => type === 'kustomization_resource')
      .map(({ module_address, index, change }) => `${module_address} ${index} ${exactly(change.after.manifest)}`)
      .sort();
  }

  function terraform(root: string, parameters: readonly string[], environment?: string): string {
    const { status, stdout, stderr } = spawnSync('terraform', parameters, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: '1',
        GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
        TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
        ...(environment === undefined ? {} : { TF_WORKSPACE: environment }),
      },
    });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  }
});

/** The same object in the same form; digits that a double can't hold stay as they are. */
const exactly = (manifest: string): string => (/\d{16}/.test(manifest) ? manifest : goJson(JSON.parse(manifest)));
