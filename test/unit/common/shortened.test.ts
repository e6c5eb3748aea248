import assert from 'node:assert/strict';
import { shortened, shortenedPair } from '../../../common/shortened';

describe('shortened', () => {
  it('keeps short texts, and ends long ones with an ellipsis', () => {
    assert.equal(shortened('abc', 3), 'abc');
    assert.equal(shortened('abcd', 3), 'ab…');
  });

  it('does not cut a character in two', () => assert.equal(shortened('a😀bc', 3), 'a…'));
});

describe('shortenedPair', () => {
  it('keeps short texts, on one line each', () => assert.deepEqual(shortenedPair('a\n  b', 'c', 10), ['a b', 'c']));

  it('shows long texts that begin alike from where they differ', () => {
    const [one, other] = shortenedPair(`${'x'.repeat(50)}1${'y'.repeat(50)}`, `${'x'.repeat(50)}2`, 20);
    assert.deepEqual([one, other], ['…xxxxx1yyyyyyyyyyyy…', '…xxxxx2']);
  });

  it('shows texts as they are that differ only in their line breaks', () =>
    assert.deepEqual(shortenedPair('a\nb', 'a b', 10), ['a\nb', 'a b']));
});
