// KS526 for resources and in local modules. The verdicts about the plan are those of Terraform 1.11 and OpenTofu 1.12 for the same blocks.
import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { workspaceOf } from '../../../support/testWorkspace';

const CALL = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"

  configuration = {
    apps = {}
    ops  = {}
  }
}
`;
const LOCAL = 'module "data" {\n  source = "./data"\n}\n';

const resource = (name: string, body = ''): string => `resource "terraform_data" "${name}" {${body}}\n`;
const moved = (from: string, to: string): string => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`;

async function found(texts: Readonly<Record<string, string>>): Promise<string[]> {
  const all = { 'main.tf': CALL, ...texts };
  const { snapshot, uri } = await workspaceOf(all);
  return Object.keys(all).flatMap(path =>
    now(allDiagnostics(snapshot, uri(path)))
      .filter(({ code }) => code === 'KS526')
      .map(({ message, range }) => `${path}:${range.start.line + 1} ${message as string}`),
  );
}

describe('moved blocks of resources', () => {
  const data = 'terraform_data';
  const cases: [title: string, text: string, findings: string[]][] = [
    ['to a declared one', moved(`${data}.a`, `${data}.b`) + resource('b'), []],
    [
      'to one that is misspelt',
      moved(`${data}.old`, `${data}.ordres["x"]`) + resource('orders', 'for_each = toset(["x"])'),
      [
        'moved.tf:3 No resource is called terraform_data.ordres: what the state has under terraform_data.old is destroyed. Did you mean orders?',
      ],
    ],
    [
      'to one of another type',
      moved(`${data}.orders`, 'aws_instance.orders') + resource('other'),
      [
        'moved.tf:3 No resource is called aws_instance.orders: what the state has under terraform_data.orders is destroyed.',
      ],
    ],
    [
      'with swapped sides',
      moved(`${data}.b`, `${data}.a`) + resource('b'),
      [
        "moved.tf:2 terraform_data.b is declared and terraform_data.a isn't, so the plan fails. Swap the sides of the block.",
      ],
    ],
    [
      'whose old one is still declared',
      moved(`${data}.a`, `${data}.b`) + resource('a') + resource('b'),
      ["moved.tf:2 terraform_data.a is still declared, so it can't be moved to terraform_data.b: the plan fails."],
    ],
    [
      'to the same address twice',
      moved(`${data}.a`, `${data}.c`) + moved(`${data}.b`, `${data}.c`) + resource('c'),
      ['moved.tf:6 Two blocks move to terraform_data.c, so the plan fails. Keep one of them.'],
    ],
    ['through a chain', moved(`${data}.a`, `${data}.b`) + moved(`${data}.b`, `${data}.c`) + resource('c'), []],
    ['from a key to another one', moved(`${data}.a[0]`, `${data}.a["x"]`) + resource('a'), []],
    [
      'to a key, of one that now has keys of its own',
      moved(`${data}.a`, `${data}.b["x"]`) + resource('a', 'count = 1') + resource('b', 'for_each = toset(["x"])'),
      [],
    ],
    [
      'of which all have keys',
      moved(`${data}.a`, `${data}.b`) + resource('a', 'count = 1') + resource('b', 'count = 1'),
      ["moved.tf:2 terraform_data.a is still declared, so it can't be moved to terraform_data.b: the plan fails."],
    ],
    [
      'that is not managed anymore',
      `${moved(`${data}.a`, `${data}.b`)}removed {\n  from = ${data}.b\n  lifecycle {\n    destroy = false\n  }\n}\n`,
      [],
    ],
    ['into a module', moved(`${data}.a`, `module.data.${data}.a`) + LOCAL, []],
    [
      'into a module that is misspelt',
      moved(`${data}.a`, `module.date.${data}.a`) + LOCAL,
      [
        'moved.tf:3 No module is called date: what the state has under terraform_data.a is destroyed. Did you mean data?',
      ],
    ],
  ];
  for (const [title, text, findings] of cases)
    it(`${findings.length > 0 ? 'are reported' : 'are accepted'} ${title}`, async () => {
      assert.deepEqual(await found({ 'moved.tf': text, 'data/main.tf': resource('a') }), findings);
    });

  it('are reported in local modules, by what the module declares', async () => {
    const swapped = moved('terraform_data.b', 'terraform_data.a') + resource('b');
    assert.deepEqual(await found({ 'local.tf': LOCAL + resource('a'), 'data/main.tf': swapped }), [
      "data/main.tf:2 terraform_data.b is declared and terraform_data.a isn't, so the plan fails. Swap the sides of the block.",
    ]);
    assert.deepEqual(await found({ 'data/main.tf': swapped }), [], 'a module that the platform does not call');
  });

  it('are not reported as long as a file of the module does not parse', async () => {
    const text = moved('terraform_data.a', 'terraform_data.b');
    assert.equal((await found({ 'moved.tf': text })).length, 1);
    assert.deepEqual(await found({ 'moved.tf': text, 'other.tf': 'resource "terraform_data" {{' }), []);
  });
});
