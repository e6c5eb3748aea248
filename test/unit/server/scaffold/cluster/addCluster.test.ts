import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../../../server/edits/formatItem';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded, type Texts } from '../../../../support/scaffold/scaffolded';

describe('adding a cluster', () => {
  it("in a released version uses that version's attributes and types, and the domain of the other clusters", async () => {
    const { texts, changed } = await scaffolded(readSamplePlatform('released'), 'cluster', {
      provider: 'eks',
      region: 'eu-north-1',
    });
    assert.equal(
      texts['eks_gc1_eu-north-1_cluster.tf'],
      `module "eks_gc1_eu-north-1" {
  providers = {
    aws        = aws.eks_gc1_eu-north-1
    kubernetes = kubernetes.eks_gc1_eu-north-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"

  configuration = {
    apps = {
      name_prefix = "gc1"
      base_domain = var.base_domain

      cluster_availability_zones = "eu-north-1a,eu-north-1b,eu-north-1c"

      cluster_instance_types   = "t3a.xlarge"
      cluster_min_size         = 3
      cluster_max_size         = 9
      cluster_desired_capacity = 3
    }

    ops = {
      cluster_min_size         = 1
      cluster_max_size         = 2
      cluster_desired_capacity = 1
    }
  }
}
`,
    );
    assert.deepEqual(
      changed.filter(path => !path.startsWith('eks_gc1')),
      [],
    );
  });

  for (const name of ['minimal', 'released', 'three-environments', 'multi-cloud']) {
    it(`keeps ${name} formatted, and rejects the same name a second time`, async () => {
      const answers = {
        provider: name === 'three-environments' ? 'gke' : 'eks',
        name_prefix: 'data7',
        region: name === 'three-environments' ? 'europe-west2' : 'eu-west-2',
        ...(name === 'three-environments' ? { project_id: 'soleil-x', cluster_min_master_version: '1.31' } : {}),
      };
      const { texts, changed } = await scaffolded(readSamplePlatform(name), 'cluster', answers);
      for (const path of changed.filter(each => each.endsWith('.tf')))
        assert.equal(now(formatHcl(texts[path]!)), texts[path]);
      assert.match((await answerProblems(texts, 'cluster', answers)).join('\n'), /^name_prefix: A module .*_data7_/);
    });
  }
});

describe('copying a cluster', () => {
  it('to a second region changes only its name, region and zones', async () => {
    const before = readSamplePlatform('three-environments');
    const { texts, changed } = await scaffolded(before, 'cluster', { mirror: 'scw_web0_fr-par', region: 'nl-ams' });
    assert.deepEqual(changed, ['README.md', 'scw_web0_nl-ams_cluster.tf', 'scw_web0_nl-ams_providers.tf']);
    assert.equal(
      texts['scw_web0_nl-ams_cluster.tf'],
      before['scw_web0_fr-par_cluster.tf']!.replaceAll('fr-par', 'nl-ams'),
    );
    assert.ok(
      texts['scw_web0_nl-ams_providers.tf']!.startsWith(
        before['scw_web0_fr-par_providers.tf']!.replaceAll('fr-par', 'nl-ams').split('provider "kustomization"')[0]!,
      ),
    );
  });

  it('to the same region uses the next prefix', async () => {
    const before = readSamplePlatform('released');
    const { texts } = await scaffolded(before, 'cluster', { mirror: 'eks_gc0_eu-north-1', region: 'eu-north-1' });
    assert.equal(
      texts['eks_gc1_eu-north-1_cluster.tf'],
      before['eks_gc0_eu-north-1_cluster.tf']!.replaceAll('eks_gc0', 'eks_gc1').replace('"gc0"', '"gc1"'),
    );
  });

  it('uses another prefix than that of a cluster that is being removed', async () => {
    const before = readSamplePlatform('released');
    const mirror = { mirror: 'eks_gc0_eu-north-1', region: 'eu-north-1' };
    let texts: Texts = (await scaffolded(before, 'cluster', mirror)).texts;
    texts = (await scaffolded(texts, 'removeCluster', { cluster: 'eks_gc1_eu-north-1' })).texts;
    assert.deepEqual(
      Object.keys(texts).filter(each => each.includes('gc1')),
      ['eks_gc1_eu-north-1_providers.tf'],
    );
    const again = await scaffolded(texts, 'cluster', mirror);
    assert.ok(again.changed.includes('eks_gc2_eu-north-1_cluster.tf'));
  });

  it('whose configuration is in a variables file adds the new one there', async () => {
    const before = readSamplePlatform('legacy');
    const { texts, changed } = await scaffolded(before, 'cluster', { mirror: 'eks_zero', region: 'eu-central-1' });
    const name = 'eks_gc0_eu-central-1';
    assert.deepEqual(changed, ['config.auto.tfvars', `${name}_cluster.tf`, `${name}_providers.tf`, 'versions.tf']);
    assert.match(texts[`${name}_cluster.tf`]!, /configuration = var\.clusters\["eks_gc0_eu-central-1"\]/);
    // This version has no kubeconfig for a provider.
    assert.doesNotMatch(texts[`${name}_providers.tf`]!, /kubeconfig/);
    const own = /eks_zero = \{[^]*?\n {2}\}\n/.exec(before['config.auto.tfvars']!)![0];
    const mirrored = own.replace('eks_zero', name).replace('"kbst"', '"gc0"').replaceAll('eu-west-1', 'eu-central-1');
    assert.ok(texts['config.auto.tfvars']!.includes(`${own}\n  ${mirrored}\n  gke_zero`));
  });

  it('omits nulls that unset nothing', async () => {
    const before = readSamplePlatform('multi-cloud');
    assert.match(before['eks_gc0_us-east-1_cluster.tf']!, /cluster_aws_auth_map_roles += null/);
    const { texts } = await scaffolded(before, 'cluster', { mirror: 'eks_gc0_us-east-1', region: 'us-east-1' });
    assert.doesNotMatch(texts['eks_gc1_us-east-1_cluster.tf']!, /null/);
    assert.match(texts['eks_gc1_us-east-1_cluster.tf']!, /cluster_endpoint_private_access = false/);
  });
});

