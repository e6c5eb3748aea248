import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../../../server/edits/formatItem';
import { newDiagnostics } from '../../../../support/scaffold/diagnosticsOf';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded } from '../../../../support/scaffold/scaffolded';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';

describe('adding a node pool', () => {
  it('on EKS writes taints, labels and sizes', async () => {
    const { texts, changed } = await scaffolded(readSamplePlatform('minimal'), 'nodePool', {
      cluster: 'eks_web0_eu-central-1',
      pool: 'gpu',
      instance_types: 'g5.xlarge',
      min_size: 0,
      max_size: 4,
      availability_zones: ['eu-central-1a', 'eu-central-1b'],
      taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }],
      labels: { dedicated: 'gpu' },
      overrides: { ops: { max_size: 1 } },
      purpose: 'training | nights',
    });
    assert.deepEqual(changed, ['README.md', 'eks_web0_eu-central-1_node_pool_gpu.tf']);
    assert.equal(
      texts['eks_web0_eu-central-1_node_pool_gpu.tf'],
      `module "eks_web0_eu-central-1_node_pool_gpu" {
  providers = {
    aws = aws.eks_web0_eu-central-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=${HEAD}"

  cluster          = module.eks_web0_eu-central-1.cluster
  cluster_metadata = module.eks_web0_eu-central-1.current_metadata

  configuration = {
    apps = {
      name = "gpu"

      instance_types   = ["g5.xlarge"]
      min_size         = 0
      max_size         = 4
      desired_capacity = 0

      availability_zones = ["eu-central-1a", "eu-central-1b"]

      taints = [
        {
          key    = "dedicated"
          value  = "gpu"
          effect = "NO_SCHEDULE"
        }
      ]

      labels = {
        dedicated = "gpu"
      }
    }

    ops = {
      max_size = 1
    }
  }
}
`,
    );
    assert.match(
      texts['README.md']!,
      /\| eks_web0_eu-central-1_node_pool_gpu \| eks_web0_eu-central-1 \| training `\\\|` nights \|/,
    );
  });

  it('on GKE writes the options of Google Cloud', async () => {
    const { texts } = await scaffolded(readSamplePlatform('three-environments'), 'nodePool', {
      cluster: 'gke_data0_europe-west4',
      pool: 'extra',
      machine_type: 'g2-standard-4',
      preemptible: true,
      disk_size_gb: '200',
      guest_accelerator: { type: 'nvidia-l4', count: 1 },
      overrides: {},
    });
    assert.equal(
      texts['gke_data0_europe-west4_node_pool_extra.tf'],
      `module "gke_data0_europe-west4_node_pool_extra" {
  providers = {
    google = google.gke_data0_europe-west4
  }

  source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=${HEAD}"

  cluster          = module.gke_data0_europe-west4.cluster
  cluster_metadata = module.gke_data0_europe-west4.current_metadata

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name = "extra"

      project_id = module.gke_data0_europe-west4.current_config["project_id"]
      location   = module.gke_data0_europe-west4.current_config["region"]

      machine_type       = "g2-standard-4"
      initial_node_count = 1
      min_node_count     = 1
      max_node_count     = 3
      preemptible        = true
      disk_size_gb       = 200

      guest_accelerator = {
        type  = "nvidia-l4"
        count = 1
      }
    }

    apps = {}

    ops = {}
  }
}
`,
    );
  });

  it("on Scaleway uses the cluster's machine type and zones, and one node in ops", async () => {
    const { texts } = await scaffolded(readSamplePlatform('three-environments'), 'nodePool', {
      cluster: 'scw_web0_fr-par',
      pool: 'spare',
    });
    const text = texts['scw_web0_fr-par_node_pool_spare.tf']!;
    assert.match(text, /node_type = "PRO2-M"\n\s+zones {5}= \["fr-par-1", "fr-par-2", "fr-par-3"\]/);
    assert.match(text, /ops = \{\n\s+max_size = 1\n/);
  });

  it("on AKS in a released version uses that version's inputs and types", async () => {
    const { texts } = await scaffolded(readSamplePlatform('released'), 'nodePool', {
      cluster: 'aks_gc0_northeurope',
      pool: 'spot',
      vm_size: 'Standard_D8s_v5',
      min_count: 1,
      max_count: 6,
      use_spot: true,
      availability_zones: ['1', '2'],
      node_taints: ['dedicated=batch:NoSchedule'],
      node_labels: { 'example.org/lifecycle': 'spot' },
    });
    assert.equal(
      texts['aks_gc0_northeurope_node_pool_spot.tf'],
      `module "aks_gc0_northeurope_node_pool_spot" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=v0.19.2-beta.0"

  cluster_name   = module.aks_gc0_northeurope.current_metadata["name"]
  resource_group = module.aks_gc0_northeurope.current_config["resource_group"]

  configuration = {
    apps = {
      node_pool_name = "spot"

      vm_size   = "Standard_D8s_v5"
      min_count = 1
      max_count = 6
      use_spot  = true

      availability_zones = ["1", "2"]

      node_taints = ["dedicated=batch:NoSchedule"]

      node_labels = {
        "example.org/lifecycle" = "spot"
      }
    }

    ops = {
      max_count = 2
    }
  }
}
`,
    );
  });

  it('on EKS in a released version writes lists as strings', async () => {
    const { texts } = await scaffolded(readSamplePlatform('released'), 'nodePool', {
      cluster: 'eks_gc0_eu-north-1',
      pool: 'arm',
      instance_types: ['m7g.large', 'm6g.large'],
    });
    const text = texts['eks_gc0_eu-north-1_node_pool_arm.tf']!;
    assert.match(text, /cluster_name = module\.eks_gc0_eu-north-1\.current_metadata\["name"\]/);
    assert.match(text, /instance_types += "m7g\.large,m6g\.large"/);
    assert.match(text, /availability_zones = "eu-north-1a,eu-north-1b,eu-north-1c"/);
  });

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

  it('are rejected: a name that Azure does not allow', async () => {
    assert.match(
      (
        await answerProblems(readSamplePlatform('released'), 'nodePool', {
          cluster: 'aks_gc0_northeurope',
          pool: 'gpu-pool',
        })
      ).join('\n'),
      /^pool: "gpu-pool" is not valid: use lowercase letters and digits/,
    );
  });
});
