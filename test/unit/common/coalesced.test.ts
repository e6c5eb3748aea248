import assert from 'node:assert/strict';
import { coalesced, coalescedRuns } from '../../../common/coalesced';

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

describe('coalescedRuns()', () => {
  it('ends a call during a run with the run after it', async () => {
    const ends: (() => void)[] = [];
    const ended: string[] = [];
    const run = coalescedRuns(() => new Promise(resolve => ends.push(resolve)));
    const first = run().then(() => ended.push('first'));
    const second = run().then(() => ended.push('second'));
    const third = run().then(() => ended.push('third'));
    ends[0]!();
    await first;
    assert.deepEqual([ends.length, ended], [2, ['first']]);
    ends[1]!();
    await Promise.all([second, third]);
    assert.deepEqual([ends.length, ended], [2, ['first', 'second', 'third']]);
  });
});
