import assert from 'node:assert/strict';
import { evaluatorDiagnostics } from '../../../support/checks/evaluatorDiagnostics';
import { effectiveConfiguration } from '../../../../server/features/effective/effectiveConfiguration';
import { workspaceOf } from '../../../support/testWorkspace';
import { framework, plainAttributes } from '../../../support/kubestack/effectiveOf';

const cluster = (value: string, source = framework('aws/cluster')): string => `module "eks_gc0_eu-west-1" {
  source = "${source}"

  configuration = {
    apps = { name_prefix = ${value} }
    ops  = {}
  }
}
`;

/** `code: message` by file, and the environments of the first call in `main.tf`. */
async function evaluated(texts: Readonly<Record<string, string>>) {
  const { snapshot, uri } = await workspaceOf(texts);
  const found = Object.keys(texts).flatMap(path =>
    evaluatorDiagnostics(snapshot, uri(path)).map(
      ({ code, message }) => `${path} ${code}: ${typeof message === 'string' ? message : message.value}`,
    ),
  );
  const [module] = effectiveConfiguration(snapshot, uri('main.tf')).modules;
  return { found, apps: module && plainAttributes(module.environments.apps) };
}

describe('a file that has never parsed', () => {
  it('keeps the locals that parse', async () => {
    assert.deepEqual(
      await evaluated({ 'main.tf': cluster('local.region'), 'locals.tf': 'locals {\n  region = "r"\n  other =\n}\n' }),
      { found: ['locals.tf syntax: A value is missing here.'], apps: { name_prefix: 'r' } },
    );
  });

  it('makes only the local that does not parse unknown', async () => {
    assert.deepEqual(
      await evaluated({ 'main.tf': cluster('local.other'), 'locals.tf': 'locals {\n  region = "r"\n  other =\n}\n' }),
      {
        found: ['locals.tf syntax: A value is missing here.'],
        apps: { name_prefix: 'unknown: local.other' },
      },
    );
  });

  for (const name of ['var.a', 'local.a', 'module.a.b'])
    it(`makes undeclared names unknown, since it may declare them: ${name}`, async () => {
      assert.deepEqual(await evaluated({ 'main.tf': cluster(name), 'broken.tf': 'module "x {\n}\n' }), {
        found: ['broken.tf syntax: The label is not closed: the closing quote is missing.'],
        apps: { name_prefix: `unknown: ${name}` },
      });
    });

  it('makes undeclared names errors again once it parses', async () => {
    const { snapshot, workspace, files, uri } = await workspaceOf({
      'main.tf': cluster('local.a'),
      'broken.tf': 'module "x {\n}\n',
    });
    assert.deepEqual(evaluatorDiagnostics(snapshot, uri('main.tf')), []);
    files.write('broken.tf', 'module "x" {\n}\n');
    workspace.readFromDisk(uri('broken.tf'));
    assert.deepEqual(
      evaluatorDiagnostics(snapshot, uri('main.tf')).map(({ message }) => message),
      ['"local.a" is not declared in this module.'],
    );
  });

  it('still counts as a Kubestack module', async () => {
    const variables = `variable "configuration" {
  type = map(object({ name_prefix = optional(string) }))
}
variable "configuration_base_key" {
  default     = "apps"
  description =
}
`;
    assert.deepEqual(await evaluated({ 'main.tf': cluster('"gc0"', './m'), 'm/variables.tf': variables }), {
      found: ['m/variables.tf syntax: A value is missing here.'],
      apps: { name_prefix: 'gc0' },
    });
  });

  it('makes a variable unknown whose value in a .tfvars file does not parse', async () => {
    assert.deepEqual(
      await evaluated({
        'main.tf': `variable "a" {\n  default = "x"\n}\n${cluster('var.a')}`,
        'terraform.tfvars': 'a =\n',
      }),
      { found: ['terraform.tfvars syntax: A value is missing here.'], apps: { name_prefix: 'unknown: var.a' } },
    );
  });
});

describe('constant values of variables', () => {
  const withVariable = (body: string): Record<string, string> => ({
    'main.tf': `${cluster('var.a')}`,
    'variables.tf': `variable "a" {\n${body}}\n`,
  });
  const refused: Readonly<Record<string, string>> = {
    '  type = number\n  default = "abc"\n':
      'KS002: The default does not fit the type of the variable: a number is required.',
    '  default = upper("a")\n': 'KS003: Functions such as "upper" can\'t be called here. Write a literal value.',
    '  default = try(1)\n': 'KS003: Functions such as "try" can\'t be called here. Write a literal value.',
    '  type = object({ a = optional(string, upper("a")) })\n  default = {}\n':
      'KS003: Functions such as "upper" can\'t be called here. Write a literal value.',
    '  default = foo.bar\n': 'KS003: "foo" is not available here.',
    '  type = string\n  nullable = false\n  default = null\n':
      'KS002: The default is null, but the variable is not nullable.',
  };
  for (const [body, message] of Object.entries(refused))
    it(`report what terraform rejects: ${JSON.stringify(body)}`, async () => {
      assert.deepEqual((await evaluated(withVariable(body))).found, [`variables.tf ${message}`]);
    });

  it('report errors at the default, not at the module call', async () => {
    const { snapshot, uri } = await workspaceOf(withVariable('  default = upper("a")\n'));
    assert.deepEqual(evaluatorDiagnostics(snapshot, uri('main.tf')), []);
    const [found] = evaluatorDiagnostics(snapshot, uri('variables.tf'));
    assert.deepEqual(found?.range, { start: { line: 1, character: 12 }, end: { line: 1, character: 17 } });
    assert.equal(found.relatedInformation?.[0]?.location.uri, uri('main.tf'));
  });

  it('may be expressions without functions', async () => {
    assert.deepEqual(await evaluated(withVariable('  default = "${true ? "a" : "b"}-c"\n')), {
      found: [],
      apps: { name_prefix: 'a-c' },
    });
  });

  it('must not call functions in .tfvars files', async () => {
    assert.deepEqual(
      (
        await evaluated({
          'main.tf': `variable "a" {}\n${cluster('var.a')}`,
          'terraform.tfvars': 'a = upper("a")\n',
        })
      ).found,
      ['terraform.tfvars KS003: Functions such as "upper" can\'t be called here. Write a literal value.'],
    );
  });

  for (const name of ['.auto.tfvars', '.x.auto.tfvars', '.auto.tfvars.json'])
    it(`are read from ${name}`, async () => {
      const text = name.endsWith('json') ? '{ "a": "given" }' : 'a = "given"\n';
      const texts = { 'main.tf': `variable "a" {}\n${cluster('var.a')}`, [name]: text };
      assert.deepEqual((await evaluated(texts)).apps, { name_prefix: 'given' });
    });

  it('are not read from .terraform.tfvars', async () => {
    const texts = {
      'main.tf': `variable "a" {\n  default = "default"\n}\n${cluster('var.a')}`,
      '.terraform.tfvars': 'a = "given"\n',
    };
    assert.deepEqual((await evaluated(texts)).apps, { name_prefix: 'default' });
  });
});
