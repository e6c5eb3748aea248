import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { allDiagnostics } from '../../../../../server/diagnostics/checkedDiagnostics';
import { allCalls } from '../../../../../server/kubestack/platform/platform';
import { fixedOnce, linesWith } from '../../../../support/checks/checkedWorkspace';
import { workspaceOf, type TestWorkspace } from '../../../../support/testWorkspace';

const cluster = (source: string): string => `module "eks_acme_eu-west-1" {
  source = ${source}

  configuration = {
    apps = {}
  }
}
`;
const GITHUB = 'github.com/kbst/terraform-kubestack//aws/cluster';
const COMPUTED = cluster(`"${GITHUB}?ref=\${local.framework}"`);

const calls = ({ snapshot: { model } }: TestWorkspace): string[] =>
  model.tree
    .rootInstances()
    .flatMap(root => [...now(allCalls(root, model))])
    .map(({ address, module }) => `${address} ${module.version ?? '-'}`);

const change = ({ workspace, uri }: TestWorkspace, path: string, text: string): void =>
  workspace.setDocument(uri(path), text);

describe('a computed module source', () => {
  it('follows edits of the local that it uses', async () => {
    const workspace = await workspaceOf({
      'main.tf': COMPUTED,
      'locals.tf': 'locals {\n  framework = "v0.18.0-beta.0"\n}\n',
    });
    assert.deepEqual(calls(workspace), ['module.eks_acme_eu-west-1 v0.18.0-beta.0']);
    change(workspace, 'locals.tf', 'locals {\n  framework = "v0.19.2-beta.0"\n}\n');
    assert.deepEqual(calls(workspace), ['module.eks_acme_eu-west-1 v0.19.2-beta.0']);
    change(workspace, 'locals.tf', 'locals {\n  other = "v0.19.2-beta.0"\n}\n');
    assert.deepEqual(calls(workspace), []);
  });

  it('uses defaults of variables, and values in .tfvars files', async () => {
    const texts = {
      'main.tf': cluster(`format("%s?ref=%s", "${GITHUB}", var.framework)`),
      'variables.tf': 'variable "framework" {\n  default = "v0.18.0-beta.0"\n}\n',
    };
    assert.deepEqual(calls(await workspaceOf(texts)), ['module.eks_acme_eu-west-1 v0.18.0-beta.0']);
    const given = { ...texts, 'terraform.tfvars': 'framework = "v0.19.2-beta.0"\n' };
    assert.deepEqual(calls(await workspaceOf(given)), ['module.eks_acme_eu-west-1 v0.19.2-beta.0']);
  });

  it('is evaluated in time if locals refer to each other many times or pass through many modules', async () => {
    const locals = Array.from(
      { length: 60 },
      (_, index) => `  l${index} = local.l${index + 1} == local.l${index + 1} ? "v0.19.2-beta.0" : "x"`,
    );
    const folder = (index: number): string => (index === 0 ? '' : `m${index}/`);
    const passing = (index: number): [string, string] => [
      `${folder(index)}main.tf`,
      `variable "x" {\n  default = "a"\n}\nmodule "m${index + 1}" {\n  source = "${index === 0 ? '.' : '..'}/m${index + 1}"\n  x = var.x == var.x ? local.l0 : "x"\n}\nlocals {\n  l0 = var.x == var.x ? "v0.19.2-beta.0" : var.x\n}\n`,
    ];
    const workspace = await workspaceOf({
      'a/main.tf': cluster(`"${GITHUB}?ref=\${local.l0}"`),
      'a/locals.tf': `locals {\n${locals.join('\n')}\n  l60 = "a"\n}\n`,
      ...Object.fromEntries(Array.from({ length: 15 }, (_, index) => passing(index))),
      'm15/main.tf': `variable "x" {}\n${cluster(`"${GITHUB}?ref=\${var.x}"`)}`,
    });
    assert.deepEqual(
      calls(workspace).map(each => each.replace(/^.*\.(?=eks)/, '')),
      ['eks_acme_eu-west-1 v0.19.2-beta.0', 'eks_acme_eu-west-1 v0.19.2-beta.0'],
    );
  });

  it('uses the arguments of the call of its own module', async () => {
    const workspace = await workspaceOf({
      'main.tf': [
        'locals {',
        '  modules = "./modules"',
        '  newest  = "v0.19.2-beta.0"',
        '}',
        'module "a" {',
        '  source    = "${local.modules}/own"',
        '  framework = local.newest',
        '}',
        'module "b" {',
        '  source = "./modules/own"',
        '}',
        '',
      ].join('\n'),
      'modules/own/main.tf': `variable "framework" {\n  default = "v0.18.0-beta.0"\n}\n\n${cluster(`"${GITHUB}?ref=\${var.framework}"`)}`,
    });
    assert.deepEqual(calls(workspace), [
      'module.a.module.eks_acme_eu-west-1 v0.19.2-beta.0',
      'module.b.module.eks_acme_eu-west-1 v0.18.0-beta.0',
    ]);
  });

  const UNKNOWN: Readonly<Record<string, string>> = {
    'a local that comes back to itself': 'locals {\n  framework = local.other\n  other = local.framework\n}\n',
    'a workspace': 'locals {\n  framework = terraform.workspace\n}\n',
    'an output': 'locals {\n  framework = module.eks_acme_eu-west-1.current_metadata["name"]\n}\n',
    'a variable without a value': 'locals {\n  framework = var.framework\n}\nvariable "framework" {}\n',
    'a sensitive variable':
      'locals {\n  framework = var.framework\n}\nvariable "framework" {\n  default = "v0.18.0-beta.0"\n  sensitive = true\n}\n',
    'a file': 'locals {\n  framework = file("main.tf")\n}\n',
    'a local that does not parse': 'locals {\n  framework = "v0.18.0-beta.0\n}\n',
  };
  for (const [name, text] of Object.entries(UNKNOWN)) {
    it(`is unknown with ${name}`, async () => {
      const workspace = await workspaceOf({ 'main.tf': COMPUTED, 'locals.tf': text });
      assert.deepEqual(calls(workspace), []);
      assert.deepEqual(now(allDiagnostics(workspace.snapshot, workspace.uri('main.tf'))), []);
    });
  }

  it('is reported once, where its version is written, and fixed there', async () => {
    const texts = {
      'main.tf': COMPUTED + COMPUTED.replace('eks_acme_eu-west-1', 'eks_acme_eu-north-1'),
      'locals.tf': 'locals {\n  framework = "main"\n}\n',
    };
    const lines = await linesWith('KS105', texts);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0]!, /^locals\.tf:2: main is not a release/);
    const fixed = await fixedOnce('KS105', texts);
    assert.deepEqual(fixed, { ...texts, 'locals.tf': 'locals {\n  framework = "v0.19.2-beta.0"\n}\n' });
  });

  it('has no fix if no single string is the version', async () => {
    const texts = { 'main.tf': COMPUTED, 'locals.tf': 'locals {\n  framework = join("", ["ma", "in"])\n}\n' };
    assert.equal((await linesWith('KS105', texts)).length, 1);
    assert.equal(await fixedOnce('KS105', texts), undefined);
  });
});
