import assert from 'node:assert/strict';
import { planStep } from '../../../../common/steps';
import { parseNextSteps } from '../../../../client/scaffold/parseNextSteps';

const next = {
  uri: 'file:///repo',
  title: 'Remove node pool gpu',
  notes: ['Move them first.'],
  followUp: [planStep('ops')],
};

describe('parseNextSteps()', () => {
  it("accepts the server's data of a code action", () => assert.deepEqual(parseNextSteps({ ...next, more: 1 }), next));

  it('rejects anything else', () => {
    for (const other of [
      undefined,
      null,
      'text',
      [],
      {},
      { ...next, uri: 1 },
      { ...next, followUp: ['Plan.'] },
      { ...next, followUp: [{ ...planStep('ops'), commands: ['tofu'] }] },
    ])
      assert.equal(parseNextSteps(other), undefined, JSON.stringify(other));
  });
});
