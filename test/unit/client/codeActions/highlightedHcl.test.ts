import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { highlightedHcl, withHcl, type MarkdownRenderer } from '../../../../client/codeActions/highlightedHcl';

/** Contrast by WCAG's formula. @param colors in hexadecimal digits, the darker one first */
function contrast(...colors: [dark: string, light: string]): number {
  const luminance = (color: string): number => {
    const [red = 1, green = 1, blue = 1] = (color.match(/../g) ?? []).map(digits => {
      const value = parseInt(digits, 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = colors.map(luminance) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

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
  it('has a color that can be read for each kind of token in light themes', () => {
    const css = readFileSync(join(__dirname, '../../../../media/markdown.css'), 'utf8');
    const code = 'module "a" {\n  size = 3 # big\n  on = true\n}\n';
    const kinds = [...(highlightedHcl(code, 'terraform') ?? '').matchAll(/"(hljs-\w+)"/g)].map(([, kind]) => kind!);
    assert.equal(new Set(kinds).size, 6);
    for (const kind of kinds) {
      const [, color = ''] = new RegExp(`${kind}\\b[^{}]*\\{\\s*color: #(\\w{6});`).exec(css) ?? [];
      assert.ok(contrast(color, 'f2f2f2') >= 4.5, `${kind}: ${color}`);
    }
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
