import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { ruleOutcomes } from '../../../../server/rules/ruleOutcomes';
import { ruleProblems } from '../../../../server/rules/ruleProblems';
import { workspaceOf } from '../../../support/testWorkspace';

const PLATFORM = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = { name_prefix = "gc0" }
    ops  = {}
  }
}
`;

async function judged(rules: string): Promise<{ problems: string[]; kinds: string[]; rules: number }> {
  const { snapshot } = await workspaceOf({ 'main.tf': PLATFORM, 'a.rules.hcl': rules });
  const outcomes = now(ruleOutcomes(snapshot, snapshot.model.tree.rootInstances()[0]!));
  return {
    problems: ruleProblems(outcomes).map(({ message }) => message),
    kinds: outcomes.outcomes.map(({ judgement }) => judgement.kind),
    rules: outcomes.set.rules.length,
  };
}
const rule = (condition: string, name = 'r'): string =>
  `rule "${name}" {\n  target = "cluster"\n  enforce {\n    condition = ${condition}\n    error_message = "x"\n  }\n}\n`;

const TOO_LONG =
  "In ops, for module.eks_gc0_eu-west-1: This takes too long to evaluate. Values that depend on it can't be shown.";
const TOO_DEEP = 'The expression is nested more than 250 levels deep.';

describe('hostile rules', () => {
  for (const [title, condition, expected] of [
    [
      'endless loops',
      'length([for a in range(1024) : [for b in range(1024) : [for c in range(1024) : a]]]) > 0',
      TOO_LONG,
    ],
    ['huge texts', 'length(join("", [for a in range(1000) : format("%999999s", "x")])) > 0', TOO_LONG],
    ['deep nesting', `${'('.repeat(2_000)}true${')'.repeat(2_000)}`, TOO_DEEP],
    [
      'expensive regular expressions',
      'can(regex("(a*)*(a*)*b", join("", [for a in range(1000) : "aaaaaaaaaa"])))',
      TOO_LONG,
    ],
  ] as const)
    it(`with ${title} end, and say why they are not applied`, async () => {
      const { problems, kinds, rules } = await judged(rule(condition));
      assert.deepEqual(problems, [expected]);
      // In both environments, unless the file has no such rule.
      assert.deepEqual(kinds, rules === 0 ? [] : ['error', 'error']);
    });

  it('that refer to each other end with an error', async () => {
    const { problems } = await judged(`locals {\n  a = local.b\n  b = local.a\n}\n${rule('local.a')}`);
    assert.equal(problems.length, 1);
  });

  it('in the thousands are limited, and the limit is a problem', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => rule('true', `r${index}`)).join('');
    assert.deepEqual((await judged(many)).problems, ['The file is too long, so it is not read.']);
    const some = Array.from({ length: 600 }, (_, index) => rule('true', `r${index}`)).join('');
    const { problems, rules } = await judged(some);
    assert.equal(rules, 500);
    assert.deepEqual(problems, ['Only the first 500 rules are applied.']);
  });

  it('read no files', async () => {
    assert.deepEqual((await judged(rule('file("/etc/passwd") == ""'))).kinds, ['unknown', 'unknown']);
    assert.deepEqual((await judged(rule('length(fileset("/", "**")) == 0'))).kinds, ['unknown', 'unknown']);
  });

  it('with names of JavaScript objects are ordinary names', async () => {
    const { problems, kinds } = await judged(
      rule('attributes.constructor == null || attributes.__proto__ == null', '__proto__'),
    );
    assert.equal(problems.length, 1);
    assert.deepEqual(kinds, ['error', 'error']);
  });
});
