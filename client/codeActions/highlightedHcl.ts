/**
 * Renders HCL as HTML with highlight.js classes, since VS Code's Markdown preview has styles for them but highlight.js has no HCL grammar.
 */
import { ownProperty } from '../../common/ownProperty';

const TOKENS =
  /(?<comment>#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)|(?<string>"(?:\\.|[^"\\\n])*")|(?<attr>(?<=^[ \t]*|[{,][ \t]*)[\p{ID_Start}_][\p{ID_Continue}-]*(?=[ \t]*=(?!=)))|(?<keyword>(?<=^[ \t]*)[\p{ID_Start}_][\p{ID_Continue}-]*(?=[ \t]*(?:"|\{)))|(?<literal>(?<![\p{ID_Continue}.-])(?:true|false|null)(?![\p{ID_Continue}-]))|(?<number>(?<![\p{ID_Continue}.-])\d+(?:\.\d+)?(?![\p{ID_Continue}]))/gmu;

/** Languages of code blocks that are HCL. */
const LANGUAGES = new Set(['terraform', 'hcl', 'tf', 'opentofu']);

/** @returns HTML with the text escaped; undefined for other languages */
export function highlightedHcl(code: string, language: string): string | undefined {
  if (!LANGUAGES.has(language.toLowerCase())) return undefined;
  let html = '';
  let end = 0;
  for (const match of code.matchAll(TOKENS)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? '';
    html += escaped(code.slice(end, match.index)) + `<span class="hljs-${kind}">${escaped(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return html + escaped(code.slice(end));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, each => ownProperty(ENTITIES, each)!);

type Highlight = (code: string, language: string, attributes: string) => string;

/** The part of markdown-it's API that is used. */
export interface MarkdownRenderer {
  readonly options: { highlight?: Highlight | null };
}

/** Adds HCL to a Markdown renderer; the highlighting of other languages is unchanged. */
export function withHcl<T extends MarkdownRenderer>(markdown: T): T {
  const { highlight } = markdown.options;
  markdown.options.highlight = (code, language, attributes) =>
    highlightedHcl(code, language) ?? highlight?.(code, language, attributes) ?? '';
  return markdown;
}
