import * as assert from 'node:assert/strict';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { AttributeEffects } from '../../../../server/forecast/attributeEffect';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { EvaluationBudget } from '../../../../server/hcl/budget';
import { string } from '../../../../server/hcl/values/value';
import { workspaceOf } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: { stub_pool: { replace: ['name'], types: { block: 'block set', size: 'number' } } },
});

type Files = Record<string, string>;

const ROOT = `module "eks_zero" {
  source = "./cluster"
  configuration = {
    apps = { name = "a" }
    ops  = {}
  }
}
`;

const CLUSTER = `variable "configuration" { type = map(any) }
variable "configuration_base_key" { default = "apps" }
locals { name = lookup(var.configuration[terraform.workspace], "name", "none") }
resource "stub_pool" "named" { name = local.name }
`;

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join('');

const call = (name: string, source: string, more = ''): string =>
  `module "${name}" {\n  source = "${source}"\n  name = local.name\n  ${more}\n}\n`;

const NAMED = 'variable "name" {}\nlocals { name = var.name }\n';

/** Levels of modules, each of which calls the next one. */
const levels = (depth: number, calls: (source: string) => string): Files => ({
  'cluster/calls.tf': calls('../l1'),
  ...Object.fromEntries(
    Array.from({ length: depth }, (_, index) => [
      `l${index + 1}/main.tf`,
      NAMED + (index + 1 === depth ? 'resource "stub_pool" "a" { name = local.name }\n' : calls(`../l${index + 2}`)),
    ]),
  ),
});

/** The steps of finding out what another name replaces, and the most steps between two pauses. */
async function effort(bomb: Files): Promise<{ steps: number; longest: number }> {
  const { snapshot } = await workspaceOf({});
  const context = await sideContext(
    snapshot,
    'file:///w',
    textFiles({ 'main.tf': ROOT, 'cluster/main.tf': CLUSTER, ...bomb }),
  );
  const { tree } = context.model;
  const root = tree.rootInstances().find(({ folderUri }) => folderUri === 'file:///w')!;
  const moduleCall = context.model.call(root, 'eks_zero')!;
  let steps = 0;
  const spend: EvaluationBudget['spend'] = Reflect.get(EvaluationBudget.prototype, 'spend');
  EvaluationBudget.prototype.spend = function (count) {
    steps += count;
    return spend.call(this, count);
  };
  try {
    const work = new AttributeEffects(context, moduleCall, 'ops', FACTS).of(['name'], string('a'));
    let longest = 0;
    for (let from = 0; ; from = steps) {
      const { done } = work.next();
      longest = Math.max(longest, steps - from);
      if (done === true) return { steps, longest };
    }
  } finally {
    EvaluationBudget.prototype.spend = spend;
  }
}

describe('the effect of an attribute, for a hover', () => {
  const isBounded = async (bomb: Files): Promise<void> => {
    const { steps, longest } = await effort(bomb);
    assert.ok(steps < 3_000_000, `${steps} steps`);
    assert.ok(longest < 500_000, `${longest} steps without a pause`);
  };

  it('is left out for modules with thousands of instances that call others with thousands of instances', () =>
    isBounded(levels(3, source => call('m', source, 'count = 5000'))));

  it('is left out for levels of modules that each call ten others', () =>
    isBounded(levels(8, source => times(10, index => call(`m${index}`, source)))));

  it('is left out for dynamic blocks in dynamic blocks in dynamic blocks', () => {
    const dynamic = (inner: string): string =>
      `dynamic "block" {\n    for_each = range(1000)\n    content {\n      ${inner}\n    }\n  }`;
    return isBounded({
      'cluster/a.tf': `resource "stub_pool" "a" {\n  name = local.name\n  ${dynamic(dynamic(dynamic('size = 1')))}\n}\n`,
    });
  });

  it('is left out for thousands of instances with thousands of arguments', () =>
    isBounded({
      'cluster/a.tf': `resource "stub_pool" "a" {\n  count = 5000\n  name = local.name\n${times(5_000, index => `  a${index} = count.index\n`)}}\n`,
    }));
});
