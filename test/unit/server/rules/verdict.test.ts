import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import type { Forecast } from '../../../../common/forecast/forecast';
import { isRefusing, type BrokenRule, type RulesVerdict } from '../../../../common/rules/rules';
import { platforms } from '../../../../server/features/effective/platforms';
import { comparedRules, rulesVerdict } from '../../../../server/rules/rulesVerdict';
import { testResults } from '../../../../server/rules/ruleTests';
import { ruleSetOf } from '../../../../server/kubestack/rules/ruleSet';
import { workspaceOf } from '../../../support/testWorkspace';

const PLATFORM = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = { name_prefix = "gc0" }
    ops  = {}
  }
}
`;
const FREEZE = `freeze "year_end" {
  environments = ["apps"]
  from         = "2026-12-18"
  until        = "2027-01-04"
  reason       = "Year-end business"
  allow        = ["rollback"]
}
`;
const LOSS = `rule "no_loss" {
  target = "change"
  enforce {
    condition     = action != "destroy"
    error_message = "\${address} would be lost."
  }
}
`;

async function verdict(
  rules: string,
  environment: string,
  { at = '2026-12-24', forecast }: { at?: string; forecast?: Forecast } = {},
): Promise<RulesVerdict> {
  const { snapshot } = await workspaceOf({ 'main.tf': PLATFORM, 'a.rules.hcl': rules });
  const root = snapshot.model.tree.rootInstances()[0]!;
  return now(rulesVerdict(snapshot, root, { environment, at: Date.parse(at), forecast }));
}

describe('the verdict about a promotion', () => {
  it('refuses during a freeze of the environment, and lets allowed rollbacks pass', async () => {
    const frozen = await verdict(FREEZE, 'apps');
    assert.deepEqual(frozen.freezes, [
      {
        name: 'year_end',
        environment: 'apps',
        reason: 'Year-end business',
        until: '2027-01-04T00:00:00.000Z',
        allowsRollback: true,
      },
    ]);
    assert.deepEqual([isRefusing(frozen, false), isRefusing(frozen, true)], [true, false]);
    assert.equal(isRefusing(await verdict(FREEZE, 'ops'), false), false);
    assert.equal(isRefusing(await verdict(FREEZE, 'apps', { at: '2027-01-04' }), false), false);
  });

  it('refuses if a freeze or a rule has a mistake, also for rollbacks', async () => {
    const wrong = await verdict(FREEZE.replace('2026-12-18', '2026-02-30'), 'ops');
    assert.deepEqual(wrong.invalid, [
      'a.rules.hcl:3: "2026-02-30" is neither a day nor a time, such as 2026-12-18T16:00:00+01:00.',
    ]);
    assert.equal(isRefusing(wrong, true), true);
    const failing = LOSS.replace('"change"', '"cluster"').replace('action != "destroy"', 'attributes.nothing == 1');
    assert.equal(isRefusing(await verdict(failing, 'ops'), true), true);
  });

  it('refuses if the forecast breaks a rule of the change, and not for warnings', async () => {
    const resource = {
      address: 'aws_vpc.a',
      type: 'aws_vpc',
      action: 'destroy',
      reasons: [],
      module: '',
    } as const;
    const forecast: Forecast = { environments: { apps: { resources: [resource] }, ops: { resources: [] } } };
    const broken = await verdict(LOSS, 'apps', { forecast });
    assert.deepEqual(broken.broken, [
      {
        name: 'no_loss',
        level: 'error',
        environments: ['apps'],
        subject: 'aws_vpc.a',
        message: 'aws_vpc.a would be lost.',
      },
    ]);
    assert.equal(isRefusing(broken, true), true);
    assert.equal(isRefusing(await verdict(LOSS, 'ops', { forecast }), false), false);
    const warning = LOSS.replace('  enforce', '  level = "warning"\n  enforce');
    assert.equal(isRefusing(await verdict(warning, 'apps', { forecast }), false), false);
  });

  it('tells in which environments a change breaks and mends a rule', () => {
    const rule = (name: string, ...environments: string[]): BrokenRule => ({
      ...{ name, environments, level: 'error', subject: 'module.a', message: name },
    });
    const compared = comparedRules(
      [rule('a', 'ops'), rule('b', 'ops', 'apps')],
      [rule('a', 'ops', 'apps'), rule('b', 'apps'), rule('c', 'ops')],
    );
    assert.deepEqual(
      [compared.newly, compared.still, compared.mended].map(each =>
        each.map(({ name, environments }) => `${name} ${environments.join()}`),
      ),
      [['a apps', 'c ops'], ['a ops', 'b apps'], ['b ops']],
    );
  });
});

describe('the platforms that clients get', () => {
  it('have their freezes, so that clients know when they begin and end', async () => {
    const { snapshot } = await workspaceOf({ 'main.tf': PLATFORM, 'a.rules.hcl': FREEZE });
    const window = { kind: 'once', from: Date.parse('2026-12-18T00:00Z'), until: Date.parse('2027-01-04T00:00Z') };
    assert.deepEqual(now(platforms(snapshot)).platforms[0]?.freezes, [{ environments: ['apps'], window }]);
    const { snapshot: without } = await workspaceOf({ 'main.tf': PLATFORM });
    assert.equal('freezes' in now(platforms(without)).platforms[0]!, false);
  });
});

describe('tests of rules', () => {
  it('give values and expect a result', async () => {
    const text = `rule "size" {
  target = "node_pool"
  filter = cluster.provider == "aws"
  enforce {
    condition     = attributes.max_size <= 20
    error_message = "\${attributes.max_size} nodes."
  }
}
rule_test "large" {
  rule       = "size"
  attributes = { max_size = 21 }
  cluster    = { provider = "aws" }
  expect     = "fail"
}
rule_test "elsewhere" {
  rule    = "size"
  cluster = { provider = "google" }
  expect  = "skip"
}
rule_test "wrong" {
  rule       = "size"
  attributes = { max_size = 1 }
  cluster    = { provider = "aws" }
  expect     = "fail"
}
`;
    const { snapshot } = await workspaceOf({ 'main.tf': PLATFORM, 'a.rules.hcl': text });
    const set = ruleSetOf(snapshot.model.tree.rootInstances()[0]!, snapshot.model);
    assert.deepEqual(
      testResults(set).map(({ test, result, message }) => [test.name.text, result, message]),
      [
        ['large', 'fail', '21 nodes.'],
        ['elsewhere', 'skip', ''],
        ['wrong', 'pass', ''],
      ],
    );
  });
});
