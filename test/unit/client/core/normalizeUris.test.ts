import assert from 'node:assert/strict';
import { normalizeUris } from '../../../../client/core/normalizeUris';

describe('normalizeUris()', () => {
  it('changes every URI at any depth and nothing else', () => {
    const value = { uri: 'a', name: 'a', n: 1, none: null, deep: [{ location: { uri: 'b', range: { start: 0 } } }] };
    const before = structuredClone(value);
    assert.deepEqual(
      normalizeUris(value, uri => uri.toUpperCase()),
      {
        uri: 'A',
        name: 'a',
        n: 1,
        none: null,
        deep: [{ location: { uri: 'B', range: { start: 0 } } }],
      },
    );
    assert.deepEqual(value, before);
  });
});
