import assert from 'node:assert/strict';
import { Hidden } from '../../../../common/plan/plan';
import { collectSecrets, displayValue } from '../../../../common/plan/planValues';

const none: ReadonlySet<string> = new Set();

describe('planValues()', () => {
  it('hides sensitive values, and reports whether they change', () => {
    const side = {
      value: { password: 'new', same: 'kept', nested: { key: 'k', other: 1 } },
      sensitive: { password: true, same: true, nested: { key: true } },
      other: { value: { password: 'old', same: 'kept', nested: { key: 'k' } }, exists: true },
    };
    assert.deepEqual(displayValue(side, none), {
      nested: { key: Hidden.sensitive, other: 1 },
      password: Hidden.sensitiveChanged,
      same: Hidden.sensitive,
    });
  });

  it('shows values that are known after apply, also if terraform omits the attribute', () => {
    const side = {
      value: { name: 'a', list: [1, 2] },
      sensitive: {},
      unknown: { id: true, list: [false, true], deep: { x: true } },
    };
    assert.deepEqual(displayValue(side, none), {
      deep: { x: Hidden.unknown },
      id: Hidden.unknown,
      list: [1, Hidden.unknown],
      name: 'a',
    });
  });

  it('hides a sensitive value while it is unknown', () => {
    const side = { value: {}, sensitive: { token: true }, unknown: { token: true } };
    assert.deepEqual(displayValue(side, none), { token: Hidden.sensitive });
  });

  it('hides an equal value that has lost its mark, except for short ones', () => {
    const found = new Set<string>();
    collectSecrets({ password: 'planted secret', pin: 123456789, on: true, short: 'abc' }, true, found);
    assert.deepEqual([...found], ['planted secret', '123456789']);
    const shown = displayValue(
      { value: { output: 'planted secret', n: 123456789, s: 'abc' }, sensitive: false },
      found,
    );
    assert.deepEqual(shown, { n: Hidden.sensitive, output: Hidden.sensitive, s: 'abc' });
  });

  it('sorts keys, and supports names of JavaScript properties', () => {
    const value = JSON.parse('{"b": 1, "__proto__": {"x": 1}, "a": {"constructor": 2}}') as unknown;
    const shown = displayValue({ value, sensitive: {} }, none) as object;
    assert.deepEqual(Object.keys(shown), ['__proto__', 'a', 'b']);
  });
});
