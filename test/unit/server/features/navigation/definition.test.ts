import { strict as assert } from 'node:assert';
import type { LocationLink } from 'vscode-languageserver-types';
import { definition } from '../../../../../server/features/navigation/definition';
import { checkDefinition, checkImplementation, checkTypeDefinition } from '../../../../support/features/checkLocations';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { mark, markedWorkspace, describeLocations } from '../../../../support/features/markedWorkspace';
import { LEGACY, NEWEST, RELEASED } from '../../../../support/features/platformTexts';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';
const POOL = 'gke_ml0_europe-west1_node_pool_gpu.tf';
const FEATURE = 'gke_ml0_europe-west1_feature_nginx.tf';
const PROVIDERS = 'gke_ml0_europe-west1_providers.tf';

const at = (path: string, marked: string) => mark(NEWEST, path, marked);

describe('definition', () => {
  it('of an override is the value in the base', async () => {
    await checkDefinition(at(CLUSTER, '        max_node│_count = 1'), [`${CLUSTER}:13 max_node_count`]);
    await checkDefinition(at(CLUSTER, '        max_node_count = │1'), [`${CLUSTER}:13 max_node_count`]);
  });
  it('of an override in a released platform is the value in the base', async () => {
    const path = 'eks_gc0_eu-north-1_cluster.tf';
    await checkDefinition(mark(RELEASED, path, 'cluster_instance_type = "t3│.large"'), [
      `${path}:12 cluster_instance_type`,
    ]);
  });
  it("of an override of a local's attribute is the attribute in the local", async () => {
    const main = `module "gke_a_b" {
  source = "${framework('google/cluster')}"
  configuration = {
    apps = merge(local.base, { name_prefix = "a" })
    ops  = { project_id = "x" }
  }
}
`;
    const texts = {
      'main.tf': main,
      'l.tf': 'locals {\n  base = {\n    project_id = "p"\n    base_domain = "b"\n  }\n}\n',
    };
    await checkDefinition(mark(texts, 'main.tf', 'proj│ect_id'), ['l.tf:3 project_id']);
  });
  it('of an override in a variables file is the value of the base in that file', async () => {
    const path = 'config.auto.tfvars';
    await checkDefinition(mark(LEGACY, path, 'cluster_max│_size = "2"'), [`${path}:5 cluster_max_size`]);
    await checkDefinition(mark(LEGACY, path, '    op│s = {\n'), [`${path}:3 apps`]);
    await checkImplementation(mark(LEGACY, path, 'cluster_max│_size = "9"'), [`${path}:8 cluster_max_size`]);
  });
  it('of an attribute that only the override sets is the attribute itself', async () => {
    const texts = { ...NEWEST, [CLUSTER]: NEWEST[CLUSTER]!.replace('apps = {}', 'apps = { labels = {} }') };
    await checkDefinition(mark(texts, CLUSTER, 'apps = { lab│els'), [`${CLUSTER}:17 labels`]);
  });
  it('of an environment and of the base key is the base environment', async () => {
    await checkDefinition(at(CLUSTER, '    op│s = {'), [`${CLUSTER}:6 apps-prod`]);
    await checkDefinition(at(CLUSTER, '"apps-│prod"'), [`${CLUSTER}:6 apps-prod`]);
  });
  it('of a name is the block, local or variable that declares it', async () => {
    await checkDefinition(at(CLUSTER, 'var.base│_domain'), ['locals.tf:7 "base_domain"']);
    await checkDefinition(at(CLUSTER, 'local.pro│ject'), ['locals.tf:3 project']);
    await checkDefinition(at(POOL, 'module.gke_ml0│_europe-west1.cluster\n'), [`${CLUSTER}:1 "gke_ml0_europe-west1"`]);
    await checkDefinition(at('config.auto.tfvars', 'base_│domain'), ['locals.tf:7 "base_domain"']);
  });
  it('of an attribute that another module reads is its value in the base', async () => {
    await checkDefinition(at(POOL, 'current_config["reg│ion"]'), [`${CLUSTER}:9 region`]);
  });
  it('of a provider alias is its block', async () => {
    await checkDefinition(at(FEATURE, 'kustomization.gke│_ml0'), [`${PROVIDERS}:6 "gke_ml0_europe-west1"`]);
  });
  it('of a source, an argument and an output is the local module', async () => {
    await checkDefinition(at(FEATURE, './modules│/nginx'), ['modules/nginx/main.tf:1 module "nginx" {']);
    await checkDefinition(at(FEATURE, '  repl│icas = 2'), ['modules/nginx/variables.tf:1 "replicas"']);
    await checkDefinition(at(FEATURE, 'nginx.addr│ess'), ['modules/nginx/main.tf:15 "address"']);
  });
  it('of a source is the installed copy', async () => {
    const manifest = JSON.stringify({
      Modules: [
        {
          Key: 'gke_ml0_europe-west1',
          Source: /source = "(.*)"/.exec(NEWEST[CLUSTER]!)?.[1],
          Dir: '.terraform/modules/gke/google/cluster',
        },
      ],
    });
    const texts = {
      ...NEWEST,
      '.terraform/modules/modules.json': manifest,
      '.terraform/modules/gke/google/cluster/main.tf': 'data "google_client_config" "default" {\n}\n',
      '.terraform/modules/gke/google/cluster/variables.tf':
        'variable "configuration" {\n  type = map(object({ region = optional(string) }))\n}\n',
    };
    await checkDefinition(mark(texts, CLUSTER, 'source = "github│.com'), [
      '.terraform/modules/gke/google/cluster/main.tf:1 data "google_client_config" "default" {',
    ]);
    await checkTypeDefinition(mark(texts, CLUSTER, '      reg│ion'), [
      '.terraform/modules/gke/google/cluster/variables.tf:2 region',
    ]);
  });
  it('of a name bound by "for" or declared nowhere is empty', async () => {
    const texts = {
      'main.tf': 'locals {\n  a = [for var in [] : var.base_domain]\n  b = var.missing\n}\nvariable "base_domain" {}\n',
    };
    await checkDefinition(mark(texts, 'main.tf', 'var.base│_domain'), []);
    await checkDefinition(mark(texts, 'main.tf', 'var.mis│sing'), []);
  });
  it('of references to resources and data sources is their block', async () => {
    const texts = {
      'main.tf':
        'data "aws_ami" "os" {\n}\nresource "aws_vpc" "net" {\n}\nlocals {\n  a = [data.aws_ami.os.id, aws_vpc.net.id]\n}\n',
    };
    await checkDefinition(mark(texts, 'main.tf', 'data.aws_ami.o│s.id'), ['main.tf:1 "os"']);
    await checkDefinition(mark(texts, 'main.tf', 'aws_vpc.ne│t.id'), ['main.tf:3 "net"']);
  });
  it('includes the range of the name for clients that support links', async () => {
    const { snapshot, here, position } = await markedWorkspace(mark(NEWEST, CLUSTER, 'var.base│_domain'));
    const [link] = definition(snapshot, here, position, true) as LocationLink[];
    assert.deepEqual(link?.originSelectionRange, {
      start: { line: 7, character: 24 },
      end: { line: 7, character: 35 },
    });
  });
  it('still works while another attribute of the block is incomplete', async () => {
    const workspace = await markedWorkspace(mark(NEWEST, CLUSTER, '        max_node│_count = 1'));
    const { here, position, texts } = workspace;
    workspace.workspace.setDocument(here, texts[CLUSTER]!.replace('region      = "europe-west1"', 'region      = '));
    assert.deepEqual(describeLocations(workspace, definition(workspace.snapshot, here, position, false)), [
      `${CLUSTER}:13 max_node_count`,
    ]);
  });
  it("covers only Kubestack's names beside another extension", async () => {
    const alongside = true;
    await checkDefinition(at('locals.tf', 'var.base│_domain'), [], { alongside });
    await checkDefinition(at(FEATURE, '  repl│icas = 2'), [], { alongside });
    await checkDefinition(at(CLUSTER, 'var.base│_domain'), ['locals.tf:7 "base_domain"'], { alongside });
    await checkDefinition(at(PROVIDERS, 'module.gke│_ml0'), [`${CLUSTER}:1 "gke_ml0_europe-west1"`], { alongside });
    await checkDefinition(at(FEATURE, 'kustomization.gke│_ml0'), [`${PROVIDERS}:6 "gke_ml0_europe-west1"`], {
      alongside,
    });
  });
});

