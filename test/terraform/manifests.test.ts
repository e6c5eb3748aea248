// Compares overlays rendered by the real kustomization provider, as in an apply, and by kustomize.
import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { manifestsOf, renderPlatform, type RenderedPlatform } from '../../common/manifests/render';
import type { RenderingHost } from '../../common/manifests/renderingHost';
import { providerTarget } from '../../common/node/renderingFiles';
import type { PlatformOverlays } from '../../common/manifests/overlay';
import { now } from '../../common/now';
import { commandLineHost } from '../../server/cli/renderingPrograms';
import { overlaysIn } from '../../server/manifests/overlays';
import { fixedOnce, linesWith } from '../support/checks/checkedWorkspace';
import { framework } from '../support/kubestack/effectiveOf';
import { arbitraryOverlay, OVERLAY_FILES, randomFrom } from '../support/manifests/arbitraryOverlay';
import { goTools, PROVIDER_VERSION } from '../support/manifests/goTools';
import { workspaceOf } from '../support/testWorkspace';
import { randomCases } from '../support/randomCases';

/** How many random overlays are rendered. Each takes one process of kustomize. */
const overlayCount = randomCases(60, 300);
/** Overlays in one plan. */
const BATCH = 100;

describe('manifests rendered by the kustomization provider', function () {
  // The tools are built once, and Go's modules may have to be downloaded.
  this.timeout(900_000);
  let folder = '';
  let byProvider: (platform: PlatformOverlays) => Promise<RenderedPlatform>;
  let byKustomize: (platform: PlatformOverlays) => Promise<RenderedPlatform>;
  let runs: string[] = [];

  before(async function () {
    const { provider, kustomize } = await goTools(this);
    folder = mkdtempSync(join(tmpdir(), 'kubestack-overlays-'));
    const [initialized, empty] = [join(folder, 'initialized'), join(folder, 'empty')];
    const installed = `.terraform/providers/registry.terraform.io/kbst/kustomization/${PROVIDER_VERSION}`;
    mkdirSync(join(initialized, installed), { recursive: true });
    mkdirSync(empty);
    symlinkSync(dirname(provider), join(initialized, installed, providerTarget(process.platform, process.arch)));
    const counted = (host: RenderingHost): RenderingHost => ({
      ...host,
      run: (file, parameters, options) => {
        runs.push(parameters[0] ?? '');
        return host.run(file, parameters, options);
      },
    });
    const host = counted(commandLineHost(process.env));
    byProvider = platform => renderPlatform(platform, { folder: initialized }, host);
    const alone = counted(commandLineHost({ ...process.env, PATH: dirname(kustomize) }));
    byKustomize = platform => renderPlatform(platform, { folder: empty }, alone);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => (runs = []));

  it(`${overlayCount} random overlays render to the same objects with kustomize`, async () => {
    const random = randomFrom(17);
    const all = Array.from({ length: overlayCount }, () => arbitraryOverlay(random));
    assert.deepEqual(argumentsIn(all), ARGUMENTS, 'an argument is in fewer than five of them');
    let objects = 0;
    for (let start = 0; start < all.length; start += BATCH) {
      const platform = platformOf(all.slice(start, start + BATCH));
      const [exact, own] = [await byProvider(platform), await byKustomize(platform)];
      assert.equal(exact.renderer, `kustomization provider ${PROVIDER_VERSION}`);
      assert.match(own.renderer ?? '', /^kustomize 5\./);
      for (const [index, { overlay, objects: expected, problems }] of exact.overlays.entries()) {
        const shown = JSON.stringify(overlay.arguments, null, 1);
        const other = own.overlays[index]!;
        assert.equal(
          problems.length > 0,
          other.problems.length > 0,
          `${problems.join()} / ${other.problems.join()}\n${shown}`,
        );
        assert.deepEqual(manifestsOf(other.objects), manifestsOf(expected), shown);
        objects += expected.size;
      }
    }
    assert.ok(objects > 5 * overlayCount, `${objects} objects: most overlays are meant to be valid`);
  });

  it('100 overlays of a platform need one plan', async () => {
    const random = randomFrom(4);
    const valid = Array.from({ length: 100 }, () => ({
      resources: ['m/web.yaml'],
      name_prefix: `n${Math.floor(random() * 1e6)}-`,
    }));
    const { overlays } = await byProvider(platformOf(valid));
    assert.deepEqual(
      runs.filter(command => command !== 'version'),
      ['plan', 'show'],
    );
    assert.deepEqual([...new Set(overlays.map(({ objects }) => objects.size))], [2]);
  });

  it('namespaces that no object creates are those of KS511, also after its fix', async () => {
    const configuration = (attributes: string): string =>
      `module "s" {\n  source = "${framework('kustomization/overlay')}"\n  configuration = {\n    apps = {\n${attributes}\n    }\n  }\n}\n`;
    const files = {
      'm/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  namespace: upstream\n',
      'm/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: upstream\n',
    };
    for (const namespace of ['', 'namespace = "shop"\n'])
      for (const resources of ['["m/account.yaml"]', '["m/account.yaml", "m/namespace.yaml"]']) {
        const before = { ...files, 'main.tf': configuration(`${namespace}resources = ${resources}`) };
        const after = (await fixedOnce('KS511', before)) ?? before;
        for (const texts of [before, after]) {
          const { snapshot, files: disk } = await workspaceOf(texts);
          const [platform] = now(overlaysIn(snapshot, { uri: disk.root }));
          const [rendered] = (await byProvider(platform!)).overlays;
          assert.deepEqual(rendered!.problems, [], texts['main.tf']);
          const objects = [...rendered!.objects.values()].map(each => JSON.parse(JSON.stringify(each)) as Rendered);
          const created = objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : []));
          const missing = objects.flatMap(({ metadata: { namespace: used } }) =>
            used === undefined || created.includes(used) ? [] : [`"${used}"`],
          );
          const reported = (await linesWith('KS511', texts)).map(line => /"[^"]*"/.exec(line)?.[0]);
          assert.deepEqual(reported, missing, texts['main.tf']);
        }
      }
  });

  it('a failing overlay does not affect the others', async () => {
    const platform = platformOf([
      { resources: ['m/web.yaml'] },
      { resources: ['m/web.yaml', 'm/web.yaml'] },
      { resources: ['m/sub'] },
    ]);
    for (const render of [byProvider, byKustomize]) {
      const { overlays } = await render(platform);
      assert.deepEqual(
        overlays.map(({ objects }) => objects.size),
        [2, 0, 2],
      );
      assert.match(overlays[1]!.problems.join(), /already registered|may not add/);
    }
  });
});

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Arguments that at least five random overlays have, so that each is also combined with others. */
function argumentsIn(overlays: readonly Record<string, unknown>[]): string[] {
  const names = overlays.flatMap(overlay => Object.keys(overlay));
  return [...new Set(names)].filter(name => names.filter(each => each === name).length >= 5).sort();
}

/** All arguments of the overlay module but Helm's. */
const ARGUMENTS = [
  ...['common_annotations', 'common_labels', 'components', 'config_map_generator', 'crds', 'generator_options'],
  ...['generators', 'images', 'name_prefix', 'name_suffix', 'namespace', 'patches', 'replicas', 'resources'],
  ...['secret_generator', 'transformers', 'vars'],
];

function platformOf(overlays: readonly Record<string, unknown>[]): PlatformOverlays {
  const files = Object.entries(OVERLAY_FILES).map(([path, text]) => [path, Buffer.from(text).toString('base64')]);
  return {
    uri: 'file:///platform',
    environments: ['apps'],
    files: Object.fromEntries(files) as Record<string, string>,
    sources: [],
    overlays: overlays.map((values, index) => ({
      module: `module.s${index}`,
      address: `module.s${index}`,
      environment: 'apps',
      arguments: values,
      files: Object.keys(OVERLAY_FILES),
      remote: [],
      problems: [],
    })),
  };
}
