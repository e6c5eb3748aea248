import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleLines, visibleText } from '../../../common/visibleText';
import { hostileText } from '../../support/hostileText';

describe('visibleText()', () => {
  it('keeps visible characters', () => {
    for (const text of ['eks_web0 "a b" \\ — é 漢字', '❤️ 👩‍👩‍👧 👍🏽', 'می‌خواهم', '😀'])
      assert.equal(visibleText(text), text);
  });

  it('escapes line breaks, control characters and separators', () =>
    assert.equal(
      visibleText('a\r\nb\tc\0\x1b[2J\x7f\x85\u2028\u2029'),
      'a\\r\\nb\\tc\\u{0}\\u{1b}[2J\\u{7f}\\u{85}\\u{2028}\\u{2029}',
    ));

  it('escapes bidirectional controls and invisible characters', () => {
    assert.equal(
      visibleText('\u202eops\u202c \u2066x\u2069 \u200e'),
      '\\u{202e}ops\\u{202c} \\u{2066}x\\u{2069} \\u{200e}',
    );
    assert.equal(
      visibleText('ap\u200bps\u00ad a\u200db \ufeff\u2060'),
      'ap\\u{200b}ps\\u{ad} a\\u{200d}b \\u{feff}\\u{2060}',
    );
    assert.equal(visibleText('a\ufe0f \u{e0061}'), 'a\\u{fe0f} \\u{e0061}');
  });

  it('escapes unpaired surrogates', () => assert.equal(visibleText('\ud83d 😀\udc00'), '\\u{d83d} 😀\\u{dc00}'));
});

describe('visibleText(), applied twice', () => {
  it('changes nothing the second time', () =>
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: 'binary' })), text =>
        assert.equal(visibleText(visibleText(text)), visibleText(text)),
      ),
    ));
});

describe('visibleLines()', () => {
  it('keeps lines and tabs, and escapes other invisible characters', () =>
    assert.equal(visibleLines('a\r\n\tb\rc\u2028d\n'), 'a\n\tb\\rc\\u{2028}d\n'));
});