describe('implementation', () => {
  it('of a base value is the list of its overrides', async () => {
    await checkImplementation(at(CLUSTER, 'max_node│_count = 9'), [`${CLUSTER}:20 max_node_count`]);
    await checkImplementation(at(CLUSTER, '      name_│prefix'), []);
  });
  it('of the base is the list of environments that inherit from it', async () => {
    await checkImplementation(at(CLUSTER, '    apps-│prod = {'), [`${CLUSTER}:17 apps`, `${CLUSTER}:18 ops`]);
  });
  it('of a variable is the list of its values', async () => {
    await checkImplementation(at('locals.tf', 'variable "base│_domain"'), ['config.auto.tfvars:1 base_domain']);
    await checkImplementation(at('modules/nginx/variables.tf', '"repl│icas"'), [`${FEATURE}:3 replicas`]);
  });
  it('of a module call and of an output is their code in the module', async () => {
    await checkImplementation(at(FEATURE, 'module.gke_ml0│_europe-west1_feature_nginx.'), [
      'modules/nginx/main.tf:1 module "nginx" {',
    ]);
    await checkImplementation(at(FEATURE, 'nginx.addr│ess'), ['modules/nginx/main.tf:16 "nginx"']);
  });
});

describe('type definition', () => {
  it('of an attribute is its declaration in a vendored module, at any depth', async () => {
    const module =
      'variable "configuration" {\n  type = map(object({\n    pool = optional(object({\n      size = optional(number)\n    }))\n  }))\n}\nvariable "configuration_base_key" {\n  default = "apps"\n}\n';
    const texts = {
      'main.tf': 'module "a" {\n  source = "./m"\n  configuration = {\n    apps = { pool = { size = 1 } }\n  }\n}\n',
      'm/variables.tf': module,
    };
    await checkTypeDefinition(mark(texts, 'main.tf', '{ si│ze'), ['m/variables.tf:4 size']);
    await checkTypeDefinition(mark(texts, 'main.tf', 'ap│ps = {'), ['m/variables.tf:2 type']);
  });
  it('of a variable is its type', async () => {
    await checkTypeDefinition(mark(NEWEST, CLUSTER, 'var.base│_domain'), ['locals.tf:8 string']);
  });
});
