import * as assert from 'node:assert/strict';
import { commitSettings, inOrder } from '../../../../client/promotion/commitSettings';

describe('the settings of a promoted commit', () => {
  const others = { order: [], pattern: '{environment}/{counter}', soakMinutes: 5 };

  it('are those of its settings file, and others from elsewhere', () => {
    const text = `{
      // As everywhere
      "kubestack.promotion.soakMinutes": 60,
      "kubestack.environments": ["ops", "apps"],
    }`;
    assert.deepEqual(commitSettings(text, others), { ...others, order: ['ops', 'apps'], soakMinutes: 60 });
    assert.deepEqual(commitSettings(undefined, others), others);
  });

  it('are not taken from values of another type', () => {
    const text =
      '{ "kubestack.promotion.soakMinutes": "60", "kubestack.environments": [1], "kubestack.deployTag.pattern": {} }';
    assert.deepEqual(commitSettings(text, others), others);
    for (const broken of ['', '[]', 'null', '{', '{"__proto__": {"kubestack.promotion.soakMinutes": 1}}'])
      assert.deepEqual(commitSettings(broken, others), others);
  });

  it('order environments, also if they name only some', () => {
    assert.deepEqual(inOrder(['ops', 'apps', 'apps-prod'], ['apps-prod', 'gone', 'ops']), ['apps-prod', 'ops', 'apps']);
    assert.deepEqual(inOrder(['ops', 'apps'], []), ['ops', 'apps']);
  });
});
