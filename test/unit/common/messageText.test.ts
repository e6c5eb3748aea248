import assert from 'node:assert/strict';
import fc from 'fast-check';
import { iconLabel, labelText, messageLines, messageText } from '../../../common/messageText';
import { hostileText } from '../../support/hostileText';

// How VS Code 1.93 to 1.139 find links in messages and prompts, and icons in labels (`linkedText.ts`, `iconLabels.ts`).
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;
const iconsIn = (label: string): string[] =>
  [...label.matchAll(icon)].flatMap(([, escaped, name = '']) => (escaped === undefined ? [name] : []));

const runs = { numRuns: 1000, seed: 12 };

describe('messageText() and messageLines()', () => {
  it('show a command link as text', () => {
    const message = 'There is no environment [Click](command:workbench.action.terminal.sendSequence?%7B%7D "Fix").';
    assert.match(message, link);
    assert.doesNotMatch(messageText(message), link);
    assert.equal(messageText('a [b](c)\n  d'), 'a [b] (c) d');
    assert.equal(messageLines('a [b](c)\n  d'), 'a [b] (c)\n  d');
  });

  it('contain no link, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        const text = `${one}[Click](command:x)${other}`;
        assert.doesNotMatch(messageText(text), link);
        assert.doesNotMatch(messageLines(text).replace(/\r\n|\n|\r/g, ' '), link);
      }),
      runs,
    );
  });

  it('are limited to what VS Code shows', () => assert.equal(messageText('x'.repeat(5_000)).length, 1_000));
});

describe('labelText() and iconLabel()', () => {
  it('show the name of an icon as text', () => {
    assert.deepEqual(iconsIn('$(check) Signed'), ['check']);
    assert.equal(labelText('$(check) $(sync~spin) \\$(x)'), '\\$(check) \\$(sync~spin) \\$(x)');
    assert.equal(labelText('$(aws cli) costs $(date +%s)'), '$(aws cli) costs $(date +%s)');
  });

  it('contain no other icon, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        assert.deepEqual(iconsIn(labelText(`${one}$(check)${other}`)), []);
        assert.deepEqual(iconsIn(iconLabel('rocket', `${one}$(check)${other}`)), ['rocket']);
      }),
      runs,
    );
  });
});
