// Problems that only environments have that inherit an expression with terraform.workspace, or other values than in the base.
import assert from 'node:assert/strict';
import { checkDiagnostics, linesWith, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

const cluster = (apps: string, others: string, provider = 'aws'): PlatformTexts => ({
  'main.tf': `module "gc0" {
  source = "${framework(`${provider}/cluster`)}"
  providers = {
    aws = aws.gc0
  }
  configuration = {
    apps = {
      ${apps}
    }
    ${others}
  }
}
provider "aws" {
  alias  = "gc0"
  region = terraform.workspace == "far" ? "us-east-1" : "eu-west-1"
}
`,
});
const inOps = (ops: string, apps: string): string => `terraform.workspace == "ops" ? ${ops} : ${apps}`;

describe('problems of inherited expressions', () => {
  const sizes = (max: string, others = 'ops = {}'): PlatformTexts =>
    cluster(`default_node_pool = {\n        min_size = 3\n        max_size = ${max}\n      }`, others);

  it('KS307 in the environment that gets them', async () => {
    await checkDiagnostics('KS307', sizes(inOps('2', '12')), [
      'main.tf:10: "ops": min_size (3, from "apps") is greater than max_size (2, from "apps"). (KS307)',
    ]);
  });

  it('KS307 once, for equal values', async () => {
    const texts = sizes('terraform.workspace == "apps" ? 12 : 2', 'ops = {}\n    dev = {}');
    assert.equal((await linesWith('KS307', texts)).length, 1);
    assert.equal((await linesWith('KS307', sizes('2', 'ops = {}\n    dev = {}'))).length, 1);
    await checkDiagnostics('KS307', sizes(inOps('4', '12')), []);
  });

  it('KS308 in a zone that depends on the environment', async () => {
    const zones = (zone: string): string => `cluster_availability_zones = ["eu-west-1a", ${zone}]`;
    const lines = await linesWith('KS308', cluster(zones(inOps('"eu-west-2b"', '"eu-west-1b"')), 'ops = {}'));
    assert.deepEqual(lines, [
      'main.tf:8: "eu-west-2b" in cluster_availability_zones of "ops" is not in eu-west-1. (KS308)',
    ]);
  });

  it('KS308 in a region that depends on the environment', async () => {
    const zones = 'cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]';
    await checkDiagnostics('KS308', cluster(zones, 'ops = {}\n    far = {}'), [
      'main.tf:8: "eu-west-1a" in cluster_availability_zones of "far" is not in us-east-1. (KS308)',
      'main.tf:8: "eu-west-1b" in cluster_availability_zones of "far" is not in us-east-1. (KS308)',
    ]);
  });

  it('KS308 in a region that the environment sets', async () => {
    const apps = 'region = "europe-west1"\n      cluster_node_locations = ["europe-west1-b", "europe-west1-c"]';
    await checkDiagnostics('KS308', cluster(apps, 'ops = { region = "us-east1" }\n    dev = {}', 'google'), [
      'main.tf:11: "europe-west1-b" in cluster_node_locations of "ops" is not in us-east1. (KS308)',
    ]);
  });

  it('KS308 once, for a zone that is wrong in the base, too', async () => {
    const zones = `cluster_availability_zones = ["eu-west-2b", ${inOps('"eu-west-1a"', '"eu-west-1b"')}]`;
    assert.equal((await linesWith('KS308', cluster(zones, 'ops = {}'))).length, 1);
  });

  it('KS309', async () => {
    const zones = `cluster_availability_zones = ${inOps('["eu-west-1a"]', '["eu-west-1a", "eu-west-1b"]')}`;
    await checkDiagnostics('KS309', cluster(zones, 'ops = {}'), [
      'main.tf:8: "ops" has only the zone eu-west-1a; EKS requires two. (KS309)',
    ]);
  });

  it('KS310', async () => {
    assert.match(
      (await linesWith('KS310', cluster(`name_prefix = ${inOps('"Gc_0"', '"gc0"')}`, 'ops = {}\n    dev = {}'))).join(),
      /^main\.tf:8: The name_prefix "Gc_0" of "ops"[^\n]*$/,
    );
  });

  it('KS311', async () => {
    const domain = `base_domain = ${inOps('"https://example.com"', '"example.com"')}`;
    assert.match((await linesWith('KS311', cluster(domain, 'ops = {}'))).join(), /^main\.tf:8: [^\n]*"ops"[^\n]*$/);
  });
});
