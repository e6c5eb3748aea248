import assert from 'node:assert/strict';
import { withSharedKeys } from '../../../../../server/hcl/values/sharedKeys';

/** Entries `name0` to `name{count - 1}`. */
const entriesOf = (count: number, name = 'name'): Map<string, number> =>
  new Map(Array.from({ length: count }, (_, index) => [`${name}${index}`, index]));

describe('maps with shared keys', () => {
  for (const count of [0, 4, 5, 30, 200, 201]) {
    it(`have the same ${count} entries in the same order`, () => {
      const entries = entriesOf(count);
      const shared = withSharedKeys(entries);
      assert.equal(shared.size, count);
      assert.deepEqual([...shared], [...entries]);
      assert.deepEqual([...shared.entries()], [...entries]);
      assert.deepEqual([...shared.keys()], [...entries.keys()]);
      assert.deepEqual([...shared.values()], [...entries.values()]);
      const visited: [string, number][] = [];
      shared.forEach((value, key) => visited.push([key, value]));
      assert.deepEqual(visited, [...entries]);
      for (const [key, value] of entries) assert.equal(shared.get(key), value);
      for (const missing of ['', 'name', 'constructor', '__proto__']) {
        assert.equal(shared.get(missing), undefined);
        assert.equal(shared.has(missing), false);
      }
    });
  }

  it('have a value of undefined where the entries have one', () => {
    const shared = withSharedKeys(new Map([...entriesOf(5), ['none', undefined]]));
    assert.equal(shared.has('none'), true);
    assert.deepEqual([...shared.values()], [0, 1, 2, 3, 4, undefined]);
  });

  it('share their keys in the same order only, and keep different ones apart', () => {
    const first = withSharedKeys(entriesOf(6));
    const second = withSharedKeys(new Map([...entriesOf(6)].map(([key, value]) => [key, value + 10])));
    const reversed = withSharedKeys(new Map([...entriesOf(6)].reverse()));
    const other = withSharedKeys(entriesOf(6, '","'));
    assert.equal(positionsIn(first), positionsIn(second));
    assert.notEqual(positionsIn(first), positionsIn(reversed));
    assert.equal(second.get('name5'), 15);
    assert.deepEqual([...reversed.keys()].at(0), 'name5');
    assert.equal(other.get('","3'), 3);
  });

  it('are ordinary maps if the keys are very long, or there are many', () => {
    assert.ok(withSharedKeys(entriesOf(201)) instanceof Map);
    assert.ok(withSharedKeys(entriesOf(5, 'x'.repeat(1_000))) instanceof Map);
  });
});

const positionsIn = (map: ReadonlyMap<string, unknown>): unknown =>
  (map as unknown as { positions: unknown }).positions;
