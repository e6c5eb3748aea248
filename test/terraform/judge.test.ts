import assert from 'node:assert/strict';
import { comparableEnvironments, type ExactJson } from '../support/terraform/effectiveValues';
import { judge, judgePlatform, type JudgeResult, type Verdict } from '../support/terraform/judge';
import { judgedBy } from '../support/terraform/judgedBy';
import { headCommit } from '../support/terraform/judgedModule';
import { skipWithout } from '../support/skipWithout';

const cluster = `github.com/kbst/terraform-kubestack//google/cluster?ref=${headCommit}`;
const overlay = `github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${headCommit}`;
const environments = ['apps', 'ops'];

describe('the judge', function () {
  before(function () {
    skipWithout(this, judgedBy);
  });

  it('answers every case independently of the others', async () => {
    const results = await judge([
      {
        id: 'fine',
        source: cluster,
        environments,
        configuration: '{ apps = { region = "r" }, ops = { region = "" } }',
      },
      { id: 'no base', source: cluster, environments, configuration: '{ ops = { region = "r" } }' },
      {
        id: 'no list',
        source: cluster,
        environments,
        configuration: '{ apps = { cluster_node_locations = "a" }, ops = {} }',
      },
      { id: 'no argument', source: cluster, environments },
      { id: 'default', source: overlay, environments },
      { id: 'null base key', source: overlay, environments, configuration: '{ apps = {} }', baseKey: 'null' },
      {
        id: 'null means apps',
        source: cluster,
        environments,
        configuration: '{ apps = { region = "r" } }',
        baseKey: 'null',
      },
    ]);
    assert.deepEqual(
      results.map(({ id }) => id),
      ['fine', 'no base', 'no list', 'no argument', 'default', 'null base key', 'null means apps'],
    );
    assert.deepEqual(values(results[0]), { apps: { region: 'r' }, ops: { region: 'r' } });
    assert.match(message(results[1], 'ops'), /Invalid index/);
    assert.match(message(results[2], 'apps'), /list of string required/);
    assert.match(message(results[3], 'apps'), /Missing required argument/);
    assert.deepEqual(values(results[4]), { apps: {}, loc: {}, ops: {} });
    assert.match(message(results[5], 'apps'), /null value as an indexing key/);
    assert.deepEqual(values(results[6]), { apps: { region: 'r' } });
  });

  it('evaluates every environment in its own workspace', async () => {
    const configuration =
      '{ apps = { region = "r-${terraform.workspace}" }, ops = { project_id = terraform.workspace } }';
    const [result] = await judge([{ id: 'x', source: cluster, environments, configuration }]);
    assert.deepEqual(values(result), { apps: { region: 'r-apps' }, ops: { region: 'r-ops', project_id: 'ops' } });
  });

  it('reads locals, variables and their values around a call', async () => {
    const surroundings = {
      'locals.tf':
        'locals {\n  region = "${var.continent}-west1"\n}\n\nprovider "google" {\n  region = local.region\n}\n',
      'variables.tf': 'variable "continent" {\n  default = "us"\n}\n',
      'terraform.tfvars': 'continent = "europe"\n',
    };
    const configuration = '{ apps = { region = local.region } }';
    const [result] = await judge([{ id: 'x', source: cluster, environments, configuration, surroundings }]);
    assert.deepEqual(values(result), { apps: { region: 'europe-west1' } });
  });

  it('follows a call through a local module with its arguments', async () => {
    const files = {
      'main.tf': `module "gke" {\n  source = "${cluster}"\n  configuration = {\n    apps = { name_prefix = "a", base_domain = "b.example", region = "r" }\n    ops = {}\n  }\n}\n
module "one" {\n  providers = { kustomization = kustomization.x }\n  source = "./modules/f"\n  fqdn = module.gke.current_metadata["fqdn"]\n}\n
module "two" {\n  source = "./modules/f"\n  fqdn = "two"\n}\n`,
      'modules/f/main.tf': `variable "fqdn" {}\n\nmodule "f" {\n  source = "${overlay}"\n  configuration = {\n    apps = { resources = ["\${path.module}/x.yaml"], namespace = var.fqdn }\n    ops = {}\n  }\n}\n`,
    };
    const calls = ['module.one.module.f', 'module.two.module.f'].map(address => ({
      address,
      source: overlay,
      environments,
    }));
    const results = await judgePlatform({ files, calls });
    const resources = ['modules/f/x.yaml'];
    assert.deepEqual(values(results[0]), {
      apps: { resources, namespace: 'a-apps-r.gcp.b.example' },
      ops: { resources, namespace: 'a-ops-r.gcp.b.example' },
    });
    assert.deepEqual(values(results[1]), {
      apps: { resources, namespace: 'two' },
      ops: { resources, namespace: 'two' },
    });
  });

  it('keeps every digit of a number', async () => {
    const configuration = '{ apps = { router_asn = 12345678901234567890123, cloud_nat_ip_count = 0.1 } }';
    const [result] = await judge([{ id: 'x', source: cluster, environments: ['apps'], configuration }]);
    assert.deepEqual(values(result), {
      apps: { router_asn: { decimal: '12345678901234567890123' }, cloud_nat_ip_count: 0.1 },
    });
  });

  it('reports errors around the calls', async () => {
    const surroundings = { 'locals.tf': 'locals {\n  x = upper()\n}\n' };
    await assert.rejects(
      judge([{ id: 'x', source: cluster, environments, configuration: '{ apps = {} }', surroundings }]),
      /locals\.tf:2/,
    );
  });
});

function values(result: JudgeResult | undefined): Record<string, ExactJson> {
  const entries = Object.entries(result?.environments ?? {}).map(([name, verdict]) => [
    name,
    verdict.kind === 'value' ? verdict.value : verdict.message,
  ]);
  return comparableEnvironments(Object.fromEntries(entries) as Record<string, ExactJson>);
}

function message(result: JudgeResult | undefined, environment: string): string {
  const verdict: Verdict | undefined = result?.environments[environment];
  return verdict?.kind === 'error' ? verdict.message : `${verdict?.kind ?? 'nothing'} is no error`;
}
