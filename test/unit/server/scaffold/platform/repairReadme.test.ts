import assert from 'node:assert/strict';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { scaffolded } from '../../../../support/scaffold/scaffolded';

describe("updating the README's tables", () => {
  for (const name of ['minimal', 'three-environments', 'multi-cloud', 'released']) {
    it(`changes nothing in ${name} a second time`, async () => {
      const once = await scaffolded(readSamplePlatform(name), 'readme', {});
      const twice = await scaffolded(once.texts, 'readme', {});
      assert.deepEqual(twice.changed, []);
      assert.deepEqual(twice.followUp, []);
      assert.deepEqual(twice.notes, ['Everything is up to date. Nothing changes.']);
    });
  }

  it('changes nothing if they are up to date', async () => {
    assert.deepEqual((await scaffolded(readSamplePlatform('minimal'), 'readme', {})).changed, []);
    assert.deepEqual((await scaffolded(readSamplePlatform('three-environments'), 'readme', {})).changed, []);
  });

  it('creates them from the code', async () => {
    const { texts } = await scaffolded(readSamplePlatform('released'), 'readme', {});
    const text = texts['README.md']!;
    assert.match(text, /\| `base_domain` \| k8s\.brightmill\.example \|/);
    assert.match(text, /\| State backend \| GCS, terraform-state-kubestack-9be0d17 \|/);
    assert.match(text, /\| aks_gc0_northeurope \| AKS \(Azure\) \| northeurope \| gc0 \|/);
    assert.match(text, /\| gke_gc0_europe-north1_node_pool_highmem \| gke_gc0_europe-north1 \|\|?/);
    assert.ok(text.startsWith(readSamplePlatform('released')['README.md']!.trimEnd()));
  });

  it('inserts missing rows in order, and reports rows that have no module', async () => {
    const before = readSamplePlatform('multi-cloud');
    before['README.md'] = before['README.md']!.replace(/^\| eks_gc0_us-east-1 .*\n/m, '').replace(
      '| nightly settlement jobs |\n| eks_gc0_us',
      '| nightly settlement jobs |\n| aks_old_pool | aks_old | gone |\n| eks_gc0_us',
    );
    const { texts, notes } = await scaffolded(before, 'readme', {});
    assert.match(texts['README.md']!, /\| eks_gc0_eu-west-1 .*\n\| eks_gc0_us-east-1 .*\n\| gke_ml0_europe-west1 /);
    assert.match(texts['README.md']!, /inference on shared L4 accelerators/);
    assert.deepEqual(notes, [
      "The table Node Pools has a row for aks_old_pool, which the code doesn't have. Remove the row if it no longer exists.",
    ]);
  });
});
