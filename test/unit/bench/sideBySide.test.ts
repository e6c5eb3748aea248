import * as assert from 'node:assert/strict';
import { ratiosOf, sideBySide, type AnsweredByBoth } from '../../bench/peer/sideBySide';

const pair = (ours: number | null, theirs: number | null): AnsweredByBoth => ({
  ours: { time: Math.abs(ours ?? 1), hasContent: ours !== null },
  theirs: { time: Math.abs(theirs ?? 1), hasContent: theirs !== null },
});

describe('comparing answers of two servers', () => {
  it('computes the ratios of their medians and 95th percentiles, ours / theirs', () => {
    const slow = Array.from({ length: 10 }, () => pair(30, 40));
    const quick = Array.from({ length: 90 }, () => pair(1, 10));
    assert.deepEqual(ratiosOf(sideBySide([...slow, ...quick])), { p50: 0.1, p95: 0.75 });
  });

  it('counts non-empty answers, and compares only requests that both answered', () => {
    const side = sideBySide([pair(2, 4), pair(500, null), pair(null, 900), pair(null, null)]);
    assert.deepEqual([side.asked, side.ourAnswers, side.theirAnswers, side.times?.compared], [4, 2, 2, 1]);
    assert.deepEqual(ratiosOf(side), { p50: 0.5, p95: 0.5 });
  });

  it('has no ratio if one server never answered', () => {
    const side = sideBySide([pair(2, null), pair(3, null)]);
    assert.deepEqual([side.ourAnswers, side.theirAnswers], [2, 0]);
    assert.equal(ratiosOf(side), undefined);
    assert.equal(ratiosOf(sideBySide([])), undefined);
  });
});
