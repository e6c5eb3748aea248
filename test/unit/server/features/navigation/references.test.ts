import { checkHighlights, checkReferences, checkUses } from '../../../../support/features/checkLocations';
import { mark } from '../../../../support/features/markedWorkspace';
import { LEGACY, NEWEST, RELEASED } from '../../../../support/features/platformTexts';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';
const POOL = 'gke_ml0_europe-west1_node_pool_gpu.tf';
const FEATURE = 'gke_ml0_europe-west1_feature_nginx.tf';
const PROVIDERS = 'gke_ml0_europe-west1_providers.tf';

/** The references to the environment ops. */
const OPS = [`${CLUSTER}:18 ops`, `${POOL}:14 ops`, 'locals.tf:4 "ops"', 'modules/nginx/main.tf:11 ops'];

const at = (path: string, marked: string) => mark(NEWEST, path, marked);

describe('references', () => {
  it('of a base value include its overrides and the modules that read it', async () => {
    await checkReferences(at(CLUSTER, 'max_node│_count = 9'), [
      `${CLUSTER}:13 max_node_count`,
      `${CLUSTER}:20 max_node_count`,
    ]);
    await checkUses(at(CLUSTER, '      reg│ion'), [`${POOL}:11 "region"`]);
  });
  it('of an environment include its keys in the whole platform, base keys and comparisons', async () => {
    await checkReferences(at(CLUSTER, '    op│s = {'), OPS);
    await checkReferences(at('modules/nginx/main.tf', '    apps-│prod = {'), [
      `${CLUSTER}:4 "apps-prod"`,
      `${CLUSTER}:6 apps-prod`,
      `${POOL}:7 "apps-prod"`,
      `${POOL}:9 apps-prod`,
      'modules/nginx/main.tf:4 "apps-prod"',
      'modules/nginx/main.tf:6 apps-prod',
    ]);
  });
  it('of an environment work in a released platform', async () => {
    await checkReferences(mark(RELEASED, 'eks_gc0_eu-north-1_cluster.tf', '    lo│c = {}'), [
      'eks_gc0_eu-north-1_cluster.tf:20 loc',
      'eks_gc0_eu-north-1_service_nginx.tf:14 loc',
    ]);
  });
  it('of an environment include keys in a variables file', async () => {
    const marked = mark(LEGACY, 'config.auto.tfvars', '    op│s = {\n');
    await checkReferences(marked, ['config.auto.tfvars:7 ops', 'config.auto.tfvars:15 ops']);
  });
  it('of a module include every reference to it', async () => {
    await checkUses(at(CLUSTER, '"gke_ml0│_europe-west1"'), [
      `${POOL}:4 gke_ml0_europe-west1`,
      `${POOL}:5 gke_ml0_europe-west1`,
      `${POOL}:11 gke_ml0_europe-west1`,
      `${PROVIDERS}:7 gke_ml0_europe-west1`,
    ]);
  });
  it('of a provider alias include its block and its uses', async () => {
    await checkReferences(at(PROVIDERS, 'provider "kustomization" {\n  alias          = "gke│_ml0'), [
      `${FEATURE}:6 kustomization.gke_ml0_europe-west1`,
      `${PROVIDERS}:6 "gke_ml0_europe-west1"`,
    ]);
  });
  it('of a variable include uses, values and arguments', async () => {
    await checkReferences(at('locals.tf', 'variable "base│_domain"'), [
      'config.auto.tfvars:1 base_domain',
      `${CLUSTER}:8 base_domain`,
      'locals.tf:3 base_domain',
      'locals.tf:7 "base_domain"',
    ]);
    await checkUses(at('modules/nginx/main.tf', 'var.repl│icas'), [
      `${FEATURE}:3 replicas`,
      'modules/nginx/main.tf:8 replicas',
    ]);
  });
  it('of an output and of a source include the calls of the local module', async () => {
    await checkUses(at('modules/nginx/main.tf', '"addr│ess"'), [`${FEATURE}:11 address`]);
    await checkUses(at(FEATURE, './modules│/nginx'), [`${FEATURE}:2 "./modules/nginx"`]);
  });
  it("cover only Kubestack's names beside another extension", async () => {
    const alongside = true;
    await checkReferences(at('locals.tf', 'variable "base│_domain"'), [], { alongside });
    await checkReferences(at(CLUSTER, '    op│s = {'), OPS, { alongside });
  });
});

describe('document highlight', () => {
  it('of an environment covers its key and the base key', async () => {
    await checkHighlights(at(POOL, 'configuration_base_key = "apps│-prod"'), [
      '7 "apps-prod" read',
      '9 apps-prod write',
    ]);
  });
  it('of an attribute covers every environment that sets it', async () => {
    await checkHighlights(at(CLUSTER, 'max_node│_count = 9'), ['13 max_node_count write', '20 max_node_count write']);
  });
  it('of a module works in other files, too', async () => {
    await checkHighlights(at(POOL, 'module.gke_ml0│_europe-west1.cluster\n'), [
      '4 gke_ml0_europe-west1 read',
      '5 gke_ml0_europe-west1 read',
      '11 gke_ml0_europe-west1 read',
    ]);
  });
});
