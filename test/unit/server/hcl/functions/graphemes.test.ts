import * as assert from 'node:assert/strict';
import { graphemeCount, graphemes } from '../../../../../server/hcl/functions/string/graphemes';
import { Random } from '../../../../fuzz/random';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Characters that join, extend or separate their neighbours. */
const characters = [
  ...['a', ' ', '\r', '\n', 'é', '\u0301', '\u200d', '\ufe0f', '\u{e0100}', '\u{1f468}', '\u{1f469}', '\u{1f3fd}'],
  ...['\u{1f1e9}', '\u{1f1ea}', '\u1100', '\u1161', '\u11a8', '\u0600', '\ud83d', '\udc68'],
];

describe('grapheme clusters', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`are the same as in one piece when a string is segmented in pieces (seed ${seed})`, () => {
      const random = new Random(seed);
      const text = Array.from({ length: 900 }, () => characters[random.next() % characters.length]).join('');
      assert.deepEqual(
        graphemes(text),
        Array.from(segmenter.segment(text), ({ segment }) => segment),
      );
    });
  }

  it('may be longer than a piece', () => {
    const long = `e${'\u0301'.repeat(5_000)}`;
    assert.deepEqual(graphemes(`a${long}b`), ['a', long, 'b']);
    assert.equal(graphemeCount('\u{1f1e9}\u{1f1ea}'.repeat(1_000)), 1_000);
  });

  it('of 400,000 characters are counted in linear time', function () {
    // With quadratic time, it would take minutes.
    assert.equal(graphemeCount('é'.repeat(400_000)), 400_000);
    assert.equal(graphemeCount('👨‍👩'.repeat(40_000)), 40_000);
  });
});
