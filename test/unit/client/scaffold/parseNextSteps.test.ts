import assert from 'node:assert/strict';
import { parseNextSteps } from '../../../../client/scaffold/parseNextSteps';

const next = { uri: 'file:///repo', title: 'Remove node pool gpu', notes: ['Move them first.'], followUp: ['Plan.'] };

describe('nextStepsOf', () => {
  it('takes what the server has made of an action', () => assert.deepEqual(parseNextSteps({ ...next, more: 1 }), next));

  it('takes nothing else', () => {
    for (const other of [undefined, null, 'text', [], {}, { ...next, uri: 1 }, { ...next, followUp: ['a', 2] }])
      assert.equal(parseNextSteps(other), undefined, JSON.stringify(other));
  });
});
