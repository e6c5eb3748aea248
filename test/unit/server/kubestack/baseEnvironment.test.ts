import { strict as assert } from 'node:assert';
import { evaluatorDiagnostics } from '../../../support/checks/evaluatorDiagnostics';
import { effectiveConfiguration } from '../../../../server/features/effective/effectiveConfiguration';
import { workspaceOf } from '../../../support/testWorkspace';
import { effectiveOf, framework, HEAD, plainAttributes } from '../../../support/kubestack/effectiveOf';

const call = (
  configuration: string,
  baseKey = '',
  path = 'google/cluster',
  ref = HEAD,
): string => `module "gke_gc0_europe-west1" {
  source = "${framework(path, ref)}"
  ${baseKey === '' ? '' : `configuration_base_key = ${baseKey}\n  `}${configuration === '' ? '' : `configuration = ${configuration}\n`}}
`;

async function codesOf(text: string, others: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf({ 'main.tf': text, ...others });
  return evaluatorDiagnostics(snapshot, uri('main.tf')).map(
    ({ code, message }) => `${String(code)}: ${message as string}`,
  );
}

describe('the base environment', () => {
  it('defaults to apps', async () => {
    const module = await effectiveOf(call('{ apps = { region = "r" }, ops = {} }'));
    assert.equal(module.baseKey, 'apps');
    assert.deepEqual(plainAttributes(module.environments.ops), { region: 'r' });
  });
  it('defaults to apps if a cluster sets it to null', async () => {
    const module = await effectiveOf(call('{ apps = { region = "r" }, ops = {} }', 'null'));
    assert.deepEqual(plainAttributes(module.environments.ops), { region: 'r' });
  });
  it('must not be null for the overlay', async () => {
    const text = call('{ apps = {}, ops = {} }', 'null', 'kustomization/overlay');
    assert.deepEqual((await effectiveOf(text)).environments, {});
    assert.deepEqual(await codesOf(text), [
      'KS201: The base environment is null. Name one of the environments, or remove the argument.',
    ]);
  });
  it('may be a number, which is converted to a string', async () => {
    const module = await effectiveOf(call('{ 1 = { region = "r" }, ops = {} }', '1'));
    assert.equal(module.baseKey, '1');
    assert.deepEqual(plainAttributes(module.environments.ops), { region: 'r' });
  });
  it('is case-sensitive', async () => {
    const text = call('{ apps = {}, ops = {} }', '"Apps"');
    assert.deepEqual((await effectiveOf(text)).environments, {});
    assert.deepEqual(await codesOf(text), [
      'KS201: The base environment "Apps" is not one of the environments ("apps", "ops"): every other environment inherits from it.',
    ]);
  });
  it('may be set by a local, a variable or a conditional', async () => {
    const text = `${call('{ a = { region = "r" }, b = {} }', 'local.three ? var.base : "b"')}
locals { three = true }
variable "base" { default = "x" }
`;
    const module = await effectiveOf(text, { 'terraform.tfvars': 'base = "a"\n' });
    assert.equal(module.baseKey, 'a');
    assert.deepEqual(plainAttributes(module.environments.b), { region: 'r' });
  });
});

