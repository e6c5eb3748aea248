import assert from 'node:assert/strict';
import { AsyncCache } from '../../../../client/promotion/asyncCache';

describe('cached answers of the Promotion view', () => {
  it('are requested once', async () => {
    const answers = new AsyncCache<string>('');
    let questions = 0;
    const ask = (): Promise<string> => Promise.resolve(`answer ${++questions}`);
    assert.equal(answers.now('key'), undefined);
    assert.deepEqual(await Promise.all([answers.of('key', ask), answers.of('key', ask)]), ['answer 1', 'answer 1']);
    assert.equal(answers.now('key'), 'answer 1');
  });

  it('are the fallback after a failure, and requested again after a change', async () => {
    const answers = new AsyncCache<string>('nothing');
    const failing = (): Promise<string> => Promise.reject(new Error('The server is not there.'));
    await assert.rejects(answers.of('key', failing));
    assert.equal(answers.now('key'), 'nothing');
    answers.forgetFailures();
    assert.equal(answers.now('key'), undefined);
    assert.equal(await answers.of('key', () => Promise.resolve('answer')), 'answer');
    assert.equal(answers.now('key'), 'answer');
  });
});
