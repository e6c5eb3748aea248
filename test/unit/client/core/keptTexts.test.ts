import assert from 'node:assert/strict';
import { KeptTexts } from '../../../../client/core/keptTexts';

describe('the texts of previews', () => {
  it('stay while their tab is open, and otherwise go one by one, the oldest first', () => {
    const texts = new KeptTexts(3);
    const keys = ['1', '2', '3', '4', '5'];
    for (const key of keys) texts.add(key, { name: `${key}.md`, text: key }, name => name === '1.md');
    assert.deepEqual(
      keys.filter(key => texts.get(key) === key),
      ['1', '4', '5'],
    );
  });

  it('are bounded also if all are open', () => {
    const texts = new KeptTexts(2);
    for (const key of ['1', '2', '3']) texts.add(key, { name: 'a.md', text: key }, () => true);
    assert.deepEqual([texts.get('1'), texts.get('2'), texts.get('3')], [undefined, '2', '3']);
  });
});
