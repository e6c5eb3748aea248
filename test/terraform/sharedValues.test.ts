// Diagnostics in locals and variables files, and merging in a vendored framework, compared with a real terraform.
import { now } from '../../common/now';
import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { allDiagnostics } from '../../server/diagnostics/checkedDiagnostics';
import { effectiveConfiguration } from '../../server/features/effective/effectiveConfiguration';
import { plainAttributes } from '../support/kubestack/effectiveOf';
import { skipWithout } from '../support/skipWithout';
import { judgedBy } from '../support/terraform/judgedBy';
import { evaluateOutputs } from '../support/terraform/terraformRun';
import { workspaceOf } from '../support/testWorkspace';

type Texts = Readonly<Record<string, string>>;

/** A module of a framework before v0.9.3, with its merged configuration as an output. */
const VENDORED: Texts = {
  'aws/cluster/variables.tf': 'variable "configuration" {\n  type = map(map(string))\n}\n',
  'aws/cluster/configuration.tf': `locals {
  workspaces = {
    apps = var.configuration["apps"]
    ops  = merge(var.configuration["apps"], var.configuration["ops"])
  }
}

output "current" {
  value = local.workspaces[terraform.workspace]
}
`,
};
const root = (configuration: string, extra: Texts = {}): Texts => ({
  ...VENDORED,
  'tests/main.tf': `module "eks_zero" {
  source = "../aws/cluster"

  configuration = ${configuration}
}

output "current" {
  value = module.eks_zero.current
}
`,
  ...extra,
});

describe('values that several modules use, compared with terraform', function () {
  let folder: string;
  before(function () {
    skipWithout(this, judgedBy);
  });
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'shared-values-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const judge = (texts: Texts, workspace: string) => {
    const modules = [
      { Key: '', Source: '', Dir: '.' },
      { Key: 'eks_zero', Source: '../aws/cluster', Dir: '../aws/cluster' },
    ];
    const all = { ...texts, 'tests/.terraform/modules/modules.json': JSON.stringify({ Modules: modules }) };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return evaluateOutputs(join(folder, 'tests'), workspace);
  };

  for (const [what, configuration] of [
    ['overrides', '{ apps = { a = "1", b = 2 }, ops = { b = "3", c = true } }'],
    ['empty strings', '{ apps = { a = "1" }, ops = { a = "" } }'],
    ['a local', 'local.cluster'],
  ] as const)
    it(`a vendored module older than v0.9.3 merges ${what} in the same way`, async () => {
      const texts = root(configuration, {
        'tests/locals.tf': 'locals {\n  cluster = { apps = { a = "x" }, ops = merge({ a = "y" }, { b = "z" }) }\n}\n',
      });
      const { snapshot, uri } = await workspaceOf(texts);
      const [module] = effectiveConfiguration(snapshot, uri('tests/main.tf')).modules;
      for (const environment of ['apps', 'ops']) {
        const result = await judge(texts, environment);
        assert.ok('outputs' in result, JSON.stringify(result));
        assert.deepEqual(plainAttributes(module?.environments[environment]), result.outputs['current']);
      }
    });

  for (const [what, text] of [
    ['an undeclared name in a local that nothing uses', 'locals {\n  unused = local.nowhere\n}\n'],
    ['an undeclared variable in an output', 'output "other" {\n  value = var.nowhere\n}\n'],
    ['a cycle of locals that nothing uses', 'locals {\n  one = local.two\n  two = local.one\n}\n'],
    ['an unknown function in a local that nothing uses', 'locals {\n  unused = upperr("a")\n}\n'],
    ['a missing key in a local that nothing uses', 'locals {\n  unused = { a = 1 }.b\n}\n'],
  ] as const)
    it(`both reject ${what}`, async () => {
      const texts = root('{ apps = {}, ops = {} }', { 'tests/extra.tf': text });
      const { snapshot, uri } = await workspaceOf(texts);
      const found = now(allDiagnostics(snapshot, uri('tests/extra.tf'))).filter(({ severity }) => severity === 1);
      assert.equal(found.length, 1, JSON.stringify(found));
      const result = await judge(texts, 'apps');
      assert.ok('errors' in result, JSON.stringify(result));
    });

  it('both accept moved blocks of missing modules, and functions that catch errors', async () => {
    const text =
      'moved {\n  from = module.gone\n  to   = module.eks_zero\n}\n\nlocals {\n  safe = try({ a = 1 }["b"], "none")\n}\n';
    const texts = root('{ apps = {}, ops = {} }', { 'tests/extra.tf': text });
    const { snapshot, uri } = await workspaceOf(texts);
    assert.deepEqual(
      now(allDiagnostics(snapshot, uri('tests/extra.tf'))).filter(({ severity }) => severity === 1),
      [],
    );
    const result = await judge(texts, 'apps');
    assert.ok('outputs' in result, JSON.stringify(result));
  });
});
