import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import type { ReviewedRules } from '../../../../common/review/review';
import type { Forecast } from '../../../../common/forecast/forecast';
import { rulesReview, rulesReviewLines, rulesReviewMarkdown } from '../../../../server/review/rulesReview';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const platform = (apps: string): string => `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = { ${apps} }
    ops  = {}
  }
}
`;
const rule = (name: string, condition: string, target = 'cluster'): string =>
  `rule "${name}" {\n  target = "${target}"\n  enforce {\n    condition = ${condition}\n    error_message = "It is <b>wrong</b>."\n  }\n}\n`;

const OTHER = rule('other', 'attributes.name_prefix != "gc0"');
const PREFIX = rule('prefix', 'attributes.name_prefix == "gc0"');
const CHANGE = rule('change', 'action != "destroy"', 'change');
const UNDECIDED = rule('later', 'attributes.name_prefix == "x"');

const side = (apps: string, rules = ''): Promise<TestWorkspace> =>
  workspaceOf({ 'main.tf': platform(apps), ...(rules === '' ? {} : { 'a.rules.hcl': rules }) });

describe('the rules in a review', () => {
  function reviewed(
    before: TestWorkspace,
    after: TestWorkspace,
    environment?: string,
    forecast?: Forecast,
  ): ReviewedRules {
    const question = { before: before.snapshot, after: after.snapshot, uri: after.uri(''), environment };
    return now(rulesReview(question, forecast));
  }

  it('tell what a change breaks, leaves broken and mends', async () => {
    const rules = OTHER + PREFIX + rule('never', 'false');
    const rulesOf = reviewed(
      await side('name_prefix = "wrong"', rules),
      await side('name_prefix = "gc0"', rules),
      'apps',
    );
    assert.deepEqual(rulesReviewLines(rulesOf), [
      'Newly broken in apps: error: module.eks_gc0_eu-west-1: It is <b>wrong</b>. (apps) (rule:other)',
      'Broken as before in apps: error: module.eks_gc0_eu-west-1: It is <b>wrong</b>. (apps) (rule:never)',
      'No longer broken in apps: error: module.eks_gc0_eu-west-1: It is <b>wrong</b>. (apps) (rule:prefix)',
    ]);
    assert.match(rulesReviewMarkdown(rulesOf), /^- Newly broken in apps: .*: It is `<b>wrong<\/b>`\./);
  });

  it('tell of a removed rule, which does not count as mended, and of a mistake', async () => {
    const [before, after] = [
      await side('name_prefix = "gc0"', OTHER),
      await side('name_prefix = "gc0"', 'rule "wrong" {\n}\n'),
    ];
    const { mended, removed, invalid } = reviewed(before, after);
    assert.deepEqual([mended, removed], [[], ['other']]);
    assert.match(invalid.join('\n'), /a\.rules\.hcl:1: /);
  });

  it('judge changes by the forecast, and count them without one', async () => {
    const [before, after] = [await side('name_prefix = "gc0"'), await side('name_prefix = "gc0"', CHANGE)];
    const resource = { address: 'aws_vpc.a', type: 'aws_vpc', action: 'destroy', reasons: [], module: '' } as const;
    const forecast: Forecast = { environments: { apps: { resources: [resource] }, ops: { resources: [] } } };
    assert.deepEqual(rulesReviewLines(reviewed(before, after, undefined, forecast)), [
      'Newly broken in apps: error: aws_vpc.a: It is <b>wrong</b>. (rule:change)',
    ]);
    assert.deepEqual(rulesReviewLines(reviewed(before, after)), [
      'Rules about changes that are not judged, because there is no forecast: 1',
    ]);
  });

  it('count what only a plan decides, and are silent without rules', async () => {
    const unknown = await side('name_prefix = uuid()', UNDECIDED);
    const { undecided, newly } = reviewed(unknown, unknown, 'apps');
    assert.deepEqual([undecided, newly], [1, []]);
    const plain = await side('name_prefix = "gc0"');
    assert.equal(rulesReviewMarkdown(reviewed(plain, plain)), '');
  });
});
