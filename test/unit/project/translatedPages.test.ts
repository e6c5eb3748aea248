// The translated pages of the diagnostics: the prose is translated, and the rest is unchanged.
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { englishPageTexts, mapTexts, translatedPages } from '../../../scripts/translatedPages';

const project = join(__dirname, '../../..');

const page = `# KS999: Something is wrong

_warning_

A paragraph that continues
on the next line, with \`code\`:

- one item
- another item
  with two lines

## Fails

\`\`\`terraform
# A comment.
a = 1

## Not a heading.
\`\`\`
`;

describe('a translated page', () => {
  it('replaces headings, the severity, paragraphs and list items, and keeps marks and code', () => {
    assert.equal(
      mapTexts(page, text => `⟦${text}⟧`),
      `# KS999: ⟦Something is wrong⟧

_⟦warning⟧_

⟦A paragraph that continues on the next line, with \`code\`:⟧

- ⟦one item⟧
- ⟦another item with two lines⟧

## ⟦Fails⟧

\`\`\`terraform
# A comment.
a = 1

## Not a heading.
\`\`\`
`,
    );
  });

  for (const text of ['| a | b |', '> quoted', '<details>'])
    it(`can't be created from ${text}`, () => {
      assert.throws(() => mapTexts(`# KS999: Title\n\n${text}\n`, each => each), /can't be translated/);
    });

  it('is English if there is no translation', () => {
    const pages = translatedPages(project, 'de', { error: 'Fehler' });
    const text = [...pages].find(([path]) => basename(path) === 'KS005.md')?.[1];
    assert.match(
      text ?? '',
      /^<!-- Generated from docs\/checks\/KS005\.md .*-->\n\n# KS005: Environment is null\n\n\*Fehler\*\n\n/,
    );
  });

  it('has texts for translators that are in one line, without code blocks', () => {
    const texts = Object.keys(englishPageTexts(project));
    assert.ok(texts.includes('Environment is null') && texts.length > 200);
    assert.deepEqual(
      texts.filter(text => /\n|```|^#|<!--/.test(text)),
      [],
    );
  });
});
