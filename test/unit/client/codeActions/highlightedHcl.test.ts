import { strict as assert } from 'node:assert';
import { highlightedHcl, withHcl } from '../../../../client/codeActions/highlightedHcl';

describe('HCL in pages', () => {
  it('is colored: blocks, attributes, strings, numbers, literals, comments', () => {
    const html = highlightedHcl('module "a" {\n  size = 3 # big\n  on   = true\n}\n', 'terraform');
    assert.equal(
      html,
      '<span class="hljs-keyword">module</span> <span class="hljs-string">&quot;a&quot;</span> {\n' +
        '  <span class="hljs-attr">size</span> = <span class="hljs-number">3</span> <span class="hljs-comment"># big</span>\n' +
        '  <span class="hljs-attr">on</span>   = <span class="hljs-literal">true</span>\n}\n',
    );
  });
  it('is text: nothing in it becomes markup', () => {
    const html = highlightedHcl('a = "<b>" # <script>\nx<y && "\n', 'hcl') ?? '';
    assert.equal(html.replace(/<\/?span[^<>]*>/g, '').match(/[<>"]/), null);
  });
  it('leaves other languages as they were', () => {
    const markdown = { options: { highlight: (code: string, language: string) => `${language}: ${code}` } };
    const { highlight } = withHcl(markdown).options;
    assert.equal(highlight('a', 'json'), 'json: a');
    assert.match(highlight('a = 1', 'terraform'), /hljs-attr/);
    assert.equal(
      withHcl({
        options: {} as { highlight?: (code: string, language: string, attributes: string) => string },
      }).options.highlight?.('a', 'json', ''),
      '',
    );
  });
});
