// Completion of values based on a cluster's region and name.
import assert from 'node:assert/strict';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { checkCompletion } from '../../../../support/features/checkCompletion';
import { completionsIn } from '../../../../support/features/completionOf';
import { RELEASE, TYPED, typedPool } from '../../../../support/features/completionPlatform';

/** A new cluster in the platform, in which completion is requested. */
const cluster = (label: string, path: string, apps: string, ref?: string): Record<string, string> => ({
  ...TYPED,
  'new.tf': `module "${label}" {
  source = "${framework(path, ref)}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
${apps}
    }
    ops = {}
  }
}
`,
});

describe('completion of zones, regions and machine types', () => {
  it("offers the zones of the region in the cluster's name that are not listed yet", async () => {
    const zones = '      cluster_availability_zones = ["eu-north-1b", "│"]';
    await checkCompletion(cluster('eks_ml0_eu-north-1', 'aws/cluster', zones), {
      labels: ['eu-north-1a', 'eu-north-1c'],
      detail: { 'eu-north-1a': 'a zone of eu-north-1' },
    });
    await checkCompletion(cluster('eks_ml0_eu-north-1', 'aws/cluster', zones.replace('"│"', '│')), {
      accepted: { 'eu-north-1a': 'cluster_availability_zones = ["eu-north-1b", "eu-north-1a"]' },
    });
  });

  it('completes the last entry of a comma-separated string', async () => {
    const zones = '      cluster_availability_zones = "eu-north-1a,│"';
    const found = await completionsIn(cluster('eks_ml0_eu-north-1', 'aws/cluster', zones, RELEASE));
    assert.deepEqual(
      found.labels.filter(label => /^eu-north-1.$/.test(label)),
      ['eu-north-1b', 'eu-north-1c'],
    );
    assert.equal(found.accepted('eu-north-1b'), 'cluster_availability_zones = "eu-north-1a,eu-north-1b"');
    const middle = zones.replace(',│', ',eu-│west-1b,eu-north-1c');
    const inside = await completionsIn(cluster('eks_ml0_eu-north-1', 'aws/cluster', middle, RELEASE));
    assert.ok(!inside.labels.includes('eu-north-1c'), 'it is there behind the cursor');
    assert.equal(inside.accepted('eu-north-1b'), 'cluster_availability_zones = "eu-north-1a,eu-north-1b,eu-north-1c"');
  });

  it('finds the region in the provider or the configuration if the name does not contain it', async () => {
    const provider = 'provider "aws" {\n  alias  = "edge"\n  region = "us-west-2"\n}\n';
    const files = cluster('edge', 'aws/cluster', '      cluster_availability_zones = ["│"]');
    const text = `${provider}${files['new.tf']!.replace('  configuration_base', '  providers = {\n    aws = aws.edge\n  }\n\n  configuration_base')}`;
    await checkCompletion({ ...files, 'new.tf': text }, { first: ['us-west-2a', 'us-west-2b', 'us-west-2c'] });
    const google = '      region = "us-east1"\n      cluster_node_locations = ["│"]';
    await checkCompletion(cluster('edge', 'google/cluster', google), ['us-east1-b', 'us-east1-c', 'us-east1-d']);
  });

  it('offers machine types in use first', async () => {
    await checkCompletion(
      typedPool('  configuration = {\n    apps = {\n      instance_types = ["│"]\n    }\n  }\n}\n'),
      { offers: ['t3.large'] },
    );
    const types = '      default_node_pool = {\n        instance_types = ["│"]\n      }';
    const used = await completionsIn(cluster('eks_ml0_eu-north-1', 'aws/cluster', types));
    assert.equal(used.labels[0], 'm6i.large');
    assert.equal(used.item('m6i.large').detail, 'used by another module');
    assert.equal(used.labels.filter(label => label === 'm6i.large').length, 1);
  });

  it('inserts values derived from the name and the platform into the base of a new cluster', async () => {
    await checkCompletion(cluster('eks_ml0_eu-north-1', 'aws/cluster', '      │'), {
      accepted: {
        name_prefix: 'name_prefix = "${1:ml0}"',
        base_domain: 'base_domain = "${1:example.org}"',
        cluster_availability_zones:
          'cluster_availability_zones = ["${1:eu-north-1a}", "${2:eu-north-1b}", "${3:eu-north-1c}"]',
      },
    });
    await checkCompletion(cluster('gke_ml0_europe-west1', 'google/cluster', '      │', RELEASE), {
      accepted: {
        region: 'region = "${1:europe-west1}"',
        cluster_node_locations: 'cluster_node_locations = "${1:europe-west1-b,europe-west1-c,europe-west1-d}"',
      },
    });
    await checkCompletion(typedPool('  configuration = {\n    apps = {\n      │\n    }\n  }\n}\n'), {
      accepted: { name: 'name = "${1:extra}"' },
    });
  });

  it('offers nothing for an unknown region', async () => {
    const zones = '      cluster_availability_zones = ["│"]';
    await checkCompletion(cluster('eks_ml0_mars-1', 'aws/cluster', zones), []);
  });
});
