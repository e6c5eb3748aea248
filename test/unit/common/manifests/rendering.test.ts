import * as assert from 'node:assert/strict';
import { changedOverlays } from '../../../../common/manifests/changedOverlays';
import { isolatedVariables } from '../../../../common/manifests/isolation';
import { maskedObject, MASKED } from '../../../../common/manifests/kubernetesObject';
import { kustomizeVersion } from '../../../../common/manifests/kustomizeProgram';
import { changedObjects, compareRendered } from '../../../../common/manifests/objectComparison';
import { objectChangeLines, objectChangesMarkdown } from '../../../../common/manifests/objectChangesText';
import { renderPlatform, type RenderedOverlay } from '../../../../common/manifests/render';
import type { RenderingHost } from '../../../../common/manifests/renderingHost';
import { terraformConfiguration } from '../../../../common/manifests/terraformOverlay';
import type { Overlay, PlatformOverlays } from '../../../../common/manifests/overlay';

const overlay: Overlay = {
  module: 'module.web',
  address: 'module.web',
  environment: 'ops',
  arguments: {},
  files: [],
  remote: [],
  problems: [],
};
const objectsOf = (...objects: Record<string, unknown>[]): ReadonlyMap<string, Record<string, unknown>> =>
  new Map(objects.map((object, index) => [`v1/${String(object['kind'])}/${index}`, object]));
const rendered = (...objects: Record<string, unknown>[]): RenderedOverlay => ({
  overlay,
  objects: objectsOf(...objects),
  problems: [],
});
const deployment = (containers: unknown[]): Record<string, unknown> => ({
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers },
});
const secret = (word: string): Record<string, unknown> => ({ kind: 'Secret', metadata: { name: 's' }, data: { word } });

describe('comparing manifests', () => {
  it('ignores the order of keys, and identifies list elements by name', () => {
    const before = deployment([
      { name: 'a', image: 'x:1' },
      { name: 'b', image: 'y' },
    ]);
    const after = {
      spec: { containers: [{ image: 'x:2', name: 'a' }, { name: 'new' }, { image: 'y', name: 'b' }] },
      ...deployment([]),
    };
    after.spec = { containers: [{ image: 'x:2', name: 'a' }, { name: 'new' }, { image: 'y', name: 'b' }] };
    const [change] = changedObjects(objectsOf(before), objectsOf(after));
    assert.deepEqual(change?.fields, [
      { path: 'spec.containers[a].image', before: 'x:1', after: 'x:2' },
      { path: 'spec.containers[new]', after: { name: 'new' } },
    ]);
    assert.deepEqual(
      changedObjects(
        objectsOf(before),
        objectsOf(
          deployment([
            { image: 'x:1', name: 'a' },
            { image: 'y', name: 'b' },
          ]),
        ),
      ),
      [],
    );
  });

  it('reports that a Secret changes without its values', () => {
    const comparison = compareRendered(
      [{ overlays: [rendered(secret('planted1'))] }],
      [{ overlays: [rendered(secret('planted2'))] }],
    );
    assert.deepEqual(comparison.changes[0]?.fields, [{ path: 'data.word', before: MASKED, after: MASKED }]);
    const texts = [JSON.stringify(comparison), ...objectChangeLines(comparison), objectChangesMarkdown(comparison)];
    assert.doesNotMatch(texts.join(), /planted/);
  });

  it('distinguishes services that are not rendered from services without objects', () => {
    const failed = { overlay, objects: new Map(), problems: ['No.'] };
    const comparison = compareRendered([{ overlays: [failed] }], [{ overlays: [rendered(deployment([]))] }]);
    assert.deepEqual(comparison, { changes: [], problems: ['ops: module.web before: No.'] });
    assert.match(objectChangesMarkdown(comparison), /Not rendered/);
  });

  it('lists changes by environment and service', () => {
    const comparison = compareRendered([{ overlays: [] }], [{ overlays: [rendered(deployment([]))] }]);
    assert.deepEqual(objectChangeLines(comparison), [
      'Kubernetes objects in ops',
      '  module.web',
      '    + Deployment shop/web',
    ]);
  });

  it('omits overlays with the same arguments and files', () => {
    const side = (content: string): PlatformOverlays[] => [
      {
        uri: 'file:///p',
        environments: ['ops'],
        overlays: [
          { ...overlay, files: ['a.yaml'] },
          { ...overlay, address: 'module.same' },
        ],
        files: { 'a.yaml': content },
        sources: [],
      },
    ];
    const [before, after] = changedOverlays(side('QQ=='), side('Qg=='));
    for (const [platform] of [before, after])
      assert.deepEqual(
        platform?.overlays.map(({ address }) => address),
        ['module.web'],
      );
  });
});