describe('configuration', () => {
  it('defaults to three empty environments for the overlay', async () => {
    const module = await effectiveOf(call('', '', 'kustomization/overlay'));
    assert.deepEqual(Object.keys(module.environments), ['apps', 'ops', 'loc']);
  });
  it('is required for a cluster', async () => {
    assert.deepEqual(await codesOf(call('')), ['KS002: "configuration" is missing: this module requires it.']);
  });
  it('must not be null', async () => {
    assert.deepEqual(await codesOf(call('null')), ['KS002: "configuration" must not be null.']);
  });
  it('must not contain a null environment', async () => {
    assert.deepEqual(await codesOf(call('{ apps = {}, ops = null }')), [
      'KS005: The environment "ops" is null. To inherit everything, write ops = {}.',
    ]);
  });
  it('may contain a null environment up to v0.12', async () => {
    const module = await effectiveOf(
      call('{ apps = { region = "r" }, ops = null }', '', 'google/cluster', 'v0.12.2-beta.0'),
    );
    assert.deepEqual(plainAttributes(module.environments.ops), { region: 'r' });
  });
  it('has only apps and ops up to v0.9.2', async () => {
    const ref = 'v0.9.2-beta.1';
    const module = await effectiveOf(
      call('{ apps = { a = "1" }, ops = { b = "2" }, loc = {} }', '', 'google/cluster', ref),
    );
    assert.deepEqual(Object.keys(module.environments), ['apps', 'ops']);
    assert.deepEqual(plainAttributes(module.environments.ops), { a: '1', b: '2' });
  });
  it('evaluates keys in the selected workspace, and values in the environment being planned', async () => {
    const text = call(
      '{ apps = { description = "in ${terraform.workspace}" }, (terraform.workspace) = {} }',
      '',
      'scaleway/cluster',
    );
    const module = await effectiveOf(text, { '.terraform/environment': 'ops' });
    assert.deepEqual(plainAttributes(module.environments.ops), { description: 'in ops' });
    assert.deepEqual(plainAttributes(module.environments.apps), { description: 'in apps' });
    assert.deepEqual(Object.keys((await effectiveOf(text)).environments), ['apps', 'default']);
  });
  it('evaluates lookups by terraform.workspace per environment, whatever workspace is selected', async () => {
    const sizes = 'locals {\n  sizes = { apps = 3, ops = 1 }\n}\n';
    const lookups = [
      '{ apps = {}, ops = { cloud_nat_ip_count = lookup(local.sizes, terraform.workspace) } }',
      'local.clusters.gke',
    ];
    const clusters =
      'locals {\n  clusters = { gke = { apps = {}, ops = { cloud_nat_ip_count = local.sizes[terraform.workspace] } } }\n}\n';
    for (const configuration of lookups) {
      const text = `${call(configuration)}${sizes}${clusters}`;
      const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
      assert.deepEqual(evaluatorDiagnostics(snapshot, uri('main.tf')), []);
      const { environments } = await effectiveOf(text);
      assert.deepEqual(plainAttributes(environments.ops), { cloud_nat_ip_count: 1 }, configuration);
      assert.deepEqual(plainAttributes(environments.apps), {}, configuration);
    }
  });
  it('reports a lookup that fails in one of the environments', async () => {
    const text = `${call('{ apps = {}, ops = { cloud_nat_ip_count = local.sizes[terraform.workspace] } }')}locals {\n  sizes = { apps = 3 }\n}\n`;
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    const [diagnostic] = evaluatorDiagnostics(snapshot, uri('main.tf'));
    assert.equal(diagnostic?.code, 'KS003');
  });
  it('reports an unknown base key, and evaluates the other modules', async () => {
    const text = `${call('data.x.y.z')}module "gke_b_c" {\n  source = "${framework('google/cluster')}"\n  configuration = { apps = { region = "r" } }\n}\n`;
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    const [first, second] = effectiveConfiguration(snapshot, uri('main.tf')).modules;
    assert.deepEqual(first?.environments, {});
    assert.deepEqual(plainAttributes(second?.environments.apps), { region: 'r' });
    const [diagnostic] = evaluatorDiagnostics(snapshot, uri('main.tf'));
    assert.equal(diagnostic?.code, 'KS006');
    assert.equal(diagnostic?.severity, 2);
  });
  it('reports a value of the wrong type at the value', async () => {
    const text = call('{ apps = {}, ops = { cloud_nat_ip_count = "three" } }');
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    const [diagnostic] = evaluatorDiagnostics(snapshot, uri('main.tf'));
    assert.equal(
      diagnostic?.message,
      '"cloud_nat_ip_count" in "ops" has a value of the wrong type: a number is required.',
    );
    const line = text.split('\n')[diagnostic.range.start.line]!;
    assert.equal(line.slice(diagnostic.range.start.character, diagnostic.range.end.character), '"three"');
  });
  it('may be set by a variable in a .tfvars file, as in the string map generation', async () => {
    const text = `module "eks_zero" {
  source        = "${framework('aws/cluster', 'v0.12.2-beta.0')}"
  configuration = var.clusters["eks_zero"]
}
variable "clusters" {
  type = map(map(map(string)))
}
`;
    const values =
      'clusters = {\n  eks_zero = {\n    apps = { base_domain = "a.example.com" }\n    ops  = { min = 1 }\n  }\n}\n';
    const { snapshot, uri } = await workspaceOf({ 'clusters.tf': text, 'config.auto.tfvars': values });
    const [module] = effectiveConfiguration(snapshot, uri('clusters.tf')).modules;
    assert.deepEqual(plainAttributes(module?.environments.ops), { base_domain: 'a.example.com', min: '1' });
    const location = module?.environments.ops?.find(each => each.path[0] === 'min')?.location;
    assert.equal(location?.uri, uri('config.auto.tfvars'));
    assert.equal(location.range.start.line, 3);
  });
});

describe('an unknown environment', () => {
  it('does not affect the other environments', async () => {
    const text = call('{ apps = { region = "r" }, ops = data.x.y.z, dev = {} }');
    const module = await effectiveOf(text);
    assert.deepEqual(Object.keys(module.environments), ['apps', 'dev']);
    assert.deepEqual(plainAttributes(module.environments.dev), { region: 'r' });
    const [unknownMessage] = await codesOf(text);
    assert.match(unknownMessage ?? '', /^KS006: The configuration of "ops" is not known before a plan/);
  });
});
