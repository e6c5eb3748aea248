import assert from 'node:assert/strict';
import type { ScaffoldKind, ScaffoldSuggestion } from '../../../../common/protocol';
import { scaffoldSuggestions } from '../../../../server/scaffold/suggestions';
import { workspaceOf } from '../../../support/testWorkspace';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { scaffolded, type Texts } from '../../../support/scaffold/scaffolded';

async function suggested(
  texts: Texts,
  kind: ScaffoldKind,
  answers: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, ScaffoldSuggestion>>> {
  const { snapshot, uri } = await workspaceOf(texts);
  return scaffoldSuggestions(snapshot, { uri: uri(''), kind, answers });
}

const values = (suggestion: ScaffoldSuggestion | undefined): string[] =>
  (suggestion?.values ?? []).map(({ value }) => value);

describe('suggested answers', () => {
  const three = readSamplePlatform('three-environments');

  it('list regions in use first, the next free prefix, and the zones of the region', async () => {
    const asked = await suggested(readSamplePlatform('released'), 'cluster', { provider: 'eks', region: 'eu-north-1' });
    assert.deepEqual(asked['region']?.values?.[0], { value: 'eu-north-1', description: 'in use' });
    assert.equal(asked['name_prefix']?.default, 'gc1');
    assert.deepEqual(asked['zones']?.default, ['eu-north-1a', 'eu-north-1b', 'eu-north-1c']);
    assert.ok(values(asked['instance_types']).length > 0);
  });

  it('list the common machine types first, and then all others', async () => {
    const asked = await suggested(three, 'cluster', { provider: 'eks', region: 'eu-north-1' });
    const types = asked['instance_types']?.values ?? [];
    assert.deepEqual(types[0], { value: 't3.medium', description: '2 vCPU, 4 GiB' });
    assert.ok(types.findIndex(({ value }) => value === 'm7i.xlarge') < 30);
    for (const [value, description] of [
      ['t3.xlarge', '4 vCPU, 16 GiB'],
      ['m7i.large', '2 vCPU, 8 GiB'],
      ['m8g.large', '2 vCPU, 8 GiB, arm64'],
      ['g4ad.xlarge', '4 vCPU, 16 GiB, amd'],
    ] as const)
      assert.deepEqual(
        types.filter(type => type.value === value),
        [{ value, description }],
      );
  });

  it('repeat the values of other clusters of the cloud', async () => {
    const asked = await suggested(three, 'cluster', { provider: 'gke' });
    assert.equal(asked['project_id']?.default, 'soleil-data');
    assert.equal(asked['cluster_min_master_version']?.default, '1.31');
  });

  it('list the zones of the cluster for its node pools', async () => {
    const asked = await suggested(three, 'nodePool', { cluster: 'gke_data0_europe-west4' });
    assert.deepEqual(asked['node_locations']?.default, ['europe-west4-a', 'europe-west4-b', 'europe-west4-c']);
  });

  it('list the services that a cluster does not have yet', async () => {
    assert.deepEqual(values((await suggested(three, 'service', {}))['feature']), []);
    const { texts } = await scaffolded(three, 'removeService', {
      feature: 'metrics_server',
      clusters: ['scw_web0_fr-par'],
    });
    const asked = await suggested(texts, 'service', { feature: 'metrics_server' });
    assert.deepEqual(values(asked['feature']), ['metrics_server']);
    assert.deepEqual(asked['clusters']?.default, ['scw_web0_fr-par']);
  });

  it('list the entries of the catalog that bring manifests with them', async () => {
    const entries = values((await suggested(three, 'service', {}))['entry']);
    assert.ok(entries.includes('nginx'));
    assert.deepEqual(
      entries.filter(entry => ['custom-manifests', 'etcd'].includes(entry)),
      [],
    );
  });

  it('use the newest release, or a commit for what no release supports', async () => {
    const eks = await suggested({}, 'platform', { layout: 'eks' });
    assert.equal(eks['version']?.default, 'v0.19.2-beta.0');
    for (const answers of [{ layout: 'scw' }, { layout: 'multi-cloud', clusters: [{ provider: 'scw' }] }])
      assert.match(String((await suggested({}, 'platform', answers))['version']?.default), /^[0-9a-f]{40}$/);
  });

  it('differ per cluster in a platform on several clouds', async () => {
    const clusters = [{ provider: 'eks', region: 'eu-west-1' }, { provider: 'gke' }];
    const asked = await suggested({}, 'platform', { layout: 'multi-cloud', clusters });
    assert.deepEqual(asked['clusters[0].zones']?.default, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    assert.ok(values(asked['clusters[1].region']).includes('europe-west1'));
  });

  it('include clusters of which only the providers are left', async () => {
    let texts: Texts = three;
    const cluster = 'scw_web0_fr-par';
    for (let stage = 0; stage < 3; stage++) ({ texts } = await scaffolded(texts, 'removeCluster', { cluster }));
    assert.deepEqual(values((await suggested(texts, 'removeCluster', {}))['cluster']), [cluster]);
  });

  it('are empty if there is nothing to suggest', async () => {
    assert.deepEqual(await suggested({}, 'nodePool', { cluster: 'nothing' }), {});
    assert.deepEqual(await suggested({}, 'cluster', { provider: 7 }), {});
  });
});
