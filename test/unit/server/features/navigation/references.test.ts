import { strict as assert } from 'node:assert';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { documentHighlight } from '../../../../../server/features/navigation/documentHighlight';
import { references } from '../../../../../server/features/navigation/references';
import { finish, mark, markedWorkspace, describeLocations, textIn } from '../../../../support/features/markedWorkspace';
import { LEGACY, NEWEST, RELEASED } from '../../../../support/features/platformTexts';
import { now } from '../../../../../common/now';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';
const POOL = 'gke_ml0_europe-west1_node_pool_gpu.tf';
const FEATURE = 'gke_ml0_europe-west1_feature_nginx.tf';
const PROVIDERS = 'gke_ml0_europe-west1_providers.tf';

async function referencesAt(
  path: string,
  before: string,
  after: string,
  { texts = NEWEST, declaration = true, alongside = false } = {},
) {
  const workspace = await markedWorkspace(mark(texts, path, before, after));
  const { snapshot, here, position } = workspace;
  const client = { ...snapshot.client, servedByOtherExtension: () => alongside };
  return describeLocations(workspace, finish(references({ ...snapshot, client }, here, position, declaration))).sort();
}

describe('references', () => {
  it('of a base value include its overrides and the modules that read it', async () => {
    assert.deepEqual(await referencesAt(CLUSTER, 'max_node', '_count = 9'), [
      `${CLUSTER}:13 max_node_count`,
      `${CLUSTER}:20 max_node_count`,
    ]);
    const read = await referencesAt(CLUSTER, '      reg', 'ion', { declaration: false });
    assert.deepEqual(read, [`${POOL}:11 "region"`]);
  });
  it('of an environment include its keys in the whole platform, base keys and comparisons', async () => {
    assert.deepEqual(
      await referencesAt(CLUSTER, '    op', 's = {'),
      [`${CLUSTER}:18 ops`, `${POOL}:14 ops`, 'locals.tf:4 "ops"', 'modules/nginx/main.tf:11 ops'].sort(),
    );
    const base = await referencesAt('modules/nginx/main.tf', '    apps-', 'prod = {');
    assert.equal(base.filter(place => place.endsWith(' "apps-prod"')).length, 3);
    assert.equal(base.filter(place => place.endsWith(' apps-prod')).length, 3);
  });
  it('of an environment work in a released platform', async () => {
    const places = await referencesAt('eks_gc0_eu-north-1_cluster.tf', '    lo', 'c = {}', { texts: RELEASED });
    assert.deepEqual(places, ['eks_gc0_eu-north-1_cluster.tf:20 loc', 'eks_gc0_eu-north-1_service_nginx.tf:14 loc']);
  });
  it('of an environment include keys in a variables file', async () => {
    const places = await referencesAt('config.auto.tfvars', '    op', 's = {\n', { texts: LEGACY });
    assert.deepEqual(places, ['config.auto.tfvars:15 ops', 'config.auto.tfvars:7 ops'].sort());
  });
  it('of a module include every reference to it', async () => {
    assert.deepEqual(await referencesAt(CLUSTER, '"gke_ml0', '_europe-west1"', { declaration: false }), [
      `${POOL}:11 gke_ml0_europe-west1`,
      `${POOL}:4 gke_ml0_europe-west1`,
      `${POOL}:5 gke_ml0_europe-west1`,
      `${PROVIDERS}:7 gke_ml0_europe-west1`,
    ]);
  });
  it('of a provider alias include its block and its uses', async () => {
    assert.deepEqual(await referencesAt(PROVIDERS, 'provider "kustomization" {\n  alias          = "gke', '_ml0'), [
      `${FEATURE}:6 kustomization.gke_ml0_europe-west1`,
      `${PROVIDERS}:6 "gke_ml0_europe-west1"`,
    ]);
  });
  it('of a variable include uses, values and arguments', async () => {
    assert.deepEqual(await referencesAt('locals.tf', 'variable "base', '_domain"'), [
      'config.auto.tfvars:1 base_domain',
      `${CLUSTER}:8 base_domain`,
      'locals.tf:3 base_domain',
      'locals.tf:7 "base_domain"',
    ]);
    assert.deepEqual(await referencesAt('modules/nginx/main.tf', 'var.repl', 'icas', { declaration: false }), [
      `${FEATURE}:3 replicas`,
      'modules/nginx/main.tf:8 replicas',
    ]);
  });
  it('of an output and of a source include the calls of the local module', async () => {
    assert.deepEqual(await referencesAt('modules/nginx/main.tf', '"addr', 'ess"', { declaration: false }), [
      `${FEATURE}:11 address`,
    ]);
    assert.deepEqual(await referencesAt(FEATURE, './modules', '/nginx', { declaration: false }), [
      `${FEATURE}:2 "./modules/nginx"`,
    ]);
  });
  it("cover only Kubestack's names beside another extension", async () => {
    assert.deepEqual(await referencesAt('locals.tf', 'variable "base', '_domain"', { alongside: true }), []);
    assert.equal((await referencesAt(CLUSTER, '    op', 's = {', { alongside: true })).length, 4);
  });
});

describe('document highlight', () => {
  async function highlights(path: string, before: string, after: string): Promise<string[]> {
    const { snapshot, here, position, texts } = await markedWorkspace(mark(NEWEST, path, before, after));
    const found = now(documentHighlight(snapshot, here, position)) ?? [];
    return found.map(
      ({ range, kind }) =>
        `${range.start.line + 1} ${textIn(texts[path]!, range)} ${kind === DocumentHighlightKind.Write ? 'write' : 'read'}`,
    );
  }
  it('of an environment covers its key and the base key', async () => {
    assert.deepEqual(await highlights(POOL, 'configuration_base_key = "apps', '-prod"'), [
      '7 "apps-prod" read',
      '9 apps-prod write',
    ]);
  });
  it('of an attribute covers every environment that sets it', async () => {
    assert.deepEqual(await highlights(CLUSTER, 'max_node', '_count = 9'), [
      '13 max_node_count write',
      '20 max_node_count write',
    ]);
  });
  it('of a module works in other files, too', async () => {
    assert.deepEqual(await highlights(POOL, 'module.gke_ml0', '_europe-west1.cluster\n'), [
      '4 gke_ml0_europe-west1 read',
      '5 gke_ml0_europe-west1 read',
      '11 gke_ml0_europe-west1 read',
    ]);
  });
});
