/** Renders Markdown with markdown-it, as in VS Code's previews, and with marked, as in its hovers. */
import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type Token from 'markdown-it/lib/token.mjs';
import { visibleText } from '../../common/visibleText';
import { marked, type Token as MarkedToken, type Tokens } from 'marked';

export interface Rendered {
  readonly images: number;
  readonly html: readonly string[];
  /** Targets. */
  readonly links: readonly string[];
  /** The displayed text. Each code span, each code block, and each run of text between other tokens is one piece. */
  readonly pieces: readonly Piece[];
  /** For each table the number of cells in each of its rows, the header first. */
  readonly tables: readonly (readonly number[])[];
  /** Kinds of blocks in order, e.g. `heading`, `paragraph`, `list`, `table`, `code`. */
  readonly blocks: readonly string[];
}

export interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

/** Results of both renderers, by name. */
export const renderings = (markdown: string): readonly (readonly [engine: string, rendered: Rendered])[] => [
  ['markdown-it', byMarkdownIt(markdown)],
  ['marked', byMarked(markdown)],
];

/** The complete displayed text. */
export const textOf = ({ pieces }: Rendered): string => pieces.map(({ text }) => text).join('');

/** Expectations for Markdown with untrusted text. It must also not contain references that Git hosts detect. */
export interface Expected {
  /** Whether a link target is expected. */
  readonly links?: (target: string) => boolean;
  /** Expected HTML. */
  readonly html?: RegExp;
  /** Whether only the editor shows the text, and no Git host. */
  readonly isInEditor?: boolean;
  /** Names and values that must each be displayed completely, in one piece. */
  readonly whole?: readonly string[];
  /** Number of rows of each table, including the header. */
  readonly rows?: readonly number[];
}

/** Asserts that untrusted text creates no markup in either renderer. */
export function assertHarmless(markdown: string, expected: Expected = {}): void {
  for (const [engine, rendered] of renderings(markdown)) {
    const where = `${engine}: ${markdown}`;
    assertNothingArises(rendered, where, expected);
    for (const text of expected.whole ?? [])
      assert.ok(
        rendered.pieces.some(piece => piece.text.includes(shownAs(text)) || piece.text.includes(shownInTableAs(text))),
        `${JSON.stringify(shownAs(text))} is missing in ${where}`,
      );
    const rows = rendered.tables.map(table => table.length);
    if (expected.rows) assert.deepEqual(rows, expected.rows, where);
    for (const table of rendered.tables) assert.equal(new Set(table).size, 1, where);
  }
}

/** Asserts that the result has no images, and only the expected HTML, links and references. */
export function assertNothingArises(
  rendered: Rendered,
  where: string,
  { html, links, isInEditor = false }: Expected = {},
): void {
  assert.equal(rendered.images, 0, where);
  assert.deepEqual(
    rendered.html.filter(text => html?.test(text) !== true),
    [],
    where,
  );
  assert.deepEqual(
    rendered.links.filter(target => links?.(target) !== true),
    [],
    where,
  );
  for (const { text, isCode } of rendered.pieces) {
    if (isCode) continue;
    assert.doesNotMatch(text, references, where);
    if (!isInEditor) assert.doesNotMatch(text, referencesOnGitHost, where);
  }
}

/** Mentions, issues, merge requests, labels, formulas, milestones, epics, addresses and emoji. */
const references = /@\w|#\d|!\d|~\w|\$\S|%\d|&\d|https?:|ftp:|www\.|:\w+:|\w\.com\b|<!--|<\w|\]\(/;

/** Issues and commits, which only a Git host links. */
const referencesOnGitHost = /\bGH-\d|\b[0-9a-f]{7,}\b/;

/** A text as displayed in code: long runs of backticks are escaped, and blank text is in quotation marks. */
export const shownAs = (text: string): string =>
  /^ *$/.test(text) ? `"${text}"` : visibleText(text).replace(/`{10,}/g, run => '\\u{60}'.repeat(run.length));

export const shownInTableAs = (text: string): string => shownAs(text).replaceAll('\\|', '\\u{5c}|');

class Collector {
  images = 0;
  readonly html: string[] = [];
  readonly links: string[] = [];
  readonly pieces: Piece[] = [];
  readonly tables: number[][] = [];
  readonly blocks: string[] = [];
  private joins = false;

  text(text: string): void {
    const last = this.pieces.at(-1);
    if (this.joins && last) this.pieces.splice(-1, 1, { text: last.text + text, isCode: false });
    else this.pieces.push({ text, isCode: false });
    this.joins = true;
  }

  code(text: string): void {
    this.pieces.push({ text, isCode: true });
    this.joins = false;
  }

  between(): void {
    this.joins = false;
  }
}

// Like VS Code's preview, but with all link targets, and with links for domain names, as on some Git hosts.
const preview = new MarkdownIt({ html: true, linkify: true });
preview.validateLink = () => true;

function byMarkdownIt(markdown: string): Rendered {
  const collector = new Collector();
  const visit = (token: Token): void => {
    if (token.type === 'image') collector.images++;
    else if (token.type === 'html_block' || token.type === 'html_inline') collector.html.push(token.content);
    else if (token.type === 'link_open') collector.links.push(token.attrGet('href') ?? '');
    else if (token.type === 'code_inline' || token.type === 'fence' || token.type === 'code_block') {
      collector.code(token.content);
    } else if (token.type === 'text' || token.type === 'text_special') collector.text(token.content);
    if (token.type === 'table_open') collector.tables.push([]);
    if (token.type === 'tr_open') collector.tables.at(-1)!.push(0);
    if (token.type === 'td_open' || token.type === 'th_open')
      collector.tables.at(-1)![collector.tables.at(-1)!.length - 1]!++;
    if (token.type !== 'text' && token.type !== 'text_special') collector.between();
    if (token.level === 0 && token.nesting >= 0 && token.block) collector.blocks.push(blockName(token.type));
    token.children?.forEach(visit);
  };
  preview.parse(markdown, {}).forEach(visit);
  return collector;
}

const blockName = (type: string): string =>
  type === 'fence' || type === 'code_block'
    ? 'code'
    : type.replace(/^(?:bullet|ordered)_/, '').replace(/_(?:open|block)$/, '');

function byMarked(markdown: string): Rendered {
  const collector = new Collector();
  const visit = (token: MarkedToken): void => {
    switch (token.type) {
      case 'image':
        collector.images++;
        break;
      case 'html':
        collector.html.push(token.raw);
        break;
      case 'link':
        collector.links.push((token as Tokens.Link).href);
        break;
      case 'codespan':
        collector.code(unescaped((token as Tokens.Codespan).text));
        return;
      case 'code':
        collector.code(`${(token as Tokens.Code).text}\n`);
        return;
      case 'escape':
      case 'text': {
        const { tokens, text } = token as Tokens.Text;
        if (tokens) break;
        collector.text(unescaped(text));
        return;
      }
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        collector.tables.push([header, ...rows].map(row => row.length));
        for (const cell of [header, ...rows].flat()) {
          collector.between();
          cell.tokens.forEach(visit);
        }
        return;
      }
      case 'list':
        for (const item of (token as Tokens.List).items) {
          collector.between();
          item.tokens.forEach(visit);
        }
        return;
    }
    collector.between();
    if ('tokens' in token) token.tokens?.forEach(visit);
    collector.between();
  };
  const tokens = marked.lexer(markdown);
  for (const token of tokens) {
    if (token.type !== 'space') collector.blocks.push(token.type);
    visit(token);
  }
  return collector;
}

/** Decodes entities, which this version of marked leaves in the texts of its tokens. */
const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
