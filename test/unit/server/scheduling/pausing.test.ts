import assert from 'node:assert/strict';
import { forEachPausing, mapPausing, ITEMS_PER_PAUSE } from '../../../../server/scheduling/pausing';
import { countPauses } from '../../../support/countPauses';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('working on many items', () => {
  it('pauses after every few of them', () => {
    const { pauses, result } = countPauses(mapPausing(numbers(ITEMS_PER_PAUSE * 10), each => [each, each]));
    assert.equal(pauses, 10);
    assert.equal(result.length, ITEMS_PER_PAUSE * 20);
    const visited: number[] = [];
    assert.equal(countPauses(forEachPausing(numbers(20), each => visited.push(each), 5)).pauses, 4);
    assert.deepEqual(visited, numbers(20));
  });

  it('takes more results of one item than a call takes arguments', () => {
    assert.equal(countPauses(mapPausing([1], () => numbers(300_000))).result.length, 300_000);
  });
});
