import assert from 'node:assert/strict';
import { effectFor, parseLabels, parseList, parseRange, parseTaints } from '../../../../client/scaffold/parseAnswers';

describe('an answer on one line', () => {
  it('may be a range of numbers', () => {
    for (const typed of ['3-9', '3 to 9', ' 3..9 ', '3 – 9'])
      assert.deepEqual(parseRange(typed), { min: 3, max: 9 }, typed);
    assert.deepEqual(parseRange('2'), { min: 2, max: 2 });
    for (const typed of ['', 'three', '3-', '-3', '1-2-3', '3,9']) assert.equal(parseRange(typed), undefined, typed);
  });

  it('may be a list', () => {
    assert.deepEqual(parseList('apps, ops  apps'), ['apps', 'ops']);
    assert.deepEqual(parseList(' '), []);
  });

  it('may be taints', () => {
    assert.deepEqual(parseTaints('dedicated=gpu:NoSchedule, spot:NoExecute'), [
      { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
      { key: 'spot', value: '', effect: 'NoExecute' },
    ]);
    assert.deepEqual(parseTaints(''), []);
    assert.equal(parseTaints('dedicated=gpu'), undefined);
  });

  it('may be labels', () => {
    assert.deepEqual(parseLabels('team=data, tier='), { team: 'data', tier: '' });
    assert.equal(parseLabels('team'), undefined);
  });

  it('accepts taint effects in any notation', () => {
    for (const effect of ['NoSchedule', 'NO_SCHEDULE', 'noschedule']) {
      assert.equal(effectFor('eks', effect), 'NO_SCHEDULE');
      assert.equal(effectFor('aks', effect), 'NoSchedule');
    }
    assert.equal(effectFor('gke', 'Sometimes'), 'Sometimes');
  });
});
