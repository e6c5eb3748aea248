import { strict as assert } from 'node:assert';
import { highlightedHcl, withHcl, type MarkdownRenderer } from '../../../../client/codeActions/highlightedHcl';

describe('HCL in the check page', () => {
  it('is highlighted: blocks, attributes, strings, numbers, literals, comments', () => {
    const html = highlightedHcl('module "a" {\n  size = 3 # big\n  on   = true\n}\n', 'terraform');
    assert.equal(
      html,
      '<span class="hljs-keyword">module</span> <span class="hljs-string">&quot;a&quot;</span> {\n' +
        '  <span class="hljs-attr">size</span> = <span class="hljs-number">3</span> <span class="hljs-comment"># big</span>\n' +
        '  <span class="hljs-attr">on</span>   = <span class="hljs-literal">true</span>\n}\n',
    );
  });
  it('is escaped', () => {
    const html = highlightedHcl('a = "<b>" # <script>\nx<y && "\n', 'hcl') ?? '';
    assert.equal(html.replace(/<\/?span[^<>]*>/g, '').match(/[<>"]/), null);
  });
  it('does not change code in other languages', () => {
    const colored: MarkdownRenderer = withHcl({ options: { highlight: (code, language) => `${language}: ${code}` } });
    assert.equal(colored.options.highlight?.('a', 'json', ''), 'json: a');
    assert.match(colored.options.highlight?.('a = 1', 'terraform', '') ?? '', /hljs-attr/);
    const plain: MarkdownRenderer = withHcl({ options: {} });
    assert.equal(plain.options.highlight?.('a', 'json', ''), '');
  });
});
