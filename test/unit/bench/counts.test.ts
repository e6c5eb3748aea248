import * as assert from 'node:assert/strict';
import { CallCounter } from '../../bench/callCounter';
import { comparedCounts } from '../../bench/recordedCounts';

describe('recorded counts', () => {
  it('are upper limits', () => {
    const { rows, isWorse, isOutdated } = comparedCounts(
      { hover: { evaluations: 3, calls: 2 } },
      { hover: { evaluations: 4, calls: 1 } },
    );
    assert.deepEqual(rows, [['hover', '3 → 4', '2 → 1']]);
    assert.ok(isWorse);
    assert.ok(isOutdated);
  });

  it('are complete: an action without limits is a failure', () => {
    assert.deepEqual(comparedCounts({}, { hover: { evaluations: 0 } }), {
      rows: [['hover', 'none → 0']],
      isWorse: true,
      isOutdated: false,
    });
  });
});

describe('a call counter', () => {
  it('counts exactly the calls during the work', async () => {
    const counter = await CallCounter.start();
    try {
      const { aligned } = await import('../../bench/aligned');
      aligned([['before']]);
      const counts = await counter.during(['test/bench/aligned.ts aligned'], () => {
        aligned([['a', 'b']]);
        aligned([['a', 'b']]);
      });
      assert.deepEqual([...counts.values()], [2]);
    } finally {
      counter.stop();
    }
  });
});
