import * as assert from 'node:assert/strict';
import { WordFilter, wordHashes } from '../../../../server/semantics/wordFilter';

const mayName = (text: string, name: string): boolean => {
  const filter = new WordFilter(text);
  return wordHashes(name).every(hash => filter.mayContain(hash));
};

describe('the filter of words in a text', () => {
  it('never excludes a name that the text contains', () => {
    for (const [text, name] of [
      ['module.eks_gc0_eu-west-1.current_config', 'eks_gc0_eu-west-1'],
      ['a = 1-aws_vpc.main.count', 'aws_vpc'],
      ['"${var.size}"', 'size'],
      ['größe = local.x', 'x'],
      ['a', 'größe'],
      ['', ''],
    ] as const)
      assert.ok(mayName(text, name), `${name} in ${text}`);
    const words = Array.from({ length: 20_000 }, (_, index) => `word_${String(index)}`);
    const filter = new WordFilter(words.join(' '));
    assert.ok(words.every(word => wordHashes(word).every(hash => filter.mayContain(hash))));
  });

  it('excludes most other names', () => {
    const text = Array.from({ length: 80 }, (_, index) => `attribute_${String(index)} = ${String(index)}`).join('\n');
    const others = Array.from({ length: 1_000 }, (_, index) => `other_${String(index)}`);
    assert.ok(others.filter(name => mayName(text, name)).length < 150);
  });
});
