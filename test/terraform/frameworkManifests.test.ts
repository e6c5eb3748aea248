// Platform services in the form of the scaffolds, planned by the called modules and the real provider in every environment: the objects in the plan
// must equal the rendered ones. KUBESTACK_FRAMEWORK_CLONE is a clone of the framework's repository, KUBESTACK_CATALOG_CLONE one of the catalog's.
import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { goJson } from '../../common/manifests/kubernetesObject';
import { manifestsOf, renderPlatform } from '../../common/manifests/render';
import { providerTarget } from '../../common/node/renderingFiles';
import { commandLineHost } from '../../server/cli/renderingPrograms';
import { overlaysIn } from '../../server/manifests/overlays';
import { NodeFileSystem } from '../../server/node/nodeFileSystem';
import { now } from '../../common/now';
import { uriOfPath } from '../../server/workspace/uri';
import { OVERLAY_FILES } from '../support/manifests/arbitraryOverlay';
import { goTools, PROVIDER_VERSION } from '../support/manifests/goTools';
import { readSamplePlatform } from '../support/scaffold/platformFiles';
import { scaffolded, type Texts } from '../support/scaffold/scaffolded';
import { CatalogRegistry } from '../support/terraform/catalogRegistry';
import { workspaceIn, workspaceOf } from '../support/testWorkspace';

const run = promisify(execFile);

