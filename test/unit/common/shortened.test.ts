import assert from 'node:assert/strict';
import { shortened, shortenedPair, shortenedWithin } from '../../../common/shortened';

describe('shortened()', () => {
  it('keeps short strings, and truncates long ones with an ellipsis', () => {
    assert.equal(shortened('abc', 3), 'abc');
    assert.equal(shortened('abcd', 3), 'ab…');
  });

  it('does not split a character', () => assert.equal(shortened('a😀bc', 3), 'a…'));
});

describe('shortenedWithin()', () => {
  it('keeps short strings, and leaves out the middle of long ones', () => {
    assert.equal(shortenedWithin('abcdef', 6), 'abcdef');
    assert.equal(shortenedWithin('abcdefgh', 6), 'ab…fgh');
    assert.equal(shortenedWithin('abcdefgh', 5), 'ab…gh');
  });

  it('does not split a character', () => assert.equal(shortenedWithin('a😀bc😀d', 5), 'a…d'));
});

describe('shortenedPair()', () => {
  it('keeps short strings, on one line each', () => assert.deepEqual(shortenedPair('a\n  b', 'c', 10), ['a b', 'c']));

  it('shows where long strings with the same beginning differ', () => {
    const [one, other] = shortenedPair(`${'x'.repeat(50)}1${'y'.repeat(50)}`, `${'x'.repeat(50)}2`, 20);
    assert.deepEqual([one, other], ['…xxxxx1yyyyyyyyyyyy…', '…xxxxx2']);
  });

  it('keeps strings that differ only in their line breaks', () =>
    assert.deepEqual(shortenedPair('a\nb', 'a b', 10), ['a\nb', 'a b']));
});
