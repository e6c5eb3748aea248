import assert from 'node:assert/strict';
import { shortened } from '../../../../common/shortened';
import type { Value } from '../../../../server/hcl/model';
import { bool, object, string, tuple } from '../../../../server/hcl/values/value';
import { printShort } from '../../../../server/semantics/hclPrinter';

describe('a value on one line', () => {
  it('is the beginning of the whole text, whatever its length', () => {
    const inner = object(
      new Map<string, Value>([
        ['b', string('x')],
        ['c', tuple([bool(true), tuple([]), string('')])],
      ]),
    );
    const value = tuple([string('a'), inner, object(new Map()), tuple([inner, inner]), bool(false)]);
    const whole = printShort(value, 1_000);
    assert.equal(
      whole,
      '["a", { b = "x", c = [true, [], ""] }, {}, [{ b = "x", c = [true, [], ""] }, { b = "x", c = [true, [], ""] }], false]',
    );
    for (let length = 2; length <= whole.length; length++)
      assert.equal(printShort(value, length), shortened(whole, length));
  });

  it('prints only the elements that are shown', () => {
    let printed = 0;
    const element = {
      kind: 'bool',
      get value() {
        printed++;
        return true;
      },
    } as const;
    assert.equal(printShort(tuple(Array<Value>(20_000).fill(element)), 20), '[true, true, true,…');
    assert.ok(printed < 10, `${printed}`);
  });
});
