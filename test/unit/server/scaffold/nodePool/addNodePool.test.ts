import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../../../server/edits/formatItem';
import { newDiagnostics } from '../../../../support/scaffold/diagnosticsOf';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded } from '../../../../support/scaffold/scaffolded';

describe('adding a node pool', () => {
  it("refers to the cluster's zones if they are computed", async () => {
    const before = readSamplePlatform('multi-cloud');
    before['eks_gc0_eu-west-1_cluster.tf'] = before['eks_gc0_eu-west-1_cluster.tf']!.replace(
      '["eu-west-1a", "eu-west-1b", "eu-west-1c"]',
      'data.aws_availability_zones.all.names',
    );
    const { texts } = await scaffolded(before, 'nodePool', { cluster: 'eks_gc0_eu-west-1', pool: 'extra' });
    const text = texts['eks_gc0_eu-west-1_node_pool_extra.tf']!;
    assert.match(
      text,
      /availability_zones = module\.eks_gc0_eu-west-1\.current_config\["cluster_availability_zones"\]/,
    );
    assert.match(text, /source = "\.\/vendor\/terraform-kubestack\/aws\/cluster\/node-pool"/);
    assert.doesNotMatch(text, /providers/);
  });

  it('keeps the platform formatted, and rejects the same name a second time', async () => {
    for (const [name, cluster] of [
      ['minimal', 'eks_web0_eu-central-1'],
      ['released', 'gke_gc0_europe-north1'],
      ['three-environments', 'scw_web0_fr-par'],
    ] as const) {
      const { texts, changed } = await scaffolded(readSamplePlatform(name), 'nodePool', { cluster, pool: 'extra' });
      for (const path of changed.filter(each => each.endsWith('.tf')))
        assert.equal(now(formatHcl(texts[path]!)), texts[path]);
      assert.deepEqual(await answerProblems(texts, 'nodePool', { cluster, pool: 'extra' }), [
        `pool: ${cluster}_node_pool_extra already exists: use another name.`,
      ]);
    }
  });
});

describe('adding a node pool in a version with fewer attributes', () => {
  const pool = { cluster: 'gke_gc0_europe-north1', pool: 'extra' };

  it('writes the attributes that the module has', async () => {
    const older = await scaffolded(readSamplePlatform('released'), 'frameworkVersion', { to: 'v0.18.2-beta.0' });
    const { texts } = await scaffolded(older.texts, 'nodePool', pool);
    assert.deepEqual(await newDiagnostics(older.texts, texts), []);
  });

  it('rejects answers for missing attributes, in the base and in other environments', async () => {
    const older = await scaffolded(readSamplePlatform('released'), 'frameworkVersion', { to: 'v0.18.2-beta.0' });
    const labels = { dedicated: 'gpu' };
    assert.deepEqual(
      await answerProblems(older.texts, 'nodePool', { ...pool, labels, overrides: { ops: { labels } } }),
      [
        'labels: google/cluster/node-pool at v0.18.2-beta.0 has no labels: leave it out, or set a newer framework version first.',
        'overrides.ops.labels: google/cluster/node-pool at v0.18.2-beta.0 has no labels: leave it out, or set a newer framework version first.',
      ],
    );
  });
});

describe('invalid answers about a node pool', () => {
  const good = { cluster: 'scw_web0_fr-par', pool: 'extra' };
  for (const [what, answers, problem] of [
    ['no answers', {}, /^cluster: An answer is missing: choose .*\npool: An answer is missing/],
    [
      'an unknown cluster',
      { ...good, cluster: 'eks_x_y' },
      /^cluster: "eks_x_y" is not valid: choose gke_data0_europe-west4 or scw_web0_fr-par\.$/,
    ],
    ['the name of the default pool', { ...good, pool: 'default' }, /^pool: "default"/],
    ['a pool that is there', { ...good, pool: 'batch' }, /^pool: scw_web0_fr-par_node_pool_batch already exists/],
    [
      'a zone of another region',
      { ...good, zones: ['nl-ams-1'] },
      /^zones: "nl-ams-1" is not valid: use zones of fr-par/,
    ],
    [
      'no such effect',
      { ...good, taints: [{ key: 'a', effect: 'NEVER' }] },
      /^taints\[0\]\.effect: "NEVER" is not valid: use NoSchedule/,
    ],
    [
      'a taint that is no taint',
      { ...good, taints: ['what'] },
      /^taints: "what" is not valid: write it as key=value:Effect/,
    ],
    [
      'labels where there are none',
      { ...good, labels: { a: 'b' } },
      /^labels: Kapsule \(Scaleway\) doesn't support labels/,
    ],
    [
      'an attribute of another type',
      { ...good, autoscaling: 'sometimes' },
      /^autoscaling: "sometimes" is not valid: use true or false/,
    ],
    [
      'a value that the provider refuses',
      { ...good, root_volume_type: 'ssd' },
      /^root_volume_type: ssd is not valid: use default_volume_type, l_ssd, b_ssd, sbs_5k or sbs_15k\.$/,
    ],
    [
      'a part that the provider refuses',
      { ...good, upgrade_policy: { max_surge: 0.5 } },
      /^upgrade_policy: 0\.5 is not valid: use a whole number\.$/,
    ],
    ['an object with unknown parts', { ...good, upgrade_policy: { most: 1 } }, /^upgrade_policy: .* remove most/],
    ['sizes out of order', { ...good, min_size: 3, max_size: 1 }, /^max_size: 1 is less than min_size/],
  ] as const) {
    it(`are rejected: ${what}`, async () => {
      assert.match(
        (await answerProblems(readSamplePlatform('three-environments'), 'nodePool', answers)).join('\n'),
        problem,
      );
    });
  }
});
