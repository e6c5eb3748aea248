import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  codeBlock,
  codeSpan,
  editorText,
  markdownLink,
  markdownName,
  markdownTable,
  markdownText,
  strongName,
} from '../../../common/markdown';
import { visibleLines } from '../../../common/visibleText';
import { hostileText } from '../../support/hostileText';
import {
  assertNothingArises,
  renderings,
  shownAs,
  shownInTableAs,
  textOf,
  type Rendered,
} from '../../support/renderedMarkdown';

/** The same texts in every run. */
const runs = { numRuns: 400, seed: 12 };
const target = 'https://kubestack.example/a';

const isOnly = (rendered: Rendered, text: string, engine: string): void =>
  assert.equal(
    rendered.pieces.filter(piece => piece.isCode && piece.text === text).length,
    1,
    `${engine}: ${JSON.stringify(rendered.pieces)}`,
  );

describe('codeSpan()', function () {
  it('keeps plain names', () => {
    assert.equal(codeSpan('eks_web0'), '`eks_web0`');
    assert.equal(codeSpan('a`b'), '`` a`b ``');
    assert.equal(codeSpan(''), '`""`');
  });

  for (const [where, before, after, kind] of [
    ['in a sentence', 'Set in ', ', and nowhere else.', 'paragraph'],
    ['alone', '', '', 'paragraph'],
    ['in a list', '- ', ' added', 'list'],
    ['in a heading', '### ', '', 'heading'],
  ] as const) {
    it(`shows any text unchanged ${where}`, () => {
      fc.assert(
        fc.property(hostileText, text => {
          for (const [engine, rendered] of renderings(before + codeSpan(text) + after)) {
            assertNothingArises(rendered, engine);
            isOnly(rendered, shownAs(text), engine);
            assert.deepEqual([...new Set(rendered.blocks)][0], kind);
            assert.equal(rendered.blocks.filter(block => block === kind).length, 1);
          }
        }),
        runs,
      );
    });
  }

  it('shows any text in a table without breaking its rows and columns', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostileText, hostileText), { minLength: 1, maxLength: 4 }), rows => {
        const markdown = markdownTable(
          ['Attribute', codeSpan(rows[0]![0])],
          rows.map(row => row.map(codeSpan)),
        );
        for (const [engine, rendered] of renderings(`${markdown}\n\nThe end.`)) {
          assertNothingArises(rendered, engine);
          assert.deepEqual(rendered.tables, [Array(rows.length + 1).fill(2)], engine);
          const code = rendered.pieces.filter(({ isCode }) => isCode).map(({ text }) => text);
          assert.deepEqual(code, [rows[0]![0], ...rows.flat()].map(shownInTableAs), engine);
        }
      }),
      runs,
    );
  });

  it('escapes runs of backticks that are too long for GitHub', () =>
    assert.equal(codeSpan(`a${'`'.repeat(12)}`), `\`a${'\\u{60}'.repeat(12)}\``));
});

describe('markdownText()', function () {
  it('keeps prose, and shows text with markup as code', () => {
    assert.equal(
      markdownText('"max_size" of ops (7) is above 5, isn\'t it?'),
      '"max_size" of ops (7) is above 5, isn\'t it?',
    );
    assert.equal(
      markdownText('Fixes #12 for @octocat, see "main.tf".'),
      'Fixes `#12` for `@octocat`, see "`main.tf`".',
    );
    assert.equal(markdownText('expected [a, b]:\n  not <img src="x">'), 'expected `[a, b]`: not `<img src="x">`');
  });

  for (const [where, before, after] of [
    ['alone', '', ''],
    ['in a list', '- ', ''],
    ['in a heading', '# ', ''],
    ['before a link', '', ` ${markdownLink('run', target)}`],
  ] as const) {
    it(`shows any text and creates no markup ${where}`, () => {
      fc.assert(
        fc.property(
          hostileText.filter(text => text.trim() !== ''),
          text => {
            const words = text
              .split(/[\t\r\n\p{Zs}]+/u)
              .filter(word => word !== '')
              .map(shownAs);
            for (const [engine, rendered] of renderings(before + markdownText(text) + after)) {
              assertNothingArises(rendered, engine, { links: link => after !== '' && link === target });
              const all = textOf(rendered).replace(/ run$/, '');
              assert.equal(all.replace(/ $/, ''), words.join(' '), `${engine}: ${before}${markdownText(text)}`);
              assert.ok(rendered.blocks.length <= (before === '- ' ? 9 : 1));
            }
          },
        ),
        runs,
      );
    });
  }
});

describe('markdownName() and strongName()', function () {
  it('keep plain names', () => {
    assert.equal(markdownName('apps-prod'), 'apps-prod');
    assert.equal(strongName('max_size'), '**max_size**');
    assert.equal(strongName('max *'), '`max *`');
  });

  it('show any name unchanged', () => {
    fc.assert(
      fc.property(hostileText, text => {
        for (const write of [markdownName, strongName])
          for (const [engine, rendered] of renderings(`${write(text)} · a name`)) {
            assertNothingArises(rendered, engine);
            assert.equal(textOf(rendered), `${shownAs(text)} · a name`, engine);
            assert.deepEqual(rendered.blocks, ['paragraph']);
          }
      }),
      runs,
    );
  });
});

describe('markdownLink()', function () {
  it('keeps its target, whatever the text and target contain', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (text, path) => {
        const written = markdownLink(codeSpan(text), `https://kubestack.example/${path}`);
        for (const [engine, rendered] of renderings(`| ${written} |\n| --- |`).concat(renderings(`See ${written}.`))) {
          assert.deepEqual({ images: rendered.images, html: rendered.html }, { images: 0, html: [] }, engine);
          assert.ok(rendered.links.length <= 1);
          for (const link of rendered.links) assert.equal(new URL(link).host, 'kubestack.example', engine);
        }
      }),
      runs,
    );
  });

  it('links only to web pages and files', () => {
    assert.equal(markdownLink('run', 'command:x'), 'run');
    assert.equal(markdownLink('run', 'javascript:alert(1)'), 'run');
    assert.equal(markdownLink('main', 'file:///a(1).tf#L3'), '[main](file:///a%281%29.tf#L3)');
  });
});

describe('editorText()', function () {
  it('leaves the digits of a commit and issue keys as they are, since only Git hosts link them', () => {
    assert.equal(editorText('Seed 4addaa8f, ABC-1'), 'Seed 4addaa8f, ABC-1');
    assert.equal(markdownText('Seed 4addaa8f, ABC-1'), 'Seed `4addaa8f, ABC-1`');
    assert.equal(editorText('*Seed* <b>'), '`*Seed* <b>`');
  });
});

describe('codeBlock()', function () {
  it('shows any lines, and ends after them', () => {
    fc.assert(
      fc.property(hostileText, text => {
        for (const [engine, rendered] of renderings(`${codeBlock(text, 'terraform')}\n\nThe end.`)) {
          assertNothingArises(rendered, engine);
          assert.deepEqual(rendered.blocks, ['code', 'paragraph'], engine);
          const lines = visibleLines(text).replace(/`{10,}/g, run => '\\u{60}'.repeat(run.length));
          assert.deepEqual(
            // marked replaces tabs by spaces.
            rendered.pieces.map(piece => ({ ...piece, text: piece.text.replaceAll('\t', '    ') })),
            [
              { text: `${lines.replaceAll('\t', '    ')}\n`, isCode: true },
              { text: 'The end.', isCode: false },
            ],
            engine,
          );
        }
      }),
      runs,
    );
  });
});
