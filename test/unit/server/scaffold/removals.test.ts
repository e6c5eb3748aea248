import assert from 'node:assert/strict';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answered, answerProblems, scaffolded, type Texts } from '../../../support/scaffold/scaffolded';
import { newDiagnostics } from '../../../support/scaffold/diagnosticsOf';

const GKE = 'gke_data0_europe-west4';
const SCW = 'scw_web0_fr-par';

/** Removes a cluster stage by stage, until it is completely removed. */
async function stages(before: Texts, cluster: string): Promise<{ changed: readonly string[]; texts: Texts }[]> {
  const all: { changed: readonly string[]; texts: Texts }[] = [];
  let texts = before;
  for (;;) {
    const result = await answered(texts, 'removeCluster', { cluster, confirm: cluster, applied: true });
    if ('problems' in result) return all;
    const stage = await scaffolded(texts, 'removeCluster', { cluster, confirm: cluster, applied: true });
    assert.notDeepEqual(stage.changed, [], 'a stage that changes nothing');
    all.push(stage);
    ({ texts } = stage);
  }
}

describe('removing a service', () => {
  const before = readSamplePlatform('three-environments');

  it('removes its calls and rows, and keeps the module', async () => {
    const { changed, texts, notes, followUp } = await scaffolded(before, 'removeService', {
      feature: 'metrics_server',
    });
    assert.deepEqual(changed, ['README.md', `${GKE}_feature_metrics_server.tf`, `${SCW}_feature_metrics_server.tf`]);
    assert.doesNotMatch(texts['README.md'] ?? '', /_feature_/);
    assert.match(notes.join('\n'), /modules\/metrics_server is kept/);
    assert.match(followUp.join('\n'), /resources being destroyed/);
    assert.deepEqual(await newDiagnostics(before, texts), []);
  });

  it('deletes its module on request, if nothing calls it', async () => {
    const { texts } = await scaffolded(before, 'removeService', { feature: 'metrics_server', remove_module: true });
    assert.deepEqual(
      Object.keys(texts).filter(path => path.startsWith('modules/')),
      [],
    );
    const answers = { feature: 'metrics_server', remove_module: true, clusters: [GKE] };
    assert.match((await answerProblems(before, 'removeService', answers)).join('\n'), /^remove_module: /);
  });

  it('of the catalog removes its calls and the files that only they need', async () => {
    const released = readSamplePlatform('released');
    const { changed } = await scaffolded(released, 'removeService', { entry: 'nginx' });
    assert.deepEqual(
      changed.filter(path => path.endsWith('.tf')),
      Object.keys(released).filter(path => path.endsWith('_service_nginx.tf')),
    );
  });

  it('removes the moved block of its earlier name, too', async () => {
    const label = `${GKE}_feature_metrics_server`;
    const moved = `moved {\n  from = module.old\n  to   = module.${label}\n}\n`;
    const file = `${label}.tf`;
    const { texts } = await scaffolded({ ...before, [file]: `${before[file]!}\n${moved}` }, 'removeService', {
      feature: 'metrics_server',
      clusters: [GKE],
    });
    assert.ok(!(file in texts));
    const away = {
      ...before,
      'moved.tf': moved.replace('module.old', `module.${label}.a.b`).replace(/to .*/, 'to = a.b'),
    };
    assert.match(
      (await answerProblems(away, 'removeService', { feature: 'metrics_server' })).join('\n'),
      /moved in moved\.tf refers to it/,
    );
  });
});

describe('removing a cluster', () => {
  it('happens in stages: services, node pools, the cluster, its providers', async () => {
    const before = readSamplePlatform('three-environments');
    const [services, pools, cluster, providers, ...more] = await stages(before, SCW);
    assert.deepEqual(services?.changed, ['README.md', `${SCW}_feature_metrics_server.tf`]);
    assert.deepEqual(pools?.changed, ['README.md', `${SCW}_node_pool_batch.tf`]);
    assert.deepEqual(cluster?.changed, ['README.md', `${SCW}_cluster.tf`, `${SCW}_providers.tf`]);
    assert.deepEqual(cluster?.texts[`${SCW}_providers.tf`]?.match(/^\w.*$/gm), ['provider "scaleway" {']);
    assert.equal(`${SCW}_cluster.tf` in (cluster?.texts ?? {}), false);
    assert.equal(`${SCW}_providers.tf` in (providers?.texts ?? {}), false);
    assert.doesNotMatch(providers?.texts['versions.tf'] ?? '', /scaleway/);
    assert.match(providers?.texts['Dockerfile'] ?? '', /-gke$/m);
    assert.deepEqual(more, []);
    for (const { texts } of [services, pools, cluster, providers].flatMap(stage => stage ?? []))
      assert.deepEqual(await newDiagnostics(before, texts), []);
  });

  it('turns off the deletion protection of a GKE cluster first', async () => {
    const [, protection, cluster] = await stages(readSamplePlatform('three-environments'), GKE);
    assert.deepEqual(protection?.changed, [`${GKE}_cluster.tf`]);
    assert.match(protection?.texts[`${GKE}_cluster.tf`] ?? '', /deletion_protection += false/);
    assert.ok(cluster?.changed.includes(`${GKE}_providers.tf`));
  });

  it('keeps the providers until the removal was applied in every environment', async () => {
    let texts: Texts = readSamplePlatform('three-environments');
    for (let stage = 0; stage < 3; stage++)
      ({ texts } = await scaffolded(texts, 'removeCluster', { cluster: SCW, applied: true }));
    assert.match((await answerProblems(texts, 'removeCluster', { cluster: SCW })).join('\n'), /^applied: /);
  });

  for (const [platform, cluster] of [
    ['released', 'aks_gc0_northeurope'],
    ['released', 'eks_gc0_eu-north-1'],
    ['released', 'gke_gc0_europe-north1'],
    ['minimal', 'eks_web0_eu-central-1'],
  ] as const) {
    it(`removes every trace of ${cluster} from ${platform}`, async () => {
      const before = readSamplePlatform(platform);
      const all = await stages(before, cluster);
      const { texts } = all.at(-1)!;
      for (const [path, text] of Object.entries(texts))
        if (path.endsWith('.tf')) assert.ok(!text.includes(cluster), `${path} still names ${cluster}`);
      for (const stage of all) assert.deepEqual(await newDiagnostics(before, stage.texts), []);
    });
  }
});
