import assert from 'node:assert/strict';
import { inSteps } from '../../server/inSteps';

describe('A long computation', () => {
  function* counting(taken: { steps: number }, last = Infinity): Generator<undefined, string> {
    for (; taken.steps < last; taken.steps++) yield;
    return 'all of it';
  }

  it('is run to its end while it is wanted', async () => {
    const taken = { steps: 0 };
    assert.deepEqual(await inSteps(counting(taken, 100), () => true), { result: 'all of it' });
    assert.equal(taken.steps, 100);
  });

  it('gives others a turn, and does no more once they cancel it', async () => {
    const taken = { steps: 0 };
    let wanted = true;
    setImmediate(() => (wanted = false));
    assert.equal(await inSteps(counting(taken), () => wanted), undefined);
    const stoppedAt = taken.steps;
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(taken.steps, stoppedAt);
  });

  it('fails as its work does', async () => {
    function* failing(): Generator<undefined, void> {
      yield;
      throw new Error('no such thing');
    }
    await assert.rejects(
      inSteps(failing(), () => true),
      /no such thing/,
    );
  });
});