describe('rendering manifests', () => {
  it('masks all values of Secrets and keeps their keys', () => {
    const masked = maskedObject({
      kind: 'Secret',
      metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'planted', a: 'b' } },
      data: { a: 'planted' },
      stringData: { b: 'planted' },
    });
    assert.doesNotMatch(JSON.stringify(masked), /planted/);
    assert.deepEqual(masked['data'], { a: MASKED });
    assert.deepEqual(maskedObject({ kind: 'ConfigMap', data: { a: 'b' } })['data'], { a: 'b' });
  });

  it("removes proxies, git protocols and the user's Terraform settings from the program's environment", () => {
    const variables = isolatedVariables(
      { PATH: '/bin', TF_CLI_ARGS_plan: '-destroy', TF_WORKSPACE: 'x', KUBECONFIG_PATH: '/k', HTTPS_PROXY: 'http://p' },
      false,
    );
    assert.equal(variables['PATH'], '/bin');
    for (const name of ['TF_CLI_ARGS_plan', 'TF_WORKSPACE', 'KUBECONFIG_PATH'])
      assert.equal(variables[name], undefined);
    assert.equal(variables['HTTPS_PROXY'], 'http://127.0.0.1:1');
    assert.equal(variables['GIT_ALLOW_PROTOCOL'], 'none');
    assert.equal(isolatedVariables({ HTTPS_PROXY: 'http://p' }, true)['HTTPS_PROXY'], 'http://p');
  });

  it('escapes template sequences in JSON syntax', () => {
    const text = terraformConfiguration(
      new Map([['overlay_0', { patches: [{ patch: '${file("/etc/passwd")} %{ if x }', target: {} }] }]]),
      'a/b/c',
    );
    const { data } = JSON.parse(text) as { data: { kustomization_overlay: { overlay_0: unknown } } };
    assert.deepEqual(data.kustomization_overlay.overlay_0, {
      patches: [{ patch: '$${file("/etc/passwd")} %%{ if x }' }],
    });
  });

  it('reads the versions that kustomize and kubectl print', () => {
    assert.equal(kustomizeVersion('v5.5.0\n'), '5.5.0');
    assert.equal(kustomizeVersion('{Version:kustomize/v4.5.7 GitCommit:x}'), '4.5.7');
    assert.equal(kustomizeVersion('Client Version: v1.32.4\nKustomize Version: v5.5.0\n'), '5.5.0');
    assert.equal(kustomizeVersion('something else'), undefined);
  });

  it("reports a missing program, and runs none for overlays that can't be rendered", async () => {
    const runs: string[] = [];
    const platform: PlatformOverlays = {
      uri: 'file:///p',
      environments: ['ops'],
      files: {},
      sources: [],
      overlays: [
        overlay,
        { ...overlay, remote: ['https://example.org/x'] },
        { ...overlay, problems: ['There is no file a.'] },
      ],
    };
    const { renderer, overlays } = await renderPlatform(platform, { folder: '/p' }, hostWithout(runs));
    assert.equal(renderer, undefined);
    assert.deepEqual(
      overlays.map(({ problems }) => problems),
      [
        [
          'The kustomization provider is not installed: run Terraform Init.',
          'Or install kustomize 5 or kubectl 1.27, or newer.',
        ],
        ['https://example.org/x is on the network and is not fetched.'],
        ['There is no file a.'],
      ],
    );
    assert.deepEqual(runs, []);
  });

  it('rejects an old kustomize and uses kubectl instead', async () => {
    const answers: Record<string, string> = { '/bin/kustomize': 'v4.5.7', '/bin/kubectl': 'Kustomize Version: v5.0.1' };
    const runs: string[] = [];
    const host: RenderingHost = {
      ...hostWithout(runs),
      locate: name => Promise.resolve(`/bin/${name}`),
      run: (file, parameters) => {
        runs.push(`${file} ${parameters.join(' ')}`);
        const stdout = parameters[0] === 'version' ? answers[file]! : '';
        return Promise.resolve({ exitCode: 0, stdout, stderr: '' });
      },
    };
    const platform = { uri: 'file:///p', environments: ['ops'], files: {}, sources: [], overlays: [overlay] };
    const { renderer } = await renderPlatform(platform, { folder: '/p' }, host);
    assert.equal(renderer, 'kubectl with kustomize 5.0.1');
    assert.equal(runs.at(-1), '/bin/kubectl kustomize .');
  });

  it('renders overlays with the same arguments once, and as many others at the same time as there are cores', async () => {
    let [running, most, builds] = [0, 0, 0];
    const host: RenderingHost = {
      ...hostWithout([]),
      cores: 3,
      locate: name => Promise.resolve(name === 'kustomize' ? '/bin/kustomize' : undefined),
      run: async (_file, parameters) => {
        if (parameters[0] === 'version') return { exitCode: 0, stdout: 'v5.4.1', stderr: '' };
        builds++;
        most = Math.max(most, ++running);
        await new Promise(resolve => setImmediate(resolve));
        running--;
        return { exitCode: 0, stdout: '', stderr: '' };
      },
      parseYaml: () => [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
    };
    const inEach = (prefix: string) =>
      ['ops', 'apps'].map(environment => ({ ...overlay, environment, arguments: { name_prefix: prefix } }));
    const overlays = Array.from({ length: 6 }, (_, index) => inEach(`n${index}-`)).flat();
    const platform = { uri: 'file:///p', environments: ['ops', 'apps'], files: {}, sources: [], overlays };
    const rendered = await renderPlatform(platform, { folder: '/p' }, host);
    assert.deepEqual([builds, most], [6, 3]);
    assert.deepEqual(
      rendered.overlays.map(({ overlay: { environment }, objects }) => `${environment} ${objects.size}`),
      overlays.map(({ environment }) => `${environment} 1`),
    );
  });

  it('does not quote literals of Secrets in errors', async () => {
    const host: RenderingHost = {
      ...hostWithout([]),
      locate: name => Promise.resolve(`/bin/${name}`),
      run: (_, parameters) =>
        Promise.resolve(
          parameters[0] === 'version'
            ? { exitCode: 0, stdout: 'v5.5.0', stderr: '' }
            : { exitCode: 1, stdout: '', stderr: 'Error: invalid literal planted-word' },
        ),
    };
    const bad = { ...overlay, arguments: { secret_generator: [{ name: 's', literals: ['planted-word'] }] } };
    const platform = { uri: 'file:///p', environments: ['ops'], files: {}, sources: [], overlays: [bad] };
    const { overlays } = await renderPlatform(platform, { folder: '/p' }, host);
    assert.deepEqual(overlays[0]?.problems, ['Error: invalid literal …']);
  });
});

/** A machine without any programs. */
const hostWithout = (runs: string[]): RenderingHost => ({
  environment: {},
  cores: 2,
  target: 'linux_amd64',
  makeFolder: () => Promise.resolve('/tmp/x'),
  removeFolder: () => Promise.resolve(),
  writeFile: () => Promise.resolve(),
  join: (folder, path) => `${folder}/${path}`,
  foldersIn: () => Promise.resolve([]),
  filesIn: () => Promise.resolve([]),
  textOf: () => Promise.resolve(''),
  locate: () => Promise.resolve(undefined),
  terraformFor: () => Promise.resolve({ problem: 'No Terraform.' }),
  run: file => {
    runs.push(file);
    return Promise.resolve({ exitCode: -1, stdout: '', stderr: '' });
  },
  parseYaml: () => [],
});
