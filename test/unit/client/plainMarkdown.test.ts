import assert from 'node:assert/strict';
import { plainMarkdown } from '../../../client/plainMarkdown';

describe('plainMarkdown', () => {
  it('leaves words and spaces as they are', () =>
    assert.equal(plainMarkdown('Set in ops, overrides 3'), 'Set in ops, overrides 3'));

  it('takes the meaning from everything that Markdown would read', () => {
    assert.equal(plainMarkdown('# *a* [b](c) `d` ~~e~~'), '\\# \\*a\\* \\[b\\]\\(c\\) \\`d\\` \\~\\~e\\~\\~');
    assert.equal(plainMarkdown('<img src="x"> & &amp;'), '&lt;img src="x"&gt; &amp; &amp;amp;');
    assert.equal(plainMarkdown('a\n\n- b'), 'a \\- b');
  });
});
