import assert from 'node:assert/strict';
import { coalesced } from '../../../../client/core/coalesced';

describe('coalesced()', () => {
  it('runs once more after any number of calls during a run', async () => {
    const answers: (() => void)[] = [];
    const ask = coalesced(() => new Promise(resolve => answers.push(resolve)));
    const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
    ask();
    ask();
    ask();
    assert.equal(answers.length, 1);
    answers[0]!();
    await settled();
    assert.equal(answers.length, 2);
    answers[1]!();
    await settled();
    assert.equal(answers.length, 2);
    ask();
    assert.equal(answers.length, 3);
  });
});
