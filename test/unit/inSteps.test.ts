import assert from 'node:assert/strict';
import { inBackground } from '../../server/inBackground';
import { inSteps } from '../../server/inSteps';

function* counting(taken: { steps: number }, last = Infinity): Generator<undefined, string> {
  for (; taken.steps < last; taken.steps++) yield;
  return 'all of it';
}

describe('Work in the background', () => {
  it('is run to its end while it is wanted', async () => {
    const taken = { steps: 0 };
    assert.deepEqual(await inBackground(counting(taken, 100), () => true), { result: 'all of it' });
    assert.equal(taken.steps, 100);
  });

  it('has one part in a turn, however much of it there is', async () => {
    const turns: string[] = [];
    let turn = 0;
    const counted = (): void => {
      turn++;
      if (turns.length < 40) setImmediate(counted);
    };
    setImmediate(counted);
    const noted = (name: string) => (): boolean => turns.push(`${turn} ${name}`) < 40;
    await Promise.all(['a', 'b', 'c'].map(name => inBackground(counting({ steps: 0 }), noted(name))));
    const ofTurn = turns.slice(0, 30).map(each => each.split(' ')[0]);
    assert.equal(new Set(ofTurn).size, ofTurn.length, turns.join(', '));
    for (const name of ['a', 'b', 'c']) assert.ok(turns.some(each => each.endsWith(name)));
  });

  it('does no more once it is not wanted, and fails as its work does', async () => {
    const taken = { steps: 0 };
    assert.equal(await inBackground(counting(taken), () => false), undefined);
    assert.equal(taken.steps, 0);
    function* failing(): Generator<undefined, void> {
      yield;
      throw new Error('no such thing');
    }
    await assert.rejects(
      inBackground(failing(), () => true),
      /no such thing/,
    );
  });
});

describe('A long computation', () => {
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
