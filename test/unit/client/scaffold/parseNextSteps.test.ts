import assert from 'node:assert/strict';
import { parseNextSteps } from '../../../../client/scaffold/parseNextSteps';

const next = { uri: 'file:///repo', title: 'Remove node pool gpu', notes: ['Move them first.'], followUp: ['Plan.'] };

describe('parseNextSteps()', () => {
  it("accepts the server's data of a code action", () => assert.deepEqual(parseNextSteps({ ...next, more: 1 }), next));

  it('rejects anything else', () => {
    for (const other of [undefined, null, 'text', [], {}, { ...next, uri: 1 }, { ...next, followUp: ['a', 2] }])
      assert.equal(parseNextSteps(other), undefined, JSON.stringify(other));
  });
});
