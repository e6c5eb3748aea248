import assert from 'node:assert/strict';
import { memoizeRecent } from '../../../common/memoize';

describe('results of recent keys', () => {
  /** Asks for the results of keys. @returns the keys that were computed */
  function computed(limit: number, asked: readonly string[]): string[] {
    const keys = new Map(asked.map(name => [name, { name }]));
    const found: string[] = [];
    const resultOf = memoizeRecent(({ name }: { name: string }) => {
      found.push(name);
      return name === 'undefined' ? undefined : `result of ${name}`;
    }, limit);
    for (const name of asked)
      assert.equal(resultOf(keys.get(name)!), name === 'undefined' ? undefined : `result of ${name}`);
    return found;
  }

  it('are computed once', () => {
    assert.deepEqual(computed(3, ['a', 'b', 'a', 'c', 'b', 'a']), ['a', 'b', 'c']);
  });

  it('are also kept if they are undefined', () => {
    assert.deepEqual(computed(3, ['undefined', 'undefined']), ['undefined']);
  });

  it('survive others while they are in use', () => {
    assert.deepEqual(computed(2, ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a']), ['a', 'b', 'c', 'd', 'e']);
  });

  it('are dropped after twice as many others', () => {
    assert.deepEqual(computed(2, ['a', 'b', 'c', 'd', 'e', 'a']), ['a', 'b', 'c', 'd', 'e', 'a']);
  });
});