/** Objects that all overrides below change, so that the environments differ. */
const UPSTREAM = OVERLAY_FILES['m/web.yaml']!;
const OVERRIDES = {
  ops: { common_labels: { stage: 'ops' }, replicas: [{ name: 'web', count: 1 }] },
};
const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: none
clusters: [{ name: none, cluster: { server: "https://127.0.0.1:1" } }]
contexts: [{ name: none, context: { cluster: none, user: none } }]
users: [{ name: none, user: { token: none } }]
`;

describe('services planned by the modules that they call', function () {
  this.timeout(1_800_000);
  const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'] ?? '';
  const catalogClone = process.env['KUBESTACK_CATALOG_CLONE'] ?? '';
  const hasCatalog = catalogClone !== '' && existsSync(catalogClone);
  let folder = '';
  let registry: CatalogRegistry | undefined;

  before(async function () {
    if (clone === '' || !existsSync(clone)) this.skip();
    const { provider } = await goTools(this);
    folder = mkdtempSync(join(tmpdir(), 'kubestack-framework-'));
    const target = `mirror/registry.terraform.io/kbst/kustomization/${PROVIDER_VERSION}/${providerTarget(process.platform, process.arch)}`;
    mkdirSync(join(folder, target), { recursive: true });
    copyFileSync(provider, join(folder, target, `terraform-provider-kustomization_v${PROVIDER_VERSION}`));
    if (hasCatalog) registry = await CatalogRegistry.start(catalogClone, join(folder, 'catalog'));
    const mirror = JSON.stringify(join(folder, 'mirror'));
    writeFileSync(
      join(folder, 'terraform.rc'),
      `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n${registry?.settings ?? ''}`,
    );
    const config = `[url "${clone}"]\n  insteadOf = https://github.com/kbst/terraform-kubestack.git\n[safe]\n  directory = *\n`;
    writeFileSync(join(folder, 'gitconfig'), config);
  });
  after(async () => {
    await registry?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("create the rendered objects in each environment, from manifests and a chart in the framework's overlay", async () => {
    const clusters = ['gke_data0_europe-west4', 'scw_web0_fr-par'];
    const texts = await withModules(readSamplePlatform('three-environments'), clusters);
    await assertPlanned('overlay', texts, clusters, ['ops', 'apps', 'apps-prod']);
  });

  it("create the rendered objects in each environment, from manifests and a chart in the catalog's custom manifests", async function () {
    if (!hasCatalog) this.skip();
    const clusters = ['aks_gc0_northeurope', 'gke_gc0_europe-north1'];
    const texts = await withModules(readSamplePlatform('released'), clusters);
    assert.match(texts['modules/agent/main.tf']!, /kbst\.xyz\/catalog\/custom-manifests\/kustomization/);
    await assertPlanned('custom-manifests', texts, clusters, ['ops', 'apps']);
  });

  it('create the rendered objects in each environment, of every entry and variant of the catalog', async function () {
    if (!hasCatalog) this.skip();
    const clusters = ['gke_data0_europe-west4', 'scw_web0_fr-par'];
    const texts = await withCatalogServices(readSamplePlatform('three-environments'), clusters);
    await assertPlanned('catalog', texts, clusters, ['ops', 'apps', 'apps-prod']);
  });

  /** A platform with a service from manifests and one from a chart. */
  async function withModules(sample: Texts, clusters: readonly string[]): Promise<Texts> {
    const manifests = await scaffolded(sample, 'service', {
      feature: 'agent',
      manifest_url: 'https://github.com/acme/agent/releases/download/v1.2.3/agent.yaml',
      clusters,
      overrides: OVERRIDES,
    });
    const chart = {
      chart: 'oci://quay.io/acme/charts/dashboard',
      chart_version: '1.2.3',
      namespace: 'dashboard',
      clusters,
    };
    const { texts } = await scaffolded(manifests.texts, 'service', chart);
    return {
      ...texts,
      'modules/agent/manifests/upstream.yaml': UPSTREAM,
      'modules/dashboard/manifests/upstream.yaml': OVERLAY_FILES['m/more.yaml']!,
    };
  }

  /** A platform with the newest version of every catalog entry: in the first cluster the default variant, in the second the last one. */
  async function withCatalogServices(sample: Texts, clusters: readonly string[]): Promise<Texts> {
    const { snapshot } = await workspaceOf({});
    let texts: Texts = { ...sample, 'manifests/web.yaml': UPSTREAM };
    for (const [entry, { newest, variants, retired }] of snapshot.model.schemas.catalogEntries) {
      if (retired) continue;
      for (const [index, cluster] of clusters.entries()) {
        const answers = {
          ...{ entry, version: newest, clusters: [cluster], overrides: OVERRIDES },
          variant: index === 0 ? variants[0] : variants.at(-1),
          additional_resources: ['manifests/web.yaml'],
        };
        ({ texts } = await scaffolded(texts, 'service', answers));
      }
    }
    return texts;
  }

  /** The services of a platform without its clusters; the providers have addresses on which nobody listens. */
  function onlyServices(texts: Texts, clusters: readonly string[]): Texts {
    const isKept = (name: string): boolean =>
      /^(?:modules|manifests)\//.test(name) ||
      (/_(?:feature|service)_/.test(name) && clusters.some(cluster => name.startsWith(`${cluster}_`)));
    const providers = clusters
      .map(
        alias => `provider "kustomization" {\n  alias = "${alias}"\n  kubeconfig_raw = <<-EOT\n${KUBECONFIG}EOT\n}\n`,
      )
      .join('');
    const versions =
      'terraform {\n  required_providers {\n    kustomization = {\n      source = "kbst/kustomization"\n    }\n  }\n}\n';
    const kept = Object.entries(texts).filter(([name]) => isKept(name));
    return { ...Object.fromEntries(kept), 'providers.tf': providers, 'versions.tf': versions };
  }

  async function assertPlanned(
    name: string,
    texts: Texts,
    clusters: readonly string[],
    environments: readonly string[],
  ): Promise<void> {
    const root = join(folder, name);
    for (const [path, text] of Object.entries(onlyServices(texts, clusters))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await terraform(root, ['init', '-input=false']);
    const uri = uriOfPath(root);
    const { snapshot } = await workspaceIn(new NodeFileSystem(), uri);
    const [platform] = now(overlaysIn(snapshot, { uri }));
    assert.ok(platform);
    const { renderer, overlays } = await renderPlatform(platform, { folder: root }, commandLineHost(process.env));
    assert.deepEqual(
      overlays.flatMap(({ overlay, problems }) => problems.map(problem => `${overlay.address}: ${problem}`)),
      [],
    );
    assert.equal(renderer, `kustomization provider ${PROVIDER_VERSION}`);
    assert.deepEqual(platform.environments, environments);
    const seen = new Set<string>();
    for (const environment of environments) {
      const shown = overlays
        .filter(({ overlay }) => overlay.environment === environment)
        .flatMap(({ overlay, objects }) =>
          Object.entries(manifestsOf(objects)).map(([id, text]) => `${overlay.address} ${id} ${text}`),
        );
      assert.ok(shown.length >= 10, `${shown.length} objects`);
      assert.deepEqual(shown.sort(), await plannedObjects(root, environment), environment);
      seen.add(shown.join('\n'));
    }
    assert.ok(seen.size > 1, 'the overrides have no effect');
  }

  /** `address id manifest` of each object in a plan, sorted. */
  async function plannedObjects(root: string, environment: string): Promise<string[]> {
    mkdirSync(join(root, 'terraform.tfstate.d', environment), { recursive: true });
    const plan = join(root, `${environment}.plan`);
    await terraform(root, ['plan', '-input=false', `-out=${plan}`], environment);
    const { resource_changes: changes } = JSON.parse(await terraform(root, ['show', '-json', plan], environment)) as {
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

  /** Asynchronous, since the registry in this process has to respond. */
  async function terraform(root: string, parameters: readonly string[], environment?: string): Promise<string> {
    const { stdout } = await run('terraform', parameters, {
      cwd: root,
      maxBuffer: 1 << 29,
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: '1',
        GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
        TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
        ...(environment === undefined ? {} : { TF_WORKSPACE: environment }),
      },
    });
    return stdout;
  }
});

/** Normalizes an object, without losing digits that a double can't represent. */
const exactly = (manifest: string): string => (/\d{16}/.test(manifest) ? manifest : goJson(JSON.parse(manifest)));
