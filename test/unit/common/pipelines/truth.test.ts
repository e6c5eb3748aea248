// The laws of three-valued logic, for all values.
import assert from 'node:assert/strict';
import { agreement, and, not, or, type Truth } from '../../../../common/pipelines/values/truth';

const all: readonly Truth[] = [true, false, undefined];

/** The possible values of an operand. */
const possible = (truth: Truth): boolean[] => (truth === undefined ? [true, false] : [truth]);

describe('three-valued logic', () => {
  it('gives a known result exactly if every possible value gives the same', () => {
    for (const a of all) {
      assert.equal(not(a), agreement(possible(a).map(x => !x)));
      for (const b of all)
        for (const c of all) {
          const each = possible(a).flatMap(x => possible(b).flatMap(y => possible(c).map(z => [x, y, z] as const)));
          assert.equal(and(a, b, c), agreement(each.map(([x, y, z]) => x && y && z)), `${a} and ${b} and ${c}`);
          assert.equal(or(a, b, c), agreement(each.map(([x, y, z]) => x || y || z)), `${a} or ${b} or ${c}`);
        }
    }
  });

  it('satisfies the laws of De Morgan, commutativity and associativity', () => {
    for (const a of all)
      for (const b of all) {
        assert.equal(not(and(a, b)), or(not(a), not(b)));
        assert.equal(not(or(a, b)), and(not(a), not(b)));
        assert.equal(and(a, b), and(b, a));
        assert.equal(or(a, or(b, a)), or(a, b));
        assert.equal(not(not(a)), a);
      }
    assert.equal(and(), true);
    assert.equal(or(), false);
    assert.equal(agreement([]), undefined);
  });
});
