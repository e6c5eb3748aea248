import assert from 'node:assert/strict';
import { stepText } from '../../../../common/steps';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { migratePlatform, type Migration } from '../../../../server/refactoring/migration/migrate';
import { callTofu } from '../../../../server/refactoring/migration/migrateFiles';
import { formatHcl } from '../../../../server/edits/formatItem';
import { now } from '../../../../common/now';
import { afterChanges } from '../../../support/edits/changedTexts';
import { workspaceOf } from '../../../support/testWorkspace';
import { nextSteps, offered, refactored } from '../../../support/refactoring/refactored';

const OLD = 'v0.19.2-beta.0';
const NEW = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const SOURCE = 'github.com/kbst/terraform-kubestack//';

async function migrated(texts: Record<string, string>): Promise<Migration & { texts: Record<string, string> }> {
  const workspace = await workspaceOf(texts);
  const root = workspace.snapshot.model.tree.rootInstances()[0]!;
  const result = now(migratePlatform(workspace.snapshot, root, NEW));
  assert.ok(!('problem' in result), 'problem' in result ? result.problem : '');
  return { ...result, texts: afterChanges(workspace, now(result.draft.changes())) };
}

/** A cluster of the `map` generation after its migration, without its source. */
async function cluster(path: string, configuration: string, base = ''): Promise<Migration & { text: string }> {
  const call = (ref: string, body: string): string =>
    now(formatHcl(`module "c" {\n  source = "${SOURCE}${path}?ref=${ref}"\n\n${base}configuration = ${body}\n}\n`));
  const result = await migrated({ 'main.tf': call(OLD, configuration), 'variables.tf': 'variable "zones" {}\n' });
  const text = result.texts['main.tf']!;
  assert.equal(now(formatHcl(text)), text);
  return { ...result, text: text.slice(text.indexOf('configuration = ')).replace(/\n\}\n$/, '') };
}

const formatted = (configuration: string): string =>
  now(formatHcl(`x = ${configuration}`))
    .replace(/^x = /, 'configuration = ')
    .replace(/\n(?=.)/g, '\n  ');