describe('invalid answers about a cluster', () => {
  const good = { provider: 'eks', region: 'eu-north-1', name_prefix: 'web1' };
  for (const [what, answers, problem] of [
    ['no answers', {}, /^provider: An answer is missing: choose eks, gke, aks or scw\.$/],
    ['an unknown provider', { provider: 'doks' }, /^provider: "doks" is not valid: choose/],
    [
      'a region of another cloud',
      { ...good, region: 'europe-west1' },
      /^region: "europe-west1" is not valid: use an AWS region/,
    ],
    ['an underscore', { ...good, name_prefix: 'web_1' }, /^name_prefix: "web_1" is not valid/],
    ['a long prefix', { ...good, name_prefix: 'a'.repeat(16) }, /^name_prefix: /],
    [
      'zones of another region',
      { ...good, zones: ['eu-west-1a', 'eu-west-1b'] },
      /^zones: "eu-west-1a" is not valid: use zones of eu-north-1/,
    ],
    ['one zone', { ...good, zones: ['eu-north-1a'] }, /^zones: EKS \(AWS\) needs at least 2 zones/],
    ['a zone twice', { ...good, zones: ['eu-north-1a', 'eu-north-1a'] }, /^zones: "eu-north-1a" is listed twice/],
    [
      'a minimum above the maximum',
      { ...good, min_size: 4, max_size: 2 },
      /^max_size: 2 is less than min_size \(4\)\.$/,
    ],
    ['a number outside', { ...good, desired_capacity: 12, max_size: 9 }, /^desired_capacity: 12 is not between/],
    ['no number', { ...good, max_size: 'many' }, /^max_size: "many" is not valid: use a whole number/],
    ['no machine', { ...good, instance_types: ['big one'] }, /^instance_types: "big one"/],
    ['a domain with a scheme', { ...good, base_domain: 'https://x.org' }, /^base_domain: "https:\/\/x\.org"/],
    ['the example domain', { ...good, base_domain: 'example.com' }, /^base_domain: "example\.com"/],
    [
      'an override of an unknown environment',
      { ...good, overrides: { prod: { max_size: 1 } } },
      /^overrides\.prod: prod is not an environment/,
    ],
    [
      'an override of the base',
      { ...good, overrides: { apps: { max_size: 1 } } },
      /^overrides\.apps: apps is the base/,
    ],
    [
      'an override that is too small',
      { ...good, overrides: { ops: { min_size: 12 } } },
      /^overrides\.ops\.min_size: 12 is greater than max_size \(9\)\.$/,
    ],
    [
      'an unknown cluster to mirror',
      { mirror: 'eks_no_where', region: 'eu-west-1' },
      /^mirror: "eks_no_where" is not valid: choose eks_web0_eu-central-1\.$/,
    ],
  ] as const) {
    it(`are rejected: ${what}`, async () => {
      assert.match((await answerProblems(readSamplePlatform('minimal'), 'cluster', answers)).join('\n'), problem);
    });
  }

  it('are all reported at once', async () => {
    const problems = await answerProblems(readSamplePlatform('minimal'), 'cluster', {
      provider: 'gke',
      region: 'mars',
      max_node_count: 0,
    });
    assert.deepEqual(
      problems.map(problem => problem.split(':')[0]),
      ['region', 'max_node_count', 'project_id', 'cluster_min_master_version'],
    );
  });
});
