/** Markdown of the language server: links to locations, and plain text for clients without Markdown. */
import { localizable } from '../../common/localization';
import type { Location } from 'vscode-languageserver-types';
import { markdownLink, markdownText } from '../../common/markdown';
import { shortened } from '../../common/shortened';

/** Table cell of a missing value. */
export const UNSET = localizable('*unset*');

/** Joins the parts of a text with an empty line between them; undefined and empty parts are left out. */
export const paragraphs = (parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('\n\n');

/**
 * A link to a location in a file; line numbers in links are one-based.
 * @param text Markdown
 */
export const link = (text: string, { uri, range }: Location): string =>
  markdownLink(text, `${uri}#L${range.start.line + 1}`);

/** The description of a variable or output in the code. */
export const descriptionText = (description: string): string => markdownText(shortened(description, 2_000));

/** The plain text of Markdown from common/markdown.ts, for clients that show text unchanged. */
export function withoutMarkdown(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const marker = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && marker !== undefined) fence = marker;
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence !== undefined) lines.push(line);
    else if (line.startsWith('|')) lines.push(...rowText(line));
    else lines.push(inlineText(line));
  }
  return lines.join('\n');
}

/** The cells of a row; nothing for the delimiter row. */
function rowText(line: string): string[] {
  if (/^(?:\| :?-+:? )+\|$/.test(line)) return [];
  const cells = line.slice(2, -2).split(' | ');
  return [cells.map(cell => inlineText(cell.replaceAll('\\|', '|'))).join('  ')];
}

/** Outside of code, brackets and asterisks are always markup. */
const inlineText = (line: string): string =>
  line.replace(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)|\[|\]\([^\s()]*\)|\*+/g, (_, fence?: string, code: string = '') =>
    fence === undefined ? '' : code.replace(/^ (.*) $/, '$1'),
  );
