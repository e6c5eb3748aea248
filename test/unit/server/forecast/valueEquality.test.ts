import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { opaqueValue, pendingValue, unknownsIn } from '../../../../server/hcl/evaluation/content';
import type { Value } from '../../../../server/hcl/model';
import { ANY } from '../../../../server/hcl/types/type';
import { Num } from '../../../../server/hcl/values/number';
import { bool, nullOf, number, object, string, tuple, unknown } from '../../../../server/hcl/values/value';
import { equalityOf, type Equality } from '../../../../server/forecast/valueEquality';

const set = (elements: readonly Value[]): Value => ({ kind: 'set', element: ANY, elements });

const value = fc.letrec<{ value: Value; scalar: Value }>(tie => ({
  scalar: fc.oneof(
    fc.constantFrom('', 'a', '1', 'true', '0').map(string),
    fc.integer({ min: 0, max: 2 }).map(each => number(Num.fromInt(each))),
    fc.boolean().map(bool),
    fc.constantFrom<Value>(nullOf(), opaqueValue('a'), opaqueValue('b'), pendingValue(), unknown()),
  ),
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    tie('scalar'),
    fc.array(tie('value'), { maxLength: 2 }).map(tuple),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value')).map(each => object(new Map(Object.entries(each)))),
    fc.array(tie('value'), { maxLength: 2 }).map(set),
  ),
})).value;

/** Compares each element with each. */
function comparedOneByOne(before: readonly Value[], after: readonly Value[]): Equality {
  const isIn = (one: Value, all: readonly Value[]): boolean =>
    all.some(other => equalityOf(one, other, undefined) === 'equal');
  const remaining = before.filter(each => !isIn(each, after));
  const added = after.filter(each => !before.some(other => equalityOf(other, each, undefined) === 'equal'));
  if (remaining.length + added.length === 0) return 'equal';
  const { pending, uncertain, opaque } = unknownsIn([...remaining, ...added]);
  if (pending) return 'different';
  return uncertain || (opaque && remaining.length > 0 && added.length > 0) ? 'unknown' : 'different';
}

describe('the equality of sets', () => {
  it('is that of their elements, whatever their notation', () => {
    const elements = fc.array(value, { maxLength: 4 });
    fc.assert(
      fc.property(elements, elements, (before, after) => {
        assert.equal(equalityOf(set(before), set(after), 'set(any)'), comparedOneByOne(before, after));
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });

  /** The number of times that the elements are read. */
  function readsOf(count: number, element: (index: number) => Value): { equality: Equality; reads: number } {
    let reads = 0;
    const counted = (index: number): Value =>
      new Proxy(element(index), {
        get: (target, name) => {
          reads++;
          return Reflect.get(target, name) as unknown;
        },
      });
    const elements = (start: number): Value[] => Array.from({ length: count }, (_, index) => counted(start + index));
    return { equality: equalityOf(set(elements(0)), set(elements(count / 2)), 'set(any)'), reads };
  }

  it('takes a few steps for each element', () => {
    const { equality, reads } = readsOf(2_000, index => string(`10.0.0.${index}`));
    assert.equal(equality, 'different');
    assert.ok(reads < 100 * 2_000, String(reads));
  });

  it('is unknown for many elements that only comparing all with all can tell', () => {
    const { equality, reads } = readsOf(2_000, index => tuple([nullOf(), number(Num.fromInt(index))]));
    assert.equal(equality, 'unknown');
    assert.ok(reads < 100 * 2_000, String(reads));
  });
});
