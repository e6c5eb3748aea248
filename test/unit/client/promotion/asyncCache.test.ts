import assert from 'node:assert/strict';
import { AsyncCache } from '../../../../client/promotion/asyncCache';

describe('answers of the promotion view that take their time', () => {
  it('are asked for once', async () => {
    const answers = new AsyncCache<string>('');
    let questions = 0;
    const ask = (): Promise<string> => Promise.resolve(`answer ${++questions}`);
    assert.equal(answers.now('key'), undefined);
    assert.deepEqual(await Promise.all([answers.of('key', ask), answers.of('key', ask)]), ['answer 1', 'answer 1']);
    assert.equal(answers.now('key'), 'answer 1');
  });

  it('are nothing after a failure, until something has changed: then they are asked for again', async () => {
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
