import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import type { Forecast } from '../../../../common/forecast/forecast';
import { promotionVerdict } from '../../../../server/rules/promotionVerdict';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const PLATFORM = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = { name_prefix = "gc0" }
    ops  = {}
  }
}
`;
const FREEZE = 'freeze "f" {\n  from = "2026-12-18"\n  until = "2027-01-04"\n  reason = "Holidays"\n}\n';
const NEVER =
  'rule "never" {\n  target = "cluster"\n  enforce {\n    condition = false\n    error_message = "Never."\n  }\n}\n';
const CHANGE =
  'rule "change" {\n  target = "change"\n  enforce {\n    condition = false\n    error_message = "Changed."\n  }\n}\n';

const on = (day: string, rules?: string): Promise<TestWorkspace> =>
  workspaceOf({ 'main.tf': PLATFORM, ...(rules === undefined ? {} : { 'a.rules.hcl': rules }) }, {}, lifecycleOn(day));

describe('the verdict about a commit', () => {
  it('counts the freezes of the newest commit, and not its rules', async () => {
    const [old, newest] = [await on('2026-12-24'), await on('2026-12-24', FREEZE + NEVER)];
    const promotion = { uri: old.uri(''), environment: 'apps', after: old.snapshot, forecast: undefined };
    const verdict = now(promotionVerdict({ ...promotion, newest: newest.snapshot }));
    assert.deepEqual(
      verdict?.freezes.map(({ name }) => name),
      ['f'],
    );
    assert.deepEqual(verdict?.broken, []);
    assert.equal(now(promotionVerdict({ ...promotion, newest: undefined })), undefined);
  });

  it('is stopped by a newest commit whose freezes can not be read', async () => {
    const [old, newest] = [await on('2026-12-24'), await on('2026-12-24', FREEZE.replace('2026-12-18', 'soon'))];
    const promotion = { uri: old.uri(''), environment: 'apps', after: old.snapshot, forecast: undefined };
    assert.equal(now(promotionVerdict({ ...promotion, newest: newest.snapshot }))?.invalid.length, 1);
  });

  it('computes a forecast only for rules about changes', async () => {
    const resource = { address: 'aws_vpc.a', type: 'aws_vpc', action: 'update', reasons: [], module: '' } as const;
    let computed = 0;
    const forecast = function* (): Generator<undefined, Forecast> {
      computed++;
      yield undefined;
      return { environments: { apps: { resources: [resource] } } };
    };
    const messages: string[][] = [];
    for (const rules of [NEVER, CHANGE]) {
      const { snapshot, uri } = await on('2026-12-01', rules);
      const promotion = { uri: uri(''), environment: 'apps', after: snapshot, newest: undefined, forecast };
      messages.push((now(promotionVerdict(promotion))?.broken ?? []).map(({ message }) => message));
    }
    assert.deepEqual(messages, [['Never. (apps)'], ['Changed.']]);
    assert.equal(computed, 1);
  });
});
