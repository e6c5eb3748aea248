import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonExtractor, type JsonPath } from '../../../../common/plan/jsonPick';

function pick(document: Buffer, paths: readonly JsonPath[], size = document.length): [string, unknown][] {
  const found: [string, unknown][] = [];
  const reader = new JsonExtractor(paths, (value, path) => found.push([path.join('.'), value]));
  for (let index = 0; index < document.length; index += size) reader.push(document.subarray(index, index + size));
  return found;
}

const text = (value: unknown, indent?: number) => Buffer.from(JSON.stringify(value, null, indent) + '\n');

describe('jsonPick()', () => {
  it('emits the selected values in document order', () => {
    const document = text({
      skipped: { changes: [1], deep: [[{}], '}'] },
      changes: [{ a: 1 }, 'two', null, -3.5e2, []],
      version: '1.2',
      inner: { other: 1, wanted: { x: true }, last: false },
    });
    const found = pick(document, [['changes', '*'], ['version'], ['inner', 'wanted']]);
    assert.deepEqual(found, [
      ...[{ a: 1 }, 'two', null, -350, []].map(value => ['changes.*', value]),
      ['version', '1.2'],
      ['inner.wanted', { x: true }],
    ]);
  });

  it('does not decode other values', () => {
    const document = Buffer.from('{"a": {"b": nonsense}, "c": 1}');
    assert.deepEqual(pick(document, [['c']]), [['c', 1]]);
  });

  it('finds the same values wherever the document is split', () => {
    const key = fc.oneof(fc.constantFrom('wanted', 'list', 'a"b', '\\', 'é😀', '{'), fc.string());
    const value = fc.jsonValue({ maxDepth: 4 });
    const documents = fc.record({
      before: fc.dictionary(key, value),
      wanted: value,
      list: fc.array(value),
      after: fc.array(fc.dictionary(key, value)),
    });
    const property = fc.property(
      documents,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(undefined, 2),
      (all, size, indent) => {
        const plain = JSON.parse(JSON.stringify(all)) as typeof all;
        const expected = [['wanted', plain.wanted], ...plain.list.map(item => ['list.*', item])];
        assert.deepEqual(pick(text(all, indent), [['wanted'], ['list', '*'], ['missing', 'part']], size), expected);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