describe('migration to the object generation', () => {
  it('renames, nests and converts the attributes of a cluster and keeps their comments', async () => {
    const { text, differences } = await cluster(
      'aws/cluster',
      `{
        apps = {
          name_prefix = "gc0"
          base_domain = "platform.example"
          # three zones
          cluster_availability_zones = "eu-west-1a, eu-west-1b,eu-west-1c"

          # big enough
          cluster_min_size = "3"
          cluster_max_size = 9 # peak
          cluster_desired_capacity = "3"
          cluster_instance_type = "m5.large"
          cluster_additional_node_tags = "team=web,tier=gold"
          cluster_endpoint_public_access = "true"
          metadata_options_http_tokens = "required"
          metadata_options_http_endpoint = "enabled"
        }
        ops = {
          cluster_max_size = "2"
          metadata_options_http_tokens = "optional"
        }
      }`,
    );
    assert.equal(
      text,
      formatted(`{
        apps = {
          name_prefix = "gc0"
          base_domain = "platform.example"
          # three zones
          cluster_availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

          default_node_pool = {
            # big enough
            min_size = 3
            max_size = 9 # peak
            desired_capacity = 3
            instance_types = ["m5.large"]
            additional_node_tags = {
              team = "web"
              tier = "gold"
            }
            metadata_options = {
              http_tokens = "required"
              http_endpoint = "enabled"
            }
          }
          cluster_endpoint_public_access = true
        }
        ops = {
          default_node_pool = {
            max_size = 2
            metadata_options = {
              http_tokens = "optional"
              http_endpoint = "enabled"
            }
          }
        }
      }`).replace('9 # peak', '9 # peak'),
    );
    assert.deepEqual(differences, []);
  });

  it('converts expressions that terraform does not convert', async () => {
    const { text, differences } = await cluster(
      'aws/cluster',
      `{
        apps = {
          cluster_availability_zones = var.zones
          cluster_instance_types = terraform.workspace == "ops" ? "t3.small,t3.large" : join(",", ["m5.large"])
          cluster_public_access_cidrs = "\${var.zones},10.0.0.0/8"
          cluster_min_size = length("abc")
          cluster_max_size = 9
        }
        ops = {}
      }`,
    );
    assert.equal(
      text,
      formatted(`{
        apps = {
          cluster_availability_zones = split(",", var.zones)
          default_node_pool = {
            instance_types = terraform.workspace == "ops" ? ["t3.small", "t3.large"] : ["m5.large"]
            min_size = length("abc")
            max_size = 9
          }
          cluster_public_access_cidrs = [var.zones, "10.0.0.0/8"]
        }
        ops = {}
      }`),
    );
    assert.deepEqual(differences, []);
  });

  it('writes defaults of attributes that are now required', async () => {
    const { text, notes } = await cluster('azurerm/cluster', '{ apps = { resource_group = "rg" }, ops = {} }');
    assert.equal(
      text,
      `configuration = { apps = {
    resource_group = "rg"
    default_node_pool = {
      min_count = 1
      max_count = 1
      vm_size   = "Standard_B2s"
    }
    availability_zones = []
  }, ops = {} }`,
    );
    assert.ok(
      notes.includes(
        'module.c: default_node_pool.vm_size is now required; set to "Standard_B2s", the previous default.',
      ),
    );
  });

  it('notes required attributes whose previous value is unknown', async () => {
    const { notes } = await cluster('google/cluster', '{ apps = { project_id = "p", region = "r" }, ops = {} }');
    assert.ok(
      notes.includes(
        'module.c: default_node_pool.machine_type is now required, and its previous value is unknown. Set it before you plan.',
      ),
    );
  });

  it("reports empty strings that override a value, which the new generation can't express", async () => {
    const { text, differences } = await cluster(
      'aws/cluster',
      '{ apps = { cluster_version = "1.30", cluster_min_size = 1, cluster_public_access_cidrs = "10.0.0.0/8" }, ops = { cluster_version = "", cluster_min_size = "", cluster_public_access_cidrs = "" } }',
    );
    assert.ok(text.includes('ops = {\n    cluster_public_access_cidrs = []\n  }'), text);
    assert.deepEqual(
      differences.map(({ environment, path, before, after }) => [environment, path, before, after]),
      [
        ['ops', 'cluster_version', '""', '"1.30"'],
        ['ops', 'default_node_pool.min_size', undefined, '1'],
      ],
    );
  });

  it('removes attributes that the module never read, and notes it', async () => {
    const { text, notes } = await cluster('aws/cluster', '{\n apps = {\n wheels = "4"\n name_prefix = "a"\n }\n}');
    assert.ok(!text.includes('wheels'));
    assert.ok(notes.includes("module.c in apps: removed wheels, which the module doesn't have."));
  });

  it('converts the inputs of node pools and DNS records, and references to clusters', async () => {
    const pool = (kind: string, lines: string): string =>
      now(
        formatHcl(
          `module "c_node_pool_x" {\n  source = "${SOURCE}${kind}/cluster/node-pool?ref=${OLD}"\n\n${lines}\n}\n`,
        ),
      );
    const texts = {
      'c.tf': `module "c" {\n  source = "${SOURCE}aws/cluster?ref=${OLD}"\n\n  configuration = {\n    apps = {\n      cluster_availability_zones = "a,b"\n      cluster_min_size = "1"\n    }\n    ops = {}\n  }\n}\n`,
      'pool.tf': pool(
        'aws',
        'cluster_name = module.c.current_metadata["name"]\n\nconfiguration = {\n  apps = {\n    name = "x"\n    min_size = module.c.current_config["cluster_min_size"]\n    availability_zones = module.c.current_config["cluster_availability_zones"]\n }\n  ops = {}\n}',
      ),
      'dns.tf': `module "dns" {\n  source = "${SOURCE}aws/cluster/elb-dns?ref=${OLD}"\n\n  ingress_service_name = "n"\n\n  metadata_fqdn = module.c.current_metadata["fqdn"]\n}\n`,
      'outputs.tf':
        'output "zones" {\n  value = split(",", module.c.current_config["cluster_availability_zones"])\n}\n\noutput "text" {\n  value = "in ${module.c.current_config["cluster_availability_zones"]}"\n}\n',
    };
    const result = await migrated(texts);
    assert.equal(
      result.texts['pool.tf'],
      now(
        formatHcl(
          pool(
            'aws',
            'cluster = module.c.cluster\ncluster_metadata = module.c.current_metadata\n\nconfiguration = {\n  apps = {\n    name = "x"\n    min_size = module.c.current_config.default_node_pool.min_size\n    availability_zones = module.c.current_config["cluster_availability_zones"]\n }\n  ops = {}\n}',
          ).replace(OLD, NEW),
        ),
      ),
    );
    assert.equal(
      result.texts['dns.tf'],
      texts['dns.tf']
        .replace(OLD, NEW)
        .replace('metadata_fqdn = module.c.current_metadata["fqdn"]', 'metadata = module.c.current_metadata'),
    );
    assert.equal(
      result.texts['outputs.tf'],
      texts['outputs.tf']
        .replace(
          'split(",", module.c.current_config["cluster_availability_zones"])',
          'module.c.current_config["cluster_availability_zones"]',
        )
        .replace(
          '${module.c.current_config["cluster_availability_zones"]}',
          '${join(",", module.c.current_config["cluster_availability_zones"])}',
        ),
    );
    assert.deepEqual(result.differences, []);
  });

  it('removes the environment loc and its Dockerfile, and makes pipelines run tofu', async () => {
    const result = await migrated({
      'c.tf': `module "c" {\n  source = "${SOURCE}google/cluster?ref=${OLD}"\n\n  configuration = {\n    apps = {}\n    ops  = {}\n    # local\n    loc = {}\n  }\n}\n`,
      's.tf':
        'module "s" {\n  source  = "kbst.xyz/catalog/nginx/kustomization"\n  version = "1.10.1-kbst.0"\n\n  configuration = {\n    apps = {}\n    ops  = {}\n    loc  = {}\n  }\n}\n',
      'Dockerfile.loc': 'FROM kubestack/framework:v0.19.2-beta.0-kind\n',
      '.github/workflows/main.yml': 'run: terraform plan --input=false\n',
    });
    assert.doesNotMatch(result.texts['c.tf']! + result.texts['s.tf']!, /loc /);
    assert.equal(result.texts['Dockerfile.loc'], undefined);
    assert.equal(result.texts['.github/workflows/main.yml'], 'run: tofu plan --input=false\n');
  });

  it('replaces commands in pipelines, not names', () => {
    assert.equal(
      callTofu(
        'image: hashicorp/terraform:1.5\n- terraform -chdir=x init && terraform workspace select ops\nname: terraform code\n',
      ),
      'image: hashicorp/terraform:1.5\n- tofu -chdir=x init && tofu workspace select ops\nname: terraform code\n',
    );
  });

  it('refuses modules without a counterpart', async () => {
    const workspace = await workspaceOf({
      'k.tf': `module "kind_zero" {\n  source = "${SOURCE}kind/cluster?ref=${OLD}"\n  configuration = { apps = {}, ops = {} }\n}\n`,
    });
    const root = workspace.snapshot.model.tree.rootInstances()[0]!;
    assert.deepEqual(now(migratePlatform(workspace.snapshot, root, NEW)), {
      problem: `module.kind_zero: ${SOURCE}kind/cluster?ref=${OLD} has no equivalent with typed configuration.`,
    });
  });

  it('is offered for a module with the modules that depend on it, and for the platform', async () => {
    const texts = {
      'c.tf': `module "│c" {\n  source = "${SOURCE}google/cluster?ref=${OLD}"\n\n  configuration = {\n    apps = {}\n    ops  = {}\n  }\n}\n`,
      'd.tf': `module "d" {\n  source = "${SOURCE}google/cluster?ref=${OLD}"\n\n  configuration = {\n    apps = {}\n    ops  = {}\n  }\n}\n`,
    };
    const titles = (await offered(texts)).filter(title => title.startsWith('Migrate'));
    assert.deepEqual(titles, [
      'Migrate the platform to typed configuration (e70912c)',
      'Migrate c to typed configuration (e70912c)',
    ]);
    assert.deepEqual(Object.keys(await refactored(texts, /^Migrate c/)), ['c.tf']);
    assert.deepEqual(Object.keys(await refactored(texts, /^Migrate the platform/)), ['c.tf', 'd.tf']);
  });

  it('reports the comparison, the differences, and the remaining steps', async () => {
    const call = (name: string, labels: string): string =>
      `module "${name}" {\n  source = "${SOURCE}google/cluster?ref=${OLD}"\n\n  configuration = {\n    apps = {\n      cluster_min_size = "1"${labels}\n    }\n    ops = {}\n  }\n}\n`;
    const texts = { 'c.tf': call('│c', ''), 'd.tf': call('d', '') };
    const one = await nextSteps(texts, /^Migrate c/);
    assert.equal(one?.uri, 'file:///w');
    assert.match(one.title, /^Migrate c to typed configuration/);
    assert.match(one.notes[0]!, /^\d+ effective values of 2 configurations compared: all are the same\.$/);
    assert.ok(!one.notes.some(note => note.includes('tofu init')), 'a step is told twice');
    assert.deepEqual(
      one.followUp.map(each => stepText(each)),
      [
        'Install the modules: `tofu init -upgrade`.',
        'Plan ops.',
        'Commit the lock file with the change.',
        'Read the plan of ops: nothing should be replaced.',
        'Read the plan of apps: nothing should be replaced.',
        'Create a pull request.',
      ],
    );
    assert.match(stepText((await nextSteps(texts, /^Migrate the platform/))!.followUp[0]!), /Set Framework Version…/);
  });

  for (const name of ['released', 'legacy']) {
    it(`keeps the configuration of the sample platform "${name}", except for one label that can't be removed`, async () => {
      const { differences, compared, texts } = await migrated(textsIn(join(__dirname, '../../../platforms', name)));
      assert.ok(compared.values >= 30);
      assert.deepEqual(
        differences.map(({ address, environment, path }) => `${address} ${environment} ${path}`),
        name === 'released' ? ['module.eks_gc0_eu-north-1_node_pool_spot ops labels.team'] : [],
      );
      for (const text of Object.entries(texts)
        .filter(([path]) => /\.(?:tf|tfvars)$/.test(path))
        .map(each => each[1]))
        assert.equal(now(formatHcl(text)), text);
    });
  }
});

function textsIn(folder: string): Record<string, string> {
  const texts: Record<string, string> = {};
  const walk = (path: string): void => {
    for (const name of readdirSync(path)) {
      const each = join(path, name);
      if (statSync(each).isDirectory()) walk(each);
      else texts[relative(folder, each)] = readFileSync(each, 'utf8');
    }
  };
  walk(folder);
  return texts;
}
